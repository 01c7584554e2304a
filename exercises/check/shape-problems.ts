import type { z } from 'zod'
import { quoteText } from '../../src/domain/quote-text.js'
import { hintFor } from './hints.js'
import { childOf, keysUnder } from './known-keys.js'
import { fieldOf, oneOf, type Path, type Problem } from './problem.js'

/** What zod has to say about a file, in words for its author. A misspelt key is told once, and not as a missing one as well. */
export function shapeProblems(schema: z.ZodType, issues: readonly z.core.$ZodIssue[], given: object): Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(schema, issue, given))
  const meant = new Set(problems.flatMap(({ path, near }) => (near ? [fieldOf([...path.slice(0, -1), near])] : [])))
  return problems.filter(({ path, isMissing }) => !isMissing || !meant.has(fieldOf(path)))
}

interface ShapeProblem extends Problem {
  readonly isMissing?: true
  /** The key that was probably meant. */
  readonly near?: string
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue, given: object): ShapeProblem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const value = path.reduce<unknown>(childOf, given)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(keysUnder(schema, path, given), path, key))
    case 'invalid_value':
      return [notOneOf(path, value, issue.values.map(String))]
    case 'invalid_union':
      return [
        'options' in issue && Array.isArray(issue.options)
          ? notOneOf(path, value, issue.options.map(String))
          : wrong(path, value),
      ]
    case 'invalid_type':
      return [wrongType(path, value, issue)]
    default:
      return [{ path, what: ownWords(issue.message, value), cure: hintFor(path) }]
  }
}

function unknownKey(known: readonly string[], path: Path, key: string): ShapeProblem {
  const near = known.find((name) => isNear(name.toLowerCase(), key.toLowerCase()))
  const meant = near === undefined ? 'Take it out' : `Write \`${near}\``
  const cure = known.length === 0 ? 'Take it out.' : `${meant}; here can stand ${oneOf(known)}.`
  return {
    path: [...path, key],
    what: `there is no key ${quoteText(key)} here`,
    cure,
    ...(near === undefined ? {} : { near }),
  }
}

/** One letter too many, too few, other or misplaced. */
function isNear(known: string, given: string): boolean {
  if (known === given) return true
  const from = [...known].findIndex((letter, index) => letter !== given[index])
  const at = from === -1 ? known.length : from
  const rest = known.slice(at)
  const other = given.slice(at)
  return (
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    rest.slice(1) === other.slice(1) ||
    (rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0])
  )
}

function notOneOf(path: Path, value: unknown, values: readonly string[]): Problem {
  const cure = values.length === 1 ? `Write ${values[0]}.` : `Write ${oneOf(values)}.`
  return { path, what: value === undefined ? 'it is missing' : `${shown(value)} cannot stand here`, cure }
}

function wrong(path: Path, value: unknown): Problem {
  return { path, what: `${shown(value)} cannot stand here`, cure: hintFor(path) }
}

function wrongType(path: Path, value: unknown, { expected, message }: z.core.$ZodIssueInvalidType): ShapeProblem {
  if (value === undefined) {
    return { path, what: `it is missing (${words[expected] ?? expected})`, cure: hintFor(path), isMissing: true }
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path, what: 'it must be a number that has an end', cure: hintFor(path) }
  }
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return {
      path,
      what: `${shown(value)} is a ${typeof value}, and a text is needed`,
      cure: `Put it in quotes. ${hintFor(path)}`,
    }
  }
  if (message.startsWith('it ')) return { path, what: ownWords(message, value), cure: hintFor(path) }
  return { path, what: `${shown(value)} is not ${words[expected] ?? `a ${expected}`}`, cure: hintFor(path) }
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
}

/** The schema's own words begin with `it`; what zod says by itself is made to read like them. */
function ownWords(message: string, value: unknown): string {
  const said = message.startsWith('it ')
    ? message
    : `it is not right: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  return typeof value === 'string' || typeof value === 'number' ? `${said}: ${shown(value)}` : said
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quoteText(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'this' : String(value)
}
