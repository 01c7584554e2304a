import type { z } from 'zod'
import { oneOf } from '../../../exercises/check/problem.js'
import type { PartProblem } from '../../../exercises/stage-kinds.js'
import type { Json } from '../../../src/domain/canonical-json.js'

/** What a schema finds wrong with a part of an exercise file. `takes`: the keys that may stand there, where they are few. */
export function problemsIn(
  schema: z.ZodType,
  value: Json | Readonly<Record<string, Json>>,
  of: string,
  takes: readonly string[] = [],
): PartProblem[] {
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  return parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, of, takes))
    return [{ path, what: whatOf(issue), cure: `Correct it: see what ${of} takes in docs/exercises.md.` }]
  })
}

function unknownKey(path: (string | number)[], key: string, of: string, takes: readonly string[]): PartProblem {
  const isTop = path.length === 0 && takes.length > 0
  const cure = isTop ? `Take it out; ${of} takes ${oneOf(takes)}.` : 'Take it out.'
  return { path: [...path, key], what: `${of} takes no ${key}`, cure }
}

/** Begins with a small letter, as all that is told of a file. */
function whatOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `it must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('received undefined')) {
    return 'it is missing'
  }
  return `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`
}
