import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { HandedOut } from '../../../src/evidence/facts/mint-of.js'
import type { Count, Marks } from '../../../src/evidence/facts/tallies.js'
import type { TextPool } from '../../../src/evidence/facts/text-pool.js'
import type { EventMark } from '../../../src/evidence/facts/trail-facts.js'
import { type CallRows, mintColumns, outcomes, rowColumns } from './call-rows.js'

const kinds: ReadonlyMap<string, HandedOut['kind']> = new Map(
  (
    [
      'assumeRole',
      'saml',
      'webIdentity',
      'sessionToken',
      'federationToken',
      'rolesAnywhere',
      'root',
      'other',
      'accessKey',
    ] as const
  ).map((kind) => [kind, kind]),
)

const rowsPerStep = 32

/**
 * Counts the calls of these rows, some at a step. One string for equal texts of all rows, `pool`'s, is what maps find without
 * reading it. One object stands for each row in turn: what is made for a row alone is made for what is kept of it.
 */
export function* gatherRows(rows: CallRows, gatherer: FactsGatherer, pool: TextPool): Generator<void> {
  const { callers, numbers, times, mints } = rows
  const texts = rows.texts.map((text) => (text === null ? undefined : pool.same(text)))
  const call = new RowCall(new RowMarks(rows))
  let mint = 0
  for (let row = 0; row < rows.rows; row += 1) {
    if (row % rowsPerStep === 0) yield
    const at = row * rowColumns
    call.row = row
    call.atMs = times[row] ?? 0
    call.outcome = outcomes[rows.outcomes[row] ?? 0] ?? 'ok'
    call.actor = callers[numbers[at] ?? 0] ?? {}
    call.eventSource = texts[numbers[at + 1] ?? 0] ?? ''
    call.eventName = texts[numbers[at + 2] ?? 0] ?? ''
    call.accountId = texts[numbers[at + 3] ?? 0]
    call.region = texts[numbers[at + 4] ?? 0]
    call.sourceIp = texts[numbers[at + 5] ?? 0]
    call.userAgent = texts[numbers[at + 6] ?? 0]
    call.errorCode = texts[numbers[at + 7] ?? 0]
    const isMint = mints[mint] === row
    gatherer.count(call, call, isMint ? handedOutAt(texts, mints, mint) : null)
    if (isMint) mint += mintColumns
  }
  gatherer.settle()
}

class RowCall implements CountedCall, Count {
  row = 0
  atMs = 0
  outcome: Count['outcome'] = 'ok'
  actor: CountedCall['actor'] = {}
  eventSource = ''
  eventName = ''
  accountId: string | undefined
  region: string | undefined
  sourceIp: string | undefined
  userAgent: string | undefined
  errorCode: string | undefined
  readonly marks: Marks

  constructor(marks: Marks) {
    this.marks = marks
  }

  get eventId(): string {
    return this.marks.at(this.row).eventId
  }
}

/** One mark for all that keep the same row, if they ask for it before the next one's. */
class RowMarks implements Marks {
  readonly #rows: CallRows
  readonly #ids: Buffer
  /** Where the id of each row begins. */
  readonly #from: Uint32Array
  #row = -1
  #mark: EventMark = { eventId: '', atMs: 0 }

  constructor(rows: CallRows) {
    this.#rows = rows
    this.#ids = Buffer.from(rows.ids.buffer, rows.ids.byteOffset, rows.ids.length)
    this.#from = new Uint32Array(rows.rows)
    let from = 0
    for (let row = 0; row < rows.rows; row += 1) {
      this.#from[row] = from
      from += rows.idLengths[row] ?? 0
    }
  }

  at(row: number): EventMark {
    if (row === this.#row) return this.#mark
    const { idLengths, longIds, times } = this.#rows
    const [from, length] = [this.#from[row] ?? 0, idLengths[row] ?? 0]
    const eventId = length === 0 ? (longIds.get(row) ?? '') : this.#ids.toString('latin1', from, from + length)
    this.#row = row
    this.#mark = { eventId, atMs: times[row] ?? 0 }
    return this.#mark
  }
}

function handedOutAt(texts: readonly (string | undefined)[], mints: CallRows['mints'], at: number): HandedOut {
  const textAt = (column: number) => texts[mints[at + column] ?? 0] ?? null
  return {
    kind: kinds.get(textAt(1) ?? '') ?? 'other',
    accessKeyId: textAt(2) ?? '',
    assumedRoleId: textAt(3),
    ofArn: textAt(4) ?? '',
    sessionName: textAt(5) ?? '',
    expiresAt: textAt(6),
    provider: textAt(7),
    sourceIdentity: textAt(8),
    sharedEventId: textAt(9),
  }
}
