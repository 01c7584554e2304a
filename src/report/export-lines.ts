import type { ChainPart } from '../audit/audit-source.js'
import { canonicalText, isJsonObject, type JsonValue } from '../audit/canonical-text.js'
import type { StoredLink } from '../audit/stored-link.js'
import { visibleText } from './visible-text.js'

export type ExportFormat = 'jsonl' | 'csv'

/** What of the record is wanted; times as ISO 8601, `until` excluded. */
export interface ExportFilter {
  readonly incidentId: string | null
  readonly since: string | null
  readonly until: string | null
}

/** Makes lines of records, each with its line break. */
export interface ExportLines {
  /** '' where the format has none. */
  readonly header: string
  line(realm: string, chain: Pick<ChainPart, 'kind' | 'id'>, record: StoredLink): string
}

export function exportLines(format: ExportFormat): ExportLines {
  return format === 'csv'
    ? { header: `${COLUMNS.map(cell).join(',')}\r\n`, line: csvLine }
    : { header: '', line: jsonLine }
}

export function isWanted({ since, until }: ExportFilter, { body }: StoredLink): boolean {
  const at = typeof body.at === 'string' ? Date.parse(body.at) : Number.NaN
  // A record whose date cannot be read is kept: whoever spoilt it must not take it out of the export.
  if (Number.isNaN(at)) return true
  return (since === null || at >= Date.parse(since)) && (until === null || at < Date.parse(until))
}

/**
 * Everything that is needed to check the chain without us: body, prevHash and hash as they are. Characters that a
 * terminal obeys or that hide are spelled as JSON escapes, which say the same.
 */
function jsonLine(realm: string, { kind, id }: Pick<ChainPart, 'kind' | 'id'>, record: StoredLink): string {
  const { body, prevHash, hash } = record
  const text = canonicalText({ realm, chain: kind === 'system' ? 'system' : id, body, prevHash, hash })
  return `${text.replace(HIDDEN, jsonEscape)}\n`
}

/** JSON itself escapes the controls below U+0020. A format character beyond U+FFFF is two escapes. */
const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\u007f-\u009f\u2028\u2029]/gu

function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

const COLUMNS = [
  'realm',
  'chain',
  'seq',
  'at',
  'actorKind',
  'actor',
  'what',
  'from',
  'to',
  'ignored',
  'orders',
  'detail',
  'prevHash',
  'hash',
]

function csvLine(realm: string, { kind, id }: Pick<ChainPart, 'kind' | 'id'>, record: StoredLink): string {
  const { body, seq, prevHash, hash } = record
  const actor = isJsonObject(body.actor) ? body.actor : {}
  const cells = [
    realm,
    kind === 'system' ? 'system' : id,
    seq,
    body.at,
    actor.kind,
    actor.name,
    body.what,
    body.from,
    body.to,
    body.ignored,
    body.orders,
    body.detail,
    prevHash,
    hash,
  ]
  return `${cells.map((value) => cell(plainText(value))).join(',')}\r\n`
}

function plainText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : canonicalText(value)
}

/**
 * What a spreadsheet takes for a formula, full-width forms included; spaces before it do not help.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20|%]/u

/** RFC 4180, always quoted; one line; with an apostrophe before what would be calculated. */
function cell(text: string): string {
  const shown = visibleText(text)
  return `"${(FORMULA.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`
}
