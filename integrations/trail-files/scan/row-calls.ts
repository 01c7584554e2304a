import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import { type CallRows, columnIn, rowColumn } from './call-rows.js'
import type { RowDictionary } from './row-dictionary.js'

export type RowCall = Omit<CountedCall, 'eventId'>

/** What rows say of their calls. One object stands for each row in turn. */
export class RowCalls {
  readonly #call = new Call()
  readonly #columns: { readonly [name in keyof typeof rowColumn]: Uint32Array }
  readonly #texts: RowDictionary['texts']
  readonly #callers: RowDictionary['callers']

  constructor(rows: CallRows, { texts, callers }: RowDictionary) {
    this.#texts = texts
    this.#callers = callers
    this.#columns = {
      caller: columnIn(rows, rowColumn.caller),
      eventSource: columnIn(rows, rowColumn.eventSource),
      eventName: columnIn(rows, rowColumn.eventName),
      accountId: columnIn(rows, rowColumn.accountId),
      region: columnIn(rows, rowColumn.region),
      sourceIp: columnIn(rows, rowColumn.sourceIp),
      userAgent: columnIn(rows, rowColumn.userAgent),
      errorCode: columnIn(rows, rowColumn.errorCode),
    }
  }

  /** The same object for the next row. */
  at(row: number): RowCall {
    const call = this.#call
    const columns = this.#columns
    const texts = this.#texts
    call.actor = this.#callers[columns.caller[row] ?? 0] ?? {}
    call.eventSource = texts[columns.eventSource[row] ?? 0] ?? ''
    call.eventName = texts[columns.eventName[row] ?? 0] ?? ''
    call.accountId = texts[columns.accountId[row] ?? 0]
    call.region = texts[columns.region[row] ?? 0]
    call.sourceIp = texts[columns.sourceIp[row] ?? 0]
    call.userAgent = texts[columns.userAgent[row] ?? 0]
    call.errorCode = texts[columns.errorCode[row] ?? 0]
    return call
  }
}

class Call implements RowCall {
  actor: CountedCall['actor'] = {}
  eventSource = ''
  eventName = ''
  accountId: string | undefined
  region: string | undefined
  sourceIp: string | undefined
  userAgent: string | undefined
  errorCode: string | undefined
}
