import type { Json } from '../../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { safeRuns } from './safe-text.js'

/** One condition on a record, in each place where it is checked: both query languages, and the record once it is here. */
export interface FieldTest {
  /** Logs Insights. May let more through than `matches` does, never less. */
  readonly insights: string
  /** A JSON filter pattern, without its braces. The same holds. */
  readonly pattern: string
  readonly matches: (record: TrailRecord) => boolean
}

/** `field` is one of ours, such as `userIdentity.accessKeyId`; `value` may be anything. */
export function equals(field: string, value: string): FieldTest {
  const { runs, isWhole } = safeRuns(value)
  const parts = runs.map((run) => `${field} like "${run}"`)
  const loose = parts.length === 0 ? `ispresent(${field})` : `(${parts.join(' and ')})`
  return {
    insights: isWhole ? `${field} = "${value}"` : loose,
    pattern: `($.${field} = "${isWhole ? value : `*${runs.map((run) => `${run}*`).join('')}`}")`,
    matches: (record) => valueAt(record, field) === value,
  }
}

/** True where one of the words is in the field, by its case. The words are ours: letters only. */
export function contains(field: string, words: readonly string[]): FieldTest {
  const odd = words.find((word) => !/^[A-Za-z]+$/.test(word))
  if (odd !== undefined) throw new RangeError(`${odd} is no word.`)
  return {
    insights: `${field} like /${words.join('|')}/`,
    pattern: words.map((word) => `($.${field} = "*${word}*")`).join(' || '),
    matches: (record) => words.some((word) => valueAt(record, field)?.includes(word)),
  }
}

export function anyOf(...tests: readonly FieldTest[]): FieldTest {
  return {
    insights: tests.map(({ insights }) => insights).join(' or '),
    pattern: tests.map(({ pattern }) => pattern).join(' || '),
    matches: (record) => tests.some(({ matches }) => matches(record)),
  }
}

/** The text at a path of names; nothing for what is missing or no text. */
function valueAt(record: TrailRecord, path: string): string | undefined {
  let value: Json | undefined = record
  for (const name of path.split('.')) value = fieldOf(value, name)
  return typeof value === 'string' ? value : undefined
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? value[name] : undefined
}
