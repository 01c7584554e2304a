import { type Dictionary, idBytes, numbered, uuidAt } from './index-segment.js'
import { SegmentReader } from './segment-reader.js'
import { type SearchTerms, sessionPrefix, type TrailHit } from './trail-hit.js'

/**
 * The calls of a segment that are looked for, by its file descriptor. Reads no more than it takes: the dictionary, columns where a
 * term is in it, and the rows that are wanted. Throws `DamagedIndexError` where what it read is not what was written.
 */
export function findInSegment(file: number, terms: SearchTerms): readonly TrailHit[] {
  const segment = new SegmentReader(file)
  const dictionary = segment.dictionary()
  const rows = wantedRows(segment, terms, dictionary)
  return rows.map((row) => hitIn(segment.row(row), dictionary))
}

const numbersAt = 8 + idBytes

function hitIn(row: Buffer, { texts, callers }: Dictionary): TrailHit {
  const numberOf = (name: (typeof numbered)[number]) => row.readUInt32LE(numbersAt + 4 * numbered.indexOf(name))
  const textAt = (number = 0) => (number === 0 ? null : (texts[number - 1] ?? null))
  const caller = 4 * numberOf('caller')
  return {
    eventId: textAt(numberOf('longId')) ?? uuidAt(row, 8),
    atMs: row.readDoubleLE(0),
    eventSource: textAt(numberOf('source')) ?? '',
    eventName: textAt(numberOf('name')) ?? '',
    region: textAt(numberOf('region')),
    sourceIp: textAt(numberOf('ip')),
    errorCode: textAt(numberOf('error')),
    arn: textAt(callers[caller]),
    issuerArn: textAt(callers[caller + 1]),
    principalId: textAt(callers[caller + 2]),
    accessKeyId: textAt(callers[caller + 3]),
    issuedKeyId: textAt(numberOf('issued')),
  }
}

/** In the order in which they stand. */
function wantedRows(segment: SegmentReader, terms: SearchTerms, { texts, callers }: Dictionary): readonly number[] {
  const numbersOf = (wanted: readonly string[]) =>
    new Set(wanted.map((text) => texts.indexOf(text) + 1).filter((number) => number > 0))
  const wantedCallers = callersIn(callers, texts, terms)
  const ips = numbersOf(terms.sourceIps)
  const keys = numbersOf(terms.accessKeyIds)
  const rows = new Set<number>()
  if (wantedCallers.size > 0) addRows(rows, segment.column('caller'), wantedCallers)
  if (ips.size > 0) addRows(rows, segment.column('ip'), ips)
  if (keys.size > 0) addRows(rows, segment.column('issued'), keys)
  return [...rows].sort((a, b) => a - b)
}

function addRows(rows: Set<number>, column: Uint32Array, wanted: ReadonlySet<number>): void {
  const isWanted = new Uint8Array(1 + Math.max(...wanted))
  for (const number of wanted) isWanted[number] = 1
  for (let row = 0; row < column.length; row += 1) if (isWanted[column[row] ?? 0] === 1) rows.add(row)
}

/** As `callerMatcher` has it, asked of each text once and not of each caller. */
function callersIn(callers: readonly number[], texts: readonly string[], terms: SearchTerms): ReadonlySet<number> {
  const found = new Set<number>()
  const { arns, accessKeyIds, principalIds } = terms
  if (arns.length === 0 && accessKeyIds.length === 0 && principalIds.length === 0) return found
  const matches = [arnTest(arns), textTest(arns), idTest(principalIds), textTest(accessKeyIds)]
  const numbers = matches.map(
    (isWanted) => new Set(texts.flatMap((text, place) => (isWanted(text) ? [place + 1] : []))),
  )
  for (let at = 0; at < callers.length; at += 1) if (numbers[at % 4]?.has(callers[at] ?? 0)) found.add(at >> 2)
  return found
}

function textTest(wanted: readonly string[]) {
  const all = new Set(wanted)
  return (text: string) => all.has(text)
}

function arnTest(arns: readonly string[]) {
  const all = new Set(arns)
  const sessions = arns.flatMap((arn) => sessionPrefix(arn) ?? [])
  return (text: string) => all.has(text) || sessions.some((prefix) => text.startsWith(prefix))
}

function idTest(ids: readonly string[]) {
  const all = new Set(ids)
  return (text: string) => all.has(text) || (text.includes(':') && all.has(text.slice(0, text.indexOf(':'))))
}
