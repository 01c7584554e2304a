import type { Exercise } from '../../../exercises/exercise-file.js'
import { ScriptedAttacker } from '../attack/attacker.js'
import { FirstBlock } from '../attack/first-block.js'
import { callsByHolder } from '../attack/key-holder.js'
import { Ledger } from '../attack/ledger.js'
import { SeededRandom } from '../virtual/seeded-random.js'
import type { ServiceAccounts } from './service-accounts.js'
import type { ServiceTime } from './service-time.js'

export interface ServiceAttack {
  readonly ledger: Ledger
  readonly firstBlock: FirstBlock
  /** null: nobody attacks. */
  readonly attacker: ScriptedAttacker | null
}

/** Who attacks in an exercise, and what is written down of it; all its times are exercise time. */
export function attackOf(exercise: Exercise, simulated: ServiceAccounts, time: ServiceTime): ServiceAttack {
  const toExerciseMs = (iso: string) => time.toExerciseMs(iso)
  const ledger = new Ledger(toExerciseMs)
  const firstBlock = new FirstBlock(exercise.world.enforcementDelay.ms)
  const attacker = attackerOf(exercise, simulated, time, ledger)
  simulated.onCall((call) => {
    ledger.hear(call)
    firstBlock.hear(call, toExerciseMs(call.at))
  })
  return { ledger, firstBlock, attacker }
}

function attackerOf(
  { attack, seed, world }: Exercise,
  { accounts, identities }: ServiceAccounts,
  time: ServiceTime,
  ledger: Ledger,
): ScriptedAttacker | null {
  if (attack === undefined) return null
  const { account } = accounts.first
  const { holds } = attack
  ledger.addPast(callsByHolder(account, identities.of(holds).accessKeyId))
  const random = new SeededRandom(seed).fork('attack')
  const attackTime = { nowMs: () => time.nowMs, at: time.at.bind(time) }
  const enforcementDelayMs = world.enforcementDelay.ms
  return new ScriptedAttacker({ account, identities, holds, random, enforcementDelayMs }, attackTime, ledger)
}
