import { lookUpCaller } from '../../../simulated-aws/account/callers.js'
import { NoSuchHolderError } from '../../../simulated-aws/scripted/holder.js'
import type { Door } from '../../../simulated-aws/scripted/script.js'
import type { AttackPlace, Pace, Parameters, RunningTechnique, Technique } from '../techniques/technique.js'
import { accountOfKey } from './key-holder.js'

/** The key that a step is to begin with; as words, why it has none. */
export type StartKey =
  | { readonly ok: true; readonly accessKeyId: string }
  | { readonly ok: false; readonly why: string }

interface Step {
  readonly technique: Technique
  readonly parameters: Parameters
  readonly pace: Pace
  readonly place: Omit<AttackPlace, 'accessKeyId'>
  readonly startKey: () => StartKey
}

/**
 * One step of the attack: its technique begins as soon as there is a key that AWS takes, and begins again when all its
 * credentials are over, as an intruder who still sits where they came from has new ones.
 */
export class StepAtWork {
  readonly pace: Pace
  readonly #step: Step
  readonly #keys = new Set<string>()
  #startKey: string | null = null
  #running: RunningTechnique | null = null
  #idle: string | null = null

  constructor(step: Step) {
    this.#step = step
    this.pace = step.pace
  }

  /** Why it could not act at all in the last round; null: it could. */
  get idle(): string | null {
    return this.#idle
  }

  act(): void {
    if (this.#running === null || this.#isSpent(this.#running)) this.#begin()
    this.#running?.act()
    for (const key of this.#running?.credentials() ?? []) this.#keys.add(key)
  }

  /** All that it ever acted with, the first first. */
  keys(): readonly string[] {
    return [...this.#keys]
  }

  /** What it came by beyond the key that it began with. */
  gained(): readonly string[] {
    return this.keys().filter((key) => key !== this.#startKey)
  }

  doors(): readonly Door[] {
    return this.#running?.doors() ?? []
  }

  #begin(): void {
    const { technique, parameters, place, startKey } = this.#step
    const found = startKey()
    if (!found.ok) {
      this.#idle = found.why
      return
    }
    const { accessKeyId } = found
    const account = accountOfKey(place.account, accessKeyId)
    try {
      this.#running = technique.begin({ ...place, account, accessKeyId }, parameters)
      this.#startKey = accessKeyId
      this.#idle = null
    } catch (error) {
      if (!(error instanceof NoSuchHolderError)) throw error
      this.#idle = error.message
    }
  }

  /** A key that is turned off is none that is over: nobody hands out another. */
  #isSpent(running: RunningTechnique): boolean {
    return running.credentials().every((key) => {
      const found = lookUpCaller(accountOfKey(this.#step.place.account, key), key)
      return !found.ok && found.reason === 'expired'
    })
  }
}
