import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import type { HandedOut } from '../../../src/evidence/facts/mint-of.js'
import type { CallOutcome } from '../../../src/evidence/facts/outcome-of.js'
import { isSameCaller } from '../../../src/evidence/facts/same-caller.js'
import { parseAwsTime } from '../../../src/evidence/record/aws-time.js'
import { field } from './call-fields.js'
import { mostTexts, told } from './call-kernel.js'
import { type IdColumn, IdWriter } from './id-column.js'
import type { ReadCall } from './read-call.js'

/** What a row has the numbers of: that of a caller, and those of texts, 0 for none. See `RowDictionary`. */
export const rowColumn = {
  caller: 0,
  eventSource: 1,
  eventName: 2,
  accountId: 3,
  region: 4,
  sourceIp: 5,
  userAgent: 6,
  errorCode: 7,
} as const
const rowColumns = 8
/** A row's number, then the numbers of the texts that a credential is told by beside its key id. */
export const mintColumns = 9
export const outcomes: readonly CallOutcome[] = ['ok', 'failed', 'denied']

/** So many texts, or callers, are said once; then a thread begins anew. So it does after as many characters: a text of a log may be any length. */
const mostSaid = 16_384
const mostCharactersSaid = 4_000_000

/**
 * Calls on their way from the thread that read them to the one that counts: as bytes, which pass between threads without being
 * copied object by object, and are no work for whoever collects garbage.
 */
export interface CallRows {
  readonly rows: number
  /** Numbers that were given before stand for nothing more. */
  readonly beginsAnew: boolean
  /** In the order of their numbers, behind those of the rows before. */
  readonly newTexts: readonly string[]
  readonly newCallers: readonly CountedCall['actor'][]
  /** Milliseconds since the epoch. */
  readonly times: Float64Array<ArrayBuffer>
  readonly outcomes: Uint8Array<ArrayBuffer>
  /** One column behind the other: see `rowColumn`. */
  readonly numbers: Uint32Array<ArrayBuffer>
  /** Event ids. */
  readonly ids: IdColumn
  readonly mints: Uint32Array<ArrayBuffer>
  /** The key id of each mint. */
  readonly keyIds: IdColumn
}

/** The numbers that the rows have in one column. */
export function columnIn({ numbers, rows }: CallRows, column: number): Uint32Array {
  return numbers.subarray(column * rows, (column + 1) * rows)
}

/** Writes rows until they are taken. */
export class RowWriter {
  #rows = 0
  #beginsAnew = true
  #newTexts: string[] = []
  readonly #textNumbers = new Map<string, number>()
  #charactersSaid = 0
  #newCallers: CountedCall['actor'][] = []
  /** How many were said. */
  #callers = 0
  /** Whoever was said last under a name: every record that is read whole brings an object of its own. */
  readonly #callersByName = new Map<string, { readonly actor: CountedCall['actor']; readonly number: number }>()
  #mints: number[] = []
  /** By the number that the kernel has for a text: the row's, 0 where it is not known yet. */
  readonly #byRead = new Uint32Array(mostTexts)
  /** The same of times in words, and of identities, one more each: `{}` may be an identity, and the name of a program. */
  readonly #timeByRead = new Uint32Array(mostTexts)
  readonly #callerByRead = new Uint32Array(mostTexts)
  #generation = -1
  readonly #times: Float64Array<ArrayBuffer>
  readonly #outcomes: Uint8Array<ArrayBuffer>
  readonly #numbers: Uint32Array<ArrayBuffer>
  readonly #ids: IdWriter
  readonly #keyIds: IdWriter
  readonly #room: number

  constructor(room: number) {
    this.#room = room
    this.#times = new Float64Array(room)
    this.#outcomes = new Uint8Array(room)
    this.#numbers = new Uint32Array(room * rowColumns)
    this.#ids = new IdWriter(room)
    this.#keyIds = new IdWriter(room)
  }

