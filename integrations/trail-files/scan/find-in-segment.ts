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
  const { arns, accessKeyIds, principalIds } = terms
  // In the order in which a caller's texts stand: see `IndexWriter`.
  const numbers = [
    numbersWhere(texts, arns, arnTest(arns)),
    numbersWhere(texts, arns, textTest(arns)),
    numbersWhere(texts, principalIds, idTest(principalIds)),
    numbersWhere(texts, accessKeyIds, textTest(accessKeyIds)),
  ]
  const found = new Set<number>()
  if (numbers.every(({ size }) => size === 0)) return found
  for (let at = 0; at < callers.length; at += 1) if (numbers[at % 4]?.has(callers[at] ?? 0)) found.add(at >> 2)
  return found
}

/** The numbers of the texts that are wanted. Written out: a dictionary has tens of thousands, and the answer is due in a blink. */
function numbersWhere(
  texts: readonly string[],
  wanted: readonly string[],
  isWanted: (text: string) => boolean,
): ReadonlySet<number> {
  const numbers = new Set<number>()
  if (wanted.length === 0) return numbers
  for (let place = 0; place < texts.length; place += 1) if (isWanted(texts[place] ?? '')) numbers.add(place + 1)
  return numbers
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
