import { parseNetwork } from './parse-network.js'
import { splitCsvLine } from './split-csv-line.js'
import type { ThreatList } from './threat-list.js'

/** A line that was passed over, by its number in the file. */
export interface BadLine {
  readonly file: string
  readonly line: number
  readonly reason: string
}

const mostReason = 256
const addressNames =
  /^(ip|ip[ _-]?(address|addr|cidr|range)?|address|cidr|network|indicator|ioc|source[ _-]?ip|value)$/i
const reasonNames = /^(reason|description|comment|category|label|threat|tags?|type|note|name|list)$/i

interface Columns {
  readonly address: number
  /** null: whatever stands behind the address. */
  readonly reason: number | null
}

/**
 * Reads a list into `list`: a network a line, then, where there is one, the reason, after a comma, semicolon, tab, space or
 * `#`. The first line may name columns (`ip`, `reason` and what is usual for them). Lines that begin with `#`, `;` or `//` and
 * empty ones are passed over; a line that is none of this is returned, and the others count.
 */
export function parseThreatList(text: string, file: string, list: ThreatList): readonly BadLine[] {
  const bad: BadLine[] = []
  let columns: Columns | null = null
  let isFirst = true
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = raw.trim()
    if (line === '' || /^(#|;|\/\/)/.test(line)) continue
    const header: Columns | null = isFirst ? columnsIn(line) : null
    isFirst = false
    if (header !== null) {
      columns = header
      continue
    }
    const { address, reason } = partsOf(line, columns)
    const network = parseNetwork(address)
    if (network.ok) list.add(network.address, network.prefix, reason || `on the list ${file}`)
    else bad.push({ file, line: index + 1, reason: network.reason })
  }
  return bad
}

function columnsIn(line: string): Columns | null {
  const fields = splitCsvLine(line)
  const address = fields.findIndex((field) => addressNames.test(field))
  if (address === -1) return null
  const reason = fields.findIndex((field) => reasonNames.test(field))
  return { address, reason: reason === -1 ? null : reason }
}

function partsOf(line: string, columns: Columns | null): { readonly address: string; readonly reason: string } {
  if (columns !== null) {
    const fields = splitCsvLine(line)
    const reason = columns.reason === null ? '' : (fields[columns.reason] ?? '')
    return { address: fields[columns.address] ?? '', reason: reason.slice(0, mostReason) }
  }
  const [, address = '', rest = ''] = /^"?([^\s,;#"]+)"?[\s,;#]*(.*)$/s.exec(line) ?? []
  return {
    address,
    reason: rest
      .replace(/^"(.*)"$/s, '$1')
      .trim()
      .slice(0, mostReason),
  }
}
