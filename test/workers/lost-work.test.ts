import { setTimeout as pause } from 'node:timers/promises'
import { connectQueue } from '../../integrations/queue/connect-queue.js'
import { realmId } from '../../src/domain/realm.js'
import type { RunnableEffect } from '../../src/engine/incident-store.js'
import { relayRound } from '../../src/engine/relay.js'
import { processEffect } from '../../workers/process-effect.js'
import { type JobSource, startWorkers } from '../../workers/start-workers.js'
import { startRedis } from '../support/services/redis-process.js'
import { queueBackends } from '../support/services.js'
import { callsOf } from '../support/world/calls.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()
const silent = { warn: () => {}, error: () => {} }
const nobody: JobSource = {
  work: () => ({
    pulse: () => ({ started: true, inHand: 0, concurrency: 1, lookedMsAgo: 0 }),
    stop: async () => undefined,
  }),
}

describe.each(servers)('work that was lost, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('a queue that is wiped again and again loses nothing', async () => {
    const world = await createWorld()
    const queue = await connectQueue({
      redisUrl: server.redisUrl,
      postgresUrl: server.databaseUrl,
      realm: realmId(world.realm),
      log: silent,
    })
    await world.work()
    const wiping = { on: true }
    const wipes = (async () => {
      for (; wiping.on; await pause(40)) await queue.wipe()
    })()
    try {
      const id = await world.block()
      await world.reach(id, 'contained')
      expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    } finally {
      wiping.on = false
      await wipes
      await queue.close()
    }
  })

  it('an order that a dead worker held goes on with another one when its lease is over', async () => {
    const world = await createWorld()
    const id = await world.open()
    const { store } = world.runtime.engine
    const [order] = await store.runnableEffects(1)
    expect(await store.claimEffect(order?.id ?? '', 'wrk_dead', 400)).not.toBeNull()
    await world.work()
    await world.reach(id, 'awaitingApproval')
    const [outcome] = (await world.audit(id)).filter(({ what }) => what === 'EVIDENCE_COLLECTED')
    expect(outcome?.actor).toMatchObject({ name: 'wrk_one', attempt: 2 })
  })

  it('is offered again, as lost, while timers that are due take for ever', async () => {
    const world = await createWorld()
    await world.open()
    const { tools } = world.runtime
    const { store } = tools.engine
    const [order] = await store.runnableEffects(1)
    await store.claimEffect(order?.id ?? '', 'wrk_dead', 1)
    const offered: RunnableEffect[] = []
    const queue = { offer: async (effects: readonly RunnableEffect[]) => void offered.push(...effects) }
    const dueTimers = () => new Promise<never>(() => undefined)
    const engine = { ...tools.engine, queue, store: { ...store, dueTimers } }
    const workers = startWorkers({ ...tools, engine }, nobody, {
      workerId: 'wrk_one',
      leaseMs: 5_000,
      concurrency: 1,
      relayIntervalMs: 5,
      canaries: world.runtime.parts.canaries,
    })
    while (offered.length === 0) await pause(5)
    expect(offered[0]).toEqual({ id: order?.id, nextAttempt: 2, severity: 8, urgency: 'lost' })
    await workers.stop(10)
  })

  it('a worker whose lease ended while AWS kept it waiting sends nothing any more', async () => {
    const world = await createWorld()
    const workers = await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    await world.approve(id)
    const { engine } = world.runtime
    const [order] = await engine.store.runnableEffects(1)
    const effectId = order?.id ?? ''
    // Its renewals do not get through, and the answer to its last read before the put is held back beyond the lease.
    const renewLease = () => Promise.reject(new Error('cut off'))
    const undoCards = {
      file: async () =>
        world.account.injectFault({ operation: 'iam:GetRolePolicy', when: 'after', error: { latencyMs: 1_200 } }),
    }
    const cutOff = { ...world.runtime.tools, undoCards, engine: { ...engine, store: { ...engine.store, renewLease } } }
    const late = processEffect(cutOff, { workerId: 'wrk_late', leaseMs: 400 }, effectId)
    await world.until(id, () => callsOf(world.account, 'sts:GetCallerIdentity').length >= 2)
    await pause(450)
    await processEffect(world.runtime.tools, { workerId: 'wrk_next', leaseMs: 5_000 }, effectId)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    await late

    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(world.people.logged.map(({ message }) => message)).toContain(
      'An order was given up because its lease was over; whoever holds it now goes on.',
    )
    const [applied] = (await world.audit(id)).filter(({ what }) => what === 'BLOCK_APPLIED')
    expect(applied?.actor).toMatchObject({ name: 'wrk_next', attempt: 2 })
  })

  it("an outcome that comes when the order is somebody else's is refused and changes nothing", async () => {
    const world = await createWorld()
    const id = await world.open()
    const { engine } = world.runtime
    const [order] = await engine.store.runnableEffects(1)
    world.account.injectFault({ operation: 'cloudtrail:LookupEvents', when: 'after', error: { latencyMs: 900 } })
    const renewLease = () => Promise.reject(new Error('cut off'))
    const cutOff = { ...world.runtime.tools, engine: { ...engine, store: { ...engine.store, renewLease } } }
    const late = processEffect(cutOff, { workerId: 'wrk_late', leaseMs: 300 }, order?.id ?? '')
    await pause(400)
    await processEffect(world.runtime.tools, { workerId: 'wrk_next', leaseMs: 5_000 }, order?.id ?? '')
    await world.reach(id, 'awaitingApproval')
    const before = await world.audit(id)
    await late
    expect(await world.audit(id)).toEqual(before)
    expect(before.filter(({ what }) => what === 'EVIDENCE_COLLECTED')).toHaveLength(1)
  })

  it('a queue that takes nothing does not keep a finding from being taken', async () => {
    const world = await createWorld()
    const { engine } = world.runtime
    const offer = () => Promise.reject(new Error('the queue is full'))
    const id = await world.open({}, { ...engine, queue: { offer } })
    expect((await world.read(id)).state).toBe('investigating')
    await expect(relayRound({ ...engine, queue: { offer } })).rejects.toThrow('the queue is full')
    await world.work()
    await world.reach(id, 'awaitingApproval')
  })
})

describe('a Redis that goes away', () => {
  const createWorld = useWorlds({ databaseUrl: servers[0]?.databaseUrl ?? '' })

  it('takes no finding with it: they are durable at once, and worked on when it is back', async () => {
    const redis = await startRedis()
    if (redis === null) return expect(await queueBackends()).toHaveLength(1)
    const world = await createWorld({ redisUrl: redis.url })
    await world.work()
    redis.kill('SIGKILL')
    await pause(50)
    const id = await world.open()
    expect((await world.read(id)).state).toBe('investigating')
    // Not killed again: workers cannot be stopped while their Redis is away. It ends with the test process.
    await startRedis({ port: redis.port })
    await world.reach(id, 'awaitingApproval')
  })
})
