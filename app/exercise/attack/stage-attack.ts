import type { Exercise } from '../../../exercises/exercise-file.js'
import { fillJson, type Placeholder } from '../../../exercises/placeholders.js'
import type { AttackerGains } from '../../../exercises/run-record.js'
import type { AttackStep } from '../../../exercises/schema/attack.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { ExerciseCall } from '../../../exercises/schema/world.js'
import type { AttackNews } from '../../../exercises/stage.js'
import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { Identities } from '../identities.js'
import { asActorCall } from '../make-history.js'
import { SeededRandom } from '../virtual/seeded-random.js'
import type { WorldAccounts } from '../world-accounts.js'
import { type AttackTime, ScriptedAttacker } from './attacker.js'
import { filledStep } from './filled-step.js'
import { FirstBlock } from './first-block.js'
import { gainsOf } from './gains.js'
import { callsByHolder } from './key-holder.js'
import { Ledger } from './ledger.js'

export interface StageAttackParts {
  readonly exercise: Exercise
  readonly accounts: WorldAccounts
  readonly identities: Identities
  /** Of the exercise: milliseconds since T+0. */
  readonly time: AttackTime
  readonly toExerciseMs: (iso: string) => number
}

type MeaningOf = (placeholder: Placeholder) => string | null

/**
 * What is done against the accounts of an exercise, on whichever stage, and what AWS says came of it. It has to be told of every
 * call of the accounts (`hear`); what the attacker's credentials did before T+0 it looks up.
 */
export class StageAttack {
  readonly #parts: StageAttackParts
  readonly #ledger: Ledger
  readonly #firstBlock: FirstBlock
  /** null: nobody attacks. */
  readonly #attacker: ScriptedAttacker | null

  constructor(parts: StageAttackParts) {
    const { exercise, toExerciseMs } = parts
    this.#parts = parts
    this.#ledger = new Ledger(toExerciseMs)
    this.#firstBlock = new FirstBlock(exercise.world.enforcementDelay.ms)
    this.#attacker = attackerOf(parts, this.#ledger)
  }

  hear(call: LoggedCall): void {
    this.#ledger.hear(call)
    this.#firstBlock.hear(call, this.#parts.toExerciseMs(call.at))
  }

  /** How many news there were. */
  get told(): number {
    return this.#attacker?.told ?? 0
  }

  /** Throws where nobody attacks, or the account has nobody whom the attacker could be. */
  begin(step: AttackStep, meaningOf: MeaningOf): void {
    if (this.#attacker === null) throw new Error(`Nobody is there to carry out ${step.id}.`)
    this.#attacker.begin(filledStep(step, meaningOf))
  }

  takeNews(): readonly AttackNews[] {
    return this.#attacker?.takeNews() ?? []
  }

  /** The keys that a step acts with, the first first; empty where it was not begun. */
  keysOf(step: string): readonly string[] {
    return this.#attacker?.keysOf(step) ?? []
  }

  /** Calls of an inject, by whom it names or else by whose credentials the attacker holds. */
  addCalls({ calls = [], by }: InjectOf<'evidence'>, meaningOf: MeaningOf): void {
    const { identities, exercise } = this.#parts
    const who = by ?? exercise.attack?.holds
    if (who === undefined) throw new Error('Nobody is named who made these calls.')
    const caller = identities.caller(who)
    for (const call of calls) caller.call(asActorCall(filledCall(call, meaningOf)))
  }

  gains(): AttackerGains {
    const { exercise, accounts, identities, time } = this.#parts
    const held = exercise.attack === undefined ? [] : [identities.of(exercise.attack.holds).accessKeyId]
    return gainsOf({
      account: accounts.first.account,
      calls: this.#ledger.calls,
      keys: [...held, ...(this.#attacker?.keys() ?? [])],
      doors: this.#attacker?.doors() ?? [],
      blocked: this.#firstBlock.spans(time.nowMs()),
    })
  }
}

function filledCall({ parameters, ...call }: ExerciseCall, meaningOf: MeaningOf): ExerciseCall {
  if (parameters === undefined) return call
  const filled = Object.entries(parameters).map(([key, value]) => [key, fillJson(value, meaningOf)])
  return { ...call, parameters: Object.fromEntries(filled) }
}

function attackerOf(
  { exercise, accounts, identities, time }: StageAttackParts,
  ledger: Ledger,
): ScriptedAttacker | null {
  const { attack, seed, world } = exercise
  if (attack === undefined) return null
  const { account } = accounts.first
  const { holds } = attack
  ledger.addPast(callsByHolder(account, identities.of(holds).accessKeyId))
  const random = new SeededRandom(seed).fork('attack')
  // As the file has it: on the service stage the account's own delay is on another clock.
  const enforcementDelayMs = world.enforcementDelay.ms
  return new ScriptedAttacker({ account, identities, holds, random, enforcementDelayMs }, time, ledger)
}
