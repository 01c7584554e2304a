import { SeededRandom } from '../../app/exercise/virtual/seeded-random.js'
import { accountId, startVirtualWorld } from '../../app/exercise/virtual/start-virtual-world.js'
import type { VirtualAccount } from '../../app/exercise/virtual/virtual-account.js'
import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import { findAttacker } from '../../simulated-aws/attackers/attackers.js'
import type { Principal } from '../../src/domain/principal.js'
import { pursue } from './pursuit.js'
import { accountSeed, heldPrincipal, nameOf, type Scenario } from './scenarios.js'
import { Truth, uniqueIdOf } from './truth.js'
import { Witness } from './witness.js'

/** IAM enforces about so long after it answers. */
const ENFORCEMENT_DELAY_MS = 4_000
const MINUTE_MS = 60_000
/** LookupEvents shows a call after this long, in one run or another. */
const LAG_MS = { least: 1_000, most: 15 * MINUTE_MS }
/** So long the attacker has had the principal, and kept still, before the finding. */
const HELD_MS = { least: 0, most: 20 * MINUTE_MS }
const ALARM_MS = { least: 1_000, most: 5_000 }

/** An attacker at work on a principal that a finding is about to accuse. */
export interface Encounter {
  readonly world: VirtualWorld
  readonly truth: Truth
  readonly witness: Witness
  readonly cloudTrailLagMs: number
  /** Ids of the access keys that the attacker holds at the moment. */
  readonly credentials: () => readonly string[]
  readonly accused: Principal
  close(): Promise<void>
}

/** The encounter of one seed; the same one again for the same seed, whoever is to deal with it. */
export async function encounter(scenario: Scenario, seed: number): Promise<Encounter> {
  const random = new SeededRandom(`${nameOf(scenario)}/${seed}`)
  const cloudTrailLagMs = random.fork('lag').between(LAG_MS.least, LAG_MS.most)
  const { world, close } = await startVirtualWorld({
    random,
    seed: accountSeed(random.fork('seed')),
    enforcementDelayMs: ENFORCEMENT_DELAY_MS,
    cloudTrailLagMs,
  })
  const attack = findAttacker(scenario.attacker)?.create({
    account: world.account.account,
    ...heldPrincipal(scenario),
  })
  if (attack === undefined) throw new Error(`There is no attacker ${scenario.attacker}.`)
  const truth = new Truth(world.account, scenario.on)
  const witness = new Witness(world, attack, truth, scenario.accused)
  await world.run(random.fork('held').between(HELD_MS.least, HELD_MS.most))
  pursue(world, attack, random.fork('pursuit'))
  await world.run(random.fork('alarm').between(ALARM_MS.least, ALARM_MS.most))
  const accused = accusedOf(scenario, world.account, attack.credentials())
  return { world, truth, witness, cloudTrailLagMs, credentials: () => attack.credentials(), accused, close }
}

/** As a finding names it: by its key and unique id; a group has no key. */
function accusedOf({ accused }: Scenario, account: VirtualAccount, [accessKeyId]: readonly string[]): Principal {
  const named = { ...accused, partition: 'aws', accountId } as const
  if (accused.type === 'group' || accessKeyId === undefined) return named
  return { ...named, uniqueId: uniqueIdOf(account, accused), accessKeyId }
}
