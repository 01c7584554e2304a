import type { Account } from '../account/account.js'
import type { LoggedCall } from '../account/call-log.js'
import { callerArn, lookUpCaller } from '../account/callers.js'
import { callsDuring, type Outcome, outcomeOf } from './calls.js'
import { type Foothold, footholdOf } from './footholds.js'
import { type Possible, possibleWith, type Tried, triedBy } from './possible.js'
import type { Door, Script } from './script.js'

export type ScriptedCall = {
  /** `iam:CreateUser`. */
  readonly operation: string
  /** ARN of the caller; null: AWS did not know who it was, or it was a certificate. */
  readonly by: string | null
  readonly outcome: Outcome
  /** The code of AWS's error; null: it was carried out. */
  readonly error: string | null
}

/**
 * What came of a step. `denied`: nothing of it was allowed, and nothing was before; `stopped`: nothing is allowed any more;
 * `idle`: it made no call that a policy decides.
 */
export type StepResult = 'succeeded' | 'partly' | 'denied' | 'stopped' | 'idle'

export type Gain =
  | { readonly kind: 'credentials'; readonly accessKeyId: string; readonly of: string }
  | { readonly kind: Foothold['kind']; readonly what: string }

export type ScriptedNews = {
  /** By the account's clock, ISO 8601. */
  readonly at: string
  readonly result: StepResult
  readonly calls: readonly ScriptedCall[]
  readonly gained: readonly Gain[]
}

/** What an attacker made or destroyed; `standing`: it is still so. */
export type Made = Foothold

/**
 * A scripted technique at work, one step at a time, at times that the caller chooses. All that it tells is by the account's own
 * answers: a call is denied when authorization said so, and something stands when the account has it.
 */
export class ScriptedRun {
  readonly #account: Account
  readonly #script: Script
  readonly #tried = new Map<string, Tried>()
  readonly #made = new Map<string, LoggedCall>()
  readonly #known = new Set<string>()
  #hasSucceeded = false

  constructor(account: Account, begin: () => Script) {
    this.#account = account
    const begun = callsDuring(account, begin)
    this.#script = begun.result
    this.#hear(begun.calls)
    for (const key of this.#script.credentials().slice(0, 1)) this.#known.add(key)
  }

  /** One round of looking and acting. Never throws for being denied. */
  step(): ScriptedNews {
    const { calls } = callsDuring(this.#account, () => this.#script.act())
    const made = this.#hear(calls)
    return {
      at: this.#account.now().toISOString(),
      result: this.#resultOf(calls),
      calls: calls.map(scriptedCall),
      gained: [...this.#newCredentials(), ...made.map(({ kind, what }) => ({ kind, what }))],
    }
  }

  /** The access key ids that it would act with, whether or not the account still takes them; the first is what it began with. */
  credentials(): readonly string[] {
    return this.#script.credentials()
  }

  /** What it made to come back by and what it destroyed, in the order of the first time. */
  made(): readonly Made[] {
    return [...this.#made.values()].flatMap((call) => footholdOf(this.#account, call) ?? [])
  }

  /** What it could do now of all that it has tried, by each of its credentials, and by which doors it could come in anew. */
  couldStill(): readonly Possible[] {
    const tried = [...this.#tried.values()]
    const calls = this.credentials().flatMap((key) => possibleWith(this.#account, key, tried))
    return [...calls, ...this.doors().map((door) => ({ kind: 'session' as const, ...door }))]
  }

  /** The ways to new credentials that need none of those that it holds, as far as they are open. */
  doors(): readonly Door[] {
    return this.#script.doors?.() ?? []
  }

  /** Answers what was made for the first time. */
  #hear(calls: readonly LoggedCall[]): Foothold[] {
    return calls.flatMap((call) => {
      const tried = triedBy(this.#account, call)
      if (tried !== null) this.#tried.set(`${tried.action} ${tried.resource}`, tried)
      const made = footholdOf(this.#account, call)
      if (made === null || this.#made.has(made.what)) return []
      this.#made.set(made.what, call)
      return [made]
    })
  }

  #newCredentials(): Gain[] {
    const found = this.credentials().filter((key) => !this.#known.has(key))
    for (const key of found) this.#known.add(key)
    return found.map((accessKeyId) => {
      const holder = lookUpCaller(this.#account, accessKeyId)
      return { kind: 'credentials', accessKeyId, of: holder.ok ? callerArn(holder.caller) : '' }
    })
  }

  #resultOf(calls: readonly LoggedCall[]): StepResult {
    const outcomes = calls.filter((call) => triedBy(this.#account, call) !== null).map(({ error }) => outcomeOf(error))
    const carriedOut = outcomes.filter((outcome) => outcome === 'carriedOut').length
    const denied = outcomes.filter((outcome) => outcome === 'denied').length
    if (carriedOut + denied === 0) return 'idle'
    if (carriedOut === 0) return this.#hasSucceeded ? 'stopped' : 'denied'
    this.#hasSucceeded = true
    return denied === 0 ? 'succeeded' : 'partly'
  }
}

function scriptedCall({ operation, caller, error }: LoggedCall): ScriptedCall {
  return { operation, by: caller, outcome: outcomeOf(error), error }
}
