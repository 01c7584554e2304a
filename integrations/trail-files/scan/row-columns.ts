import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import { isToldByItsCalls } from '../../../src/evidence/record/actor-of.js'
import { type CallRows, columnIn, rowColumn } from './call-rows.js'
import type { RowDictionary } from './row-dictionary.js'
import type { RowColumn } from './row-groups.js'

const hourMs = 3_600_000

/** By what rows are grouped: the place of their window (-1: none), what the calls of one stay have in common, and what those of one name. */
export function columnsOf(rows: CallRows, gatherer: FactsGatherer, { callers }: RowDictionary) {
  const column = (which: number) => columnIn(rows, which)
  const [caller, source] = [column(rowColumn.caller), column(rowColumn.eventSource)]
  const windows = new Int8Array(rows.rows)
  const hours = new Int32Array(rows.rows)
  /** Where the caller is told by it. */
  const sources = new Uint32Array(rows.rows)
  for (let row = 0; row < rows.rows; row += 1) {
    const atMs = rows.times[row] ?? Number.NaN
    windows[row] = gatherer.windowAt(atMs)
    hours[row] = Math.floor(atMs / hourMs)
    if (isToldByItsCalls(callers[caller[row] ?? 0] ?? {})) sources[row] = source[row] ?? 0
  }
  const [account, ip] = [column(rowColumn.accountId), column(rowColumn.sourceIp)]
  const ofStay: RowColumn[] = [
    hours,
    caller,
    ip,
    account,
    column(rowColumn.region),
    column(rowColumn.userAgent),
    sources,
  ]
  const ofCall: RowColumn[] = [caller, column(rowColumn.eventName), ip, source, column(rowColumn.errorCode), account]
  return { windows, ofStay, ofCall }
}