  get isEmpty(): boolean {
    return this.#rows === 0
  }

  /** Nothing is to be added before it is taken. */
  get isFull(): boolean {
    return this.#rows === this.#room
  }

  add(call: CountedCall, atMs: number, outcome: CallOutcome, handedOut: HandedOut | null): void {
    const row = this.#rows
    const numbers = this.#numbers
    const room = this.#room
    this.#times[row] = atMs
    this.#outcomes[row] = outcome === 'ok' ? 0 : outcome === 'failed' ? 1 : 2
    numbers[row + room * rowColumn.caller] = this.#callerOf(call.actor)
    numbers[row + room * rowColumn.eventSource] = this.#textOf(call.eventSource)
    numbers[row + room * rowColumn.eventName] = this.#textOf(call.eventName)
    numbers[row + room * rowColumn.accountId] = this.#textOf(call.accountId)
    numbers[row + room * rowColumn.region] = this.#textOf(call.region)
    numbers[row + room * rowColumn.sourceIp] = this.#textOf(call.sourceIp)
    numbers[row + room * rowColumn.userAgent] = this.#textOf(call.userAgent)
    numbers[row + room * rowColumn.errorCode] = this.#textOf(call.errorCode)
    this.#ids.write(call.eventId)
    if (handedOut !== null) this.#addMint(row, handedOut)
    this.#rows = row + 1
  }

  /** The same by the numbers of its texts: no text is made or looked for that was met before. */
  addRead(call: ReadCall, outcome: CallOutcome): void {
    if (this.#generation !== call.kernel.generation) {
      this.#generation = call.kernel.generation
      this.#byRead.fill(0)
      this.#timeByRead.fill(0)
      this.#callerByRead.fill(0)
    }
    const row = this.#rows
    const numbers = this.#numbers
    const room = this.#room
    this.#times[row] = call.atMs
    this.#outcomes[row] = outcome === 'ok' ? 0 : outcome === 'failed' ? 1 : 2
    numbers[row + room * rowColumn.caller] = this.#callerRead(call)
    numbers[row + room * rowColumn.eventSource] = this.#textRead(call, field.eventSource)
    numbers[row + room * rowColumn.eventName] = this.#textRead(call, field.eventName)
    const account = this.#textRead(call, field.recipientAccountId)
    numbers[row + room * rowColumn.accountId] = account === 0 ? this.#textOf(call.accountId) : account
    numbers[row + room * rowColumn.region] = this.#textRead(call, field.awsRegion)
    numbers[row + room * rowColumn.sourceIp] = this.#textRead(call, field.sourceIPAddress)
    numbers[row + room * rowColumn.userAgent] = this.#textRead(call, field.userAgent)
    numbers[row + room * rowColumn.errorCode] = this.#textRead(call, field.errorCode)
    this.#ids.copy(call.kernel.bytes, call.numberOf(field.eventID), call.numberOf(told.idLength))
    if (call.handsOut) this.#addMintRead(row, call)
    this.#rows = row + 1
  }

