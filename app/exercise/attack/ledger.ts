import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'

/** A call of the attacker's, as the account answered it. */
export interface AttackerCall {
  readonly atMs: number
  /** `iam:CreateUser`. */
  readonly operation: string
  readonly parameters: LoggedCall['parameters']
  /** The ARN; '' where AWS did not know who it was. */
  readonly by: string
  readonly accessKeyId: string | null
  /** The code of AWS's error; null: it was carried out. */
  readonly error: string | null
  /** null: before the exercise began. */
  readonly step: string | null
}

/** Calls that no policy can deny. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const UNDENIABLE = ['sts:GetCallerIdentity']

export function canBeDenied({ operation }: AttackerCall): boolean {
  return !UNDENIABLE.includes(operation)
}

/** Every call of the attacker's: whatever is called while a step of the attack acts is its own. */
export class Ledger {
  readonly calls: AttackerCall[] = []
  readonly #toExerciseMs: (iso: string) => number
  #step: string | null = null

  constructor(toExerciseMs: (iso: string) => number) {
    this.#toExerciseMs = toExerciseMs
  }

  /** Calls of the history by what the attacker holds. */
  addPast(calls: readonly LoggedCall[]): void {
    for (const call of calls) this.calls.push(this.#entry(call, null))
  }

  /** Told of every call of the account. */
  readonly hear = (call: LoggedCall): void => {
    if (this.#step !== null && call.via === 'actor') this.calls.push(this.#entry(call, this.#step))
  }

  /** Lets a step act, and answers with what it called. */
  during(step: string, act: () => void): readonly AttackerCall[] {
    const before = this.calls.length
    this.hold(step, act)
    return this.calls.slice(before)
  }

  /** All that is called meanwhile counts as the step's; nothing else can call in between. */
  hold<T>(step: string, act: () => T): T {
    this.#step = step
    try {
      return act()
    } finally {
      this.#step = null
    }
  }

  #entry({ at, operation, parameters, caller, accessKeyId, error }: LoggedCall, step: string | null): AttackerCall {
    return { atMs: this.#toExerciseMs(at), operation, parameters, by: caller ?? '', accessKeyId, error, step }
  }
}
