import { SeededRandom } from '../../app/exercise/virtual/seeded-random.js'
import { accountId, startVirtualWorld } from '../../app/exercise/virtual/start-virtual-world.js'
import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import { liveTiming } from '../../playbooks/stages/timing.js'
import { defaultModes } from '../../src/containment/contain-modes.js'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Timing } from '../../src/domain/incident-context.js'
import type { Principal } from '../../src/domain/principal.js'
import { storeAuditSource } from '../../src/incidents/store-audit-source.js'
import { verifyAudit } from '../../src/incidents/verify-audit.js'
import { aFinding } from '../support/fixtures/findings.js'
import { accountSeed, entities } from './account-seed.js'
import type { Command, History } from './commands.js'
import { Customer } from './customer.js'
import { CustomerModel } from './customer-model.js'
import { judge } from './judge.js'
import { Overseer } from './overseer.js'
import { recordedBlocks } from './recorded-blocks.js'
import { Responders } from './responders.js'

/** Fewer looks and shorter watches than live: what they look for is there or not, and a history has many soaks. */
const timing: Timing = {
  ...liveTiming,
  soakLooks: [
    { atMs: 1_000, depth: 'account' },
    { atMs: 3_000, depth: 'policy' },
    { atMs: 8_000, depth: 'full' },
  ],
  watchIntervalMs: 120_000,
  revokeSoakMs: 10_000,
  lateWriteWatchMs: 60_000,
}
/** Longer than a lease, a watch and the look after a restore together. */
const QUIET_MS = 7 * 60_000

/** Plays a history to its quiet end, and answers with everything that is wrong then. */
export async function playHistory({ circumstances, commands }: History): Promise<string[]> {
  const { seed, policyName, roleModes, userModes, isCrowded } = circumstances
  const { world, close } = await startVirtualWorld({
    random: new SeededRandom(seed),
    seed: accountSeed(isCrowded),
    enforcementDelayMs: 4_000,
    cloudTrailLagMs: 30_000,
    timing,
    rules: { policyName, modes: { ...defaultModes, role: roleModes, user: userModes } },
  })
  try {
    const model = new CustomerModel(world.account, entities)
    const overseer = new Overseer(world, model)
    const cast = { world, customer: new Customer(world, model), responders: new Responders(world) }
    for (const command of commands) {
      await carryOut(cast, command)
      await world.run(command.thenMs)
    }
    world.account.clearFaults()
    await world.run(QUIET_MS)
    return [...overseer.objections, ...(await judgeEnd(world, model))]
  } finally {
    await close()
  }
}

async function judgeEnd(world: VirtualWorld, model: CustomerModel): Promise<string[]> {
  const { store } = world.parts
  const blocks = await recordedBlocks(store, world.incidents)
  const { firstBroken } = await verifyAudit(storeAuditSource(store))
  const audit = firstBroken === null ? [] : [`the record of ${firstBroken.incidentId} is broken: ${firstBroken.reason}`]
  return [...judge(world.account, model, blocks), ...audit]
}

interface Cast {
  readonly world: VirtualWorld
  readonly customer: Customer
  readonly responders: Responders
}

async function carryOut({ world, customer, responders }: Cast, command: Command): Promise<void> {
  switch (command.type) {
    case 'finding':
      world.report(findingOf(world, command))
      break
    case 'answer':
      responders.answer(command)
      break
    case 'ask':
      responders.ask(command)
      break
    case 'bringOn':
      await responders.bringOn(command)
      break
    case 'customer':
      world.time.at(world.time.nowMs + command.inMs, 'customer', () => customer.act(command.action))
      break
    case 'kill':
      world.killWorkerAt(command)
      break
    case 'loseAnswer': {
      const { operation, when } = command
      world.account.injectFault({ operation, when, error: { code: 'ServiceFailure', status: 500 } })
      break
    }
    case 'pass':
      break
    default:
      assertNever(command, 'command')
  }
}

/** Each finding is one of its own; a stale one shows nothing newer than the beginning. */
function findingOf({ time, parts }: VirtualWorld, command: Command & { type: 'finding' }): Finding {
  const updatedAt = time.now().toISOString()
  const lastSeenAt = command.isStale ? time.startsAt.toISOString() : updatedAt
  const sourceId = `finding-${parts.store.incidents().length}-${time.nowMs}`
  const principal = principalOf(command)
  return aFinding({ sourceId, principal, firstSeenAt: time.startsAt.toISOString(), lastSeenAt, updatedAt })
}

function principalOf({ on, session }: Command & { type: 'finding' }): Principal {
  const account = { partition: 'aws', accountId } as const
  const entity = entities[on]
  if (entity === undefined) {
    const name = on === entities.length ? 'break-glass-admin' : 'no-such-role'
    return { type: 'role', name, ...account }
  }
  const named: Principal = { ...entity, ...account }
  if (!session) return named
  if (entity.type === 'role') return { ...named, sessionName: 'i-0abc' }
  if (entity.type === 'group') return named
  return { type: 'federatedUser', name: 'support', ...account, issuer: { type: 'user', name: entity.name } }
}