  /** What was added since the last time. */
  take(): CallRows {
    const rows = this.#rows
    const taken: CallRows = {
      rows,
      beginsAnew: this.#beginsAnew,
      newTexts: this.#newTexts,
      newCallers: this.#newCallers,
      times: this.#times.slice(0, rows),
      outcomes: this.#outcomes.slice(0, rows),
      numbers: this.#columnsOf(rows),
      ids: this.#ids.take(),
      mints: Uint32Array.from(this.#mints),
      keyIds: this.#keyIds.take(),
    }
    this.#rows = 0
    this.#beginsAnew = false
    this.#newTexts = []
    this.#newCallers = []
    this.#mints = []
    const isMuch = this.#charactersSaid > mostCharactersSaid
    if (isMuch || Math.max(this.#textNumbers.size, this.#callers) > mostSaid) this.#beginAnew()
    return taken
  }

  #beginAnew(): void {
    this.#beginsAnew = true
    this.#textNumbers.clear()
    this.#charactersSaid = 0
    this.#callersByName.clear()
    this.#callers = 0
    this.#generation = -1
  }

  #columnsOf(rows: number): Uint32Array<ArrayBuffer> {
    const columns = new Uint32Array(rows * rowColumns)
    for (let column = 0; column < rowColumns; column += 1) {
      const from = column * this.#room
      columns.set(this.#numbers.subarray(from, from + rows), column * rows)
    }
    return columns
  }

  #addMint(row: number, handedOut: HandedOut): void {
    this.#keyIds.write(handedOut.accessKeyId)
    this.#mints.push(
      row,
      this.#textOf(handedOut.kind),
      this.#textOf(handedOut.assumedRoleId),
      this.#textOf(handedOut.ofArn),
      this.#textOf(handedOut.sessionName),
      this.#textOf(handedOut.expiresAt),
      this.#textOf(handedOut.provider),
      this.#textOf(handedOut.sourceIdentity),
      this.#textOf(handedOut.sharedEventId),
    )
  }

  #addMintRead(row: number, call: ReadCall): void {
    this.#keyIds.copy(call.kernel.bytes, call.numberOf(told.keyFrom), call.numberOf(told.keyLength))
    this.#mints.push(
      row,
      this.#textOf('assumeRole'),
      this.#textRead(call, told.roleId),
      this.#textRead(call, told.ofRole),
      this.#textRead(call, told.sessionName),
      this.#timeRead(call, told.expiration),
      this.#textOf(call.actor.identityProvider),
      this.#textOf(call.actor.sourceIdentity),
      this.#textRead(call, field.sharedEventID),
    )
  }

  #callerRead(call: ReadCall): number {
    const number = call.numberOf(field.userIdentity)
    const known = this.#callerByRead[number] ?? 0
    if (known !== 0) return known - 1
    const caller = this.#callerOf(call.actor)
    this.#callerByRead[number] = caller + 1
    return caller
  }

  #textRead(call: ReadCall, which: number): number {
    const number = call.numberOf(which)
    const known = this.#byRead[number] ?? 0
    if (known !== 0 || number === 0) return known
    const text = this.#textOf(call.text(number))
    this.#byRead[number] = text
    return text
  }

  /** The number of the time as events have it. */
  #timeRead(call: ReadCall, which: number): number {
    const number = call.numberOf(which)
    if (number === 0) return 0
    const known = this.#timeByRead[number] ?? 0
    if (known !== 0) return known - 1
    const time = this.#textOf(parseAwsTime(call.text(number) ?? ''))
    this.#timeByRead[number] = time + 1
    return time
  }

  #callerOf(actor: CountedCall['actor']): number {
    const name = actor.accessKeyId ?? actor.principalId ?? ''
    const known = this.#callersByName.get(name)
    if (known !== undefined && isSameCaller(known.actor, actor)) return known.number
    const number = this.#callers
    this.#callers += 1
    this.#newCallers.push(actor)
    this.#callersByName.set(name, { actor, number })
    return number
  }

  #textOf(text: string | null | undefined): number {
    if (text === undefined || text === null) return 0
    const known = this.#textNumbers.get(text)
    if (known !== undefined) return known
    const number = this.#textNumbers.size + 1
    this.#newTexts.push(text)
    this.#charactersSaid += text.length
    this.#textNumbers.set(text, number)
    return number
  }
}

/** The memory of the rows, which the thread that wrote them need not keep. */
export function memoryOf({ times, outcomes: became, numbers, ids, mints, keyIds }: CallRows): readonly ArrayBuffer[] {
  return [times, became, numbers, ids.bytes, ids.lengths, mints, keyIds.bytes, keyIds.lengths].map(
    ({ buffer }) => buffer,
  )
}
