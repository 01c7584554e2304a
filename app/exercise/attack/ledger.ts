import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import { type Outcome, outcomeOf } from '../../../simulated-aws/scripted/calls.js'

/** A call of the attacker's, as the account answered it. */
export interface AttackerCall {
  readonly atMs: number
  /** `iam:CreateUser`. */
  readonly operation: string
  /** The ARN; '' where AWS did not know who it was. */
  readonly by: string
  readonly accessKeyId: string | null
  readonly outcome: Outcome
  /** null: before the exercise began. */
  readonly step: string | null
  /** As the account wrote it down. */
  readonly logged: LoggedCall
}

/** Calls that no policy can deny. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const UNDENIABLE = ['sts:GetCallerIdentity']
/** Which no key signs. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
const BY_CERTIFICATE = 'rolesanywhere:CreateSession'

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

  /** Told of every call of every account. */
  readonly hear = (call: LoggedCall): void => {
    if (this.#step !== null && call.via === 'actor') this.calls.push(this.#entry(call, this.#step))
  }

  /** Lets a step act, and answers with what it called; nothing else can call in between. */
  during(step: string, act: () => void): readonly AttackerCall[] {
    const before = this.calls.length
    this.#step = step
    try {
      act()
    } finally {
      this.#step = null
    }
    return this.calls.slice(before)
  }

  #entry(logged: LoggedCall, step: string | null): AttackerCall {
    const { at, operation, caller, accessKeyId, error } = logged
    const by = caller ?? (operation === BY_CERTIFICATE ? 'a certificate' : '')
    return { atMs: this.#toExerciseMs(at), operation, by, accessKeyId, outcome: outcomeOf(error), step, logged }
  }
}
