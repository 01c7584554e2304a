import type { JsonObject } from '../json.js'

/** One call that reached the account, whether it was authenticated, allowed, failed or cut off. */
export type LoggedCall = {
  readonly at: string
  readonly requestId: string
  /** `service:Operation`, such as iam:PutRolePolicy. */
  readonly operation: string
  /** ARN of the caller; null when it could not be authenticated. */
  readonly caller: string | null
  readonly accessKeyId: string | null
  readonly via: 'http' | 'actor'
  readonly parameters: JsonObject
  readonly error: string | null
  /** The injected fault that the caller saw instead of the true answer. */
  readonly fault: string | null
  /** True: the fault came before the call, which had no effect. Left out of every other call. */
  readonly prevented?: true
}

/** The newest calls, so that tests can assert what was asked of AWS. */
export class CallLog {
  readonly #limit: number
  #calls: LoggedCall[] = []

  constructor(limit = 20_000) {
    this.#limit = limit
  }

  add(call: LoggedCall): void {
    this.#calls.push(call)
    if (this.#calls.length > this.#limit * 2) this.#calls = this.#calls.slice(-this.#limit)
  }

  list(): LoggedCall[] {
    return this.#calls.slice(-this.#limit)
  }
}
