import type { z } from 'zod'
import { type Config, configSchema } from '../config.js'
import { namesUnder, schemaKeys } from './schema-keys.js'

/** What is wrong with one value, and what to do. `path` goes as far as the thing that is meant, unknown keys included. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly cure: string
}

export type ParsedConfig =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] }

/** Valid, and nobody's: what stands in for a broken section while the rules that span sections are tried. */
const standIns: Readonly<Record<string, unknown>> = {
  accounts: [{ id: '000000000000' }],
  approvals: { contain: { approvers: [{ name: 'nobody', tokenSha256: '0'.repeat(64) }] } },
  sources: {},
}

/**
 * All that is wrong with a configuration, at once. Zod tries rules that span sections only where every section is well;
 * so they are tried again with the broken sections replaced.
 */
export function findConfigProblems(given: object): ParsedConfig {
  const parsed = configSchema.safeParse(given)
  if (parsed.success) return { config: parsed.data, problems: [] }
  const broken = new Set(parsed.error.issues.flatMap(({ path }) => path.slice(0, 1).map(String)))
  const known = new Set(namesUnder(keys(), []))
  const mended = Object.fromEntries(
    Object.entries({ ...standIns, ...given }).flatMap(([name, value]) => {
      if (!known.has(name)) return []
      if (!broken.has(name)) return [[name, value]]
      return name in standIns ? [[name, standIns[name]]] : []
    }),
  )
  const again = configSchema.safeParse(mended)
  const issues = [...parsed.error.issues, ...(again.error?.issues ?? [])]
  const problems = issues.flatMap((issue) => problemsOf(issue, given))
  const seen = new Set<string>()
  const once = problems.filter(({ path, what }) => {
    const key = JSON.stringify([path, what])
    return !seen.has(key) && seen.add(key)
  })
  return { config: null, problems: once }
}

function problemsOf(issue: z.core.$ZodIssue, given: object): ConfigProblem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    const known = namesUnder(keys(), path)
    const cure = known.length === 0 ? 'Take it out.' : `Take it out, or correct it: ${known.join(', ')} can stand here.`
    return issue.keys.map((key) => ({ path: [...path, key], what: 'there is no such key here', cure }))
  }
  if (issue.code === 'invalid_type' && valueAt(given, path) === undefined) {
    return [{ path, what: `it is missing (${issue.expected} expected)`, cure: explained }]
  }
  return [{ path, what: issue.message, cure: `Correct it; ${explained.charAt(0).toLowerCase()}${explained.slice(1)}` }]
}

const explained = 'docs/configuration.md explains every key, and `tourniquet init` writes a file that is complete.'

function valueAt(given: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([name]) => name === String(step))?.[1]
  }, given)
}

let knownKeys: readonly string[] | null = null

function keys(): readonly string[] {
  knownKeys ??= schemaKeys(configSchema)
  return knownKeys
}
