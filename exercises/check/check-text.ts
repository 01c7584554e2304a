import type { z } from 'zod'
import { type ExerciseProblem, fieldOf, type Problem } from './problem.js'
import { readYaml } from './read-yaml.js'
import { shapeProblems } from './shape-problems.js'

export type CheckedText<T> =
  | { readonly ok: true; readonly value: T }
  /** In the order of the file, at most 100. */
  | { readonly ok: false; readonly problems: readonly ExerciseProblem[] }

const MAX_PROBLEMS = 100

/** Reads a YAML text into a shape, and asks `meaning` what else is wrong with it; each problem gets its line and column. */
export function checkText<T>(
  text: string,
  schema: z.ZodType<T>,
  meaning: (value: T) => readonly Problem[],
): CheckedText<T> {
  const read = readYaml(text)
  if (!read.ok) return read
  const { value, positions } = read
  const parsed = schema.safeParse(value)
  const found = parsed.success ? meaning(parsed.data) : shapeProblems(schema, parsed.error.issues, value)
  if (parsed.success && found.length === 0) return { ok: true, value: parsed.data }
  const problems = found.map(({ path, what, cure }): ExerciseProblem => {
    const { line, column } = positions.placeOf(path) ?? { line: 1, column: 1 }
    return { line, column, field: fieldOf(path), what, cure }
  })
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  return { ok: false, problems: inOrder.slice(0, MAX_PROBLEMS) }
}
