import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Outcome } from '../../../src/domain/incident-event.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { EffectOrder } from '../../../src/engine/incident-store.js'
import { anOrder, aRead, aStep, aWrite, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const outcome: Outcome = { type: 'QUESTION_ASKED' }

async function ordered(engine: Engine, ...orders: EffectOrder[]) {
  const incident = await opened(engine, { orders })
  const settle = async (effectId: string, attempt: number) => {
    const now = await engine.store.readIncident(incident.id)
    if (now === null) throw new Error('gone')
    return engine.store.recordStep(aStep(now, { settles: { effectId, attempt, outcome } }))
  }
  const leave = async (leftState: string) => {
    const now = await engine.store.readIncident(incident.id)
    if (now === null) throw new Error('gone')
    return engine.store.recordStep(aStep(now, { leftState }))
  }
  return { incident, settle, leave }
}

async function statusOf(id: string) {
  const row = await db.selectFrom('effect').select('status').where('id', '=', id).executeTakeFirst()
  return row?.status
}

describe('an order', () => {
  it('of 10 who claim it one gets it', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    await ordered(engine, order)
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, n) => engine.store.claimEffect(order.id, `wrk_${n}`, 5_000)),
    )
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
  })

  it('settled twice is refused the second time', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    const { settle } = await ordered(engine, order)
    await engine.store.claimEffect(order.id, 'wrk_1', 5_000)
    expect(await settle(order.id, 1)).toMatchObject({ status: 'recorded' })
    expect(await settle(order.id, 1)).toEqual({ status: 'leaseLost' })
    expect(await statusOf(order.id)).toBe('done')
  })

  it("goes to the next worker when its lease is over, and the first one's outcome is refused", async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    const { settle, incident } = await ordered(engine, order)
    expect(await engine.store.claimEffect(order.id, 'wrk_1', 60)).toMatchObject({ attempt: 1, failures: 0 })
    expect(await engine.store.claimEffect(order.id, 'wrk_2', 60)).toBeNull()
    await pause(80)
    expect(await engine.store.runnableEffects(10)).toMatchObject([{ id: order.id, nextAttempt: 2 }])
    expect(await engine.store.claimEffect(order.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 2, failures: 0 })
    expect(await settle(order.id, 1)).toEqual({ status: 'leaseLost' })
    expect((await engine.store.readIncident(incident.id))?.revision).toBe(1)
    expect(await engine.store.renewLease(order.id, 1, 5_000)).toBe(false)
    expect(await settle(order.id, 2)).toMatchObject({ status: 'recorded' })
  })

  it('stays with its worker as long as the lease is renewed', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    await ordered(engine, order)
    await engine.store.claimEffect(order.id, 'wrk_1', 150)
    for (let round = 0; round < 4; round += 1) {
      await pause(50)
      expect(await engine.store.renewLease(order.id, 1, 150)).toBe(true)
    }
    expect(await engine.store.claimEffect(order.id, 'wrk_2', 150)).toBeNull()
  })

  it('that was given back waits for its time, and counts the failure', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    await ordered(engine, order)
    await engine.store.claimEffect(order.id, 'wrk_1', 5_000)
    await engine.store.releaseEffect(order.id, 1, 120, 'AWS said \u0000 no')
    expect(await engine.store.runnableEffects(10)).toEqual([])
    expect(await engine.store.claimEffect(order.id, 'wrk_1', 5_000)).toBeNull()
    await pause(150)
    expect(await engine.store.runnableEffects(10)).toMatchObject([{ id: order.id, nextAttempt: 2 }])
    expect(await engine.store.claimEffect(order.id, 'wrk_1', 5_000)).toMatchObject({ attempt: 2, failures: 1 })
  })

  it('cannot be given back by a worker that lost it', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    await ordered(engine, order)
    await engine.store.claimEffect(order.id, 'wrk_1', 20)
    await pause(40)
    await engine.store.claimEffect(order.id, 'wrk_2', 5_000)
    await engine.store.releaseEffect(order.id, 1, 0, 'late')
    expect(await statusOf(order.id)).toBe('claimed')
  })

  it('carries what is left of its own deadline', async () => {
    const engine = engineOn(db)
    const order = anOrder(aWrite, { writeKey: 'key', notAfterMs: 60_000 })
    const late = anOrder(aWrite, { writeKey: 'late', notAfterMs: -1 })
    await ordered(engine, order, late)
    const claimed = await engine.store.claimEffect(order.id, 'wrk_1', 5_000)
    expect(claimed?.remainingMs).toBeGreaterThan(55_000)
    expect(claimed?.remainingMs).toBeLessThanOrEqual(60_000)
    expect((await engine.store.claimEffect(late.id, 'wrk_1', 5_000))?.remainingMs).toBeLessThan(0)
  })

  it('of another realm is neither seen nor claimed', async () => {
    const engine = engineOn(db)
    const other = engineOn(db)
    const order = anOrder(aRead)
    const { incident } = await ordered(engine, order)
    expect(await other.store.claimEffect(order.id, 'wrk_1', 5_000)).toBeNull()
    expect(await other.store.runnableEffects(10)).toEqual([])
    expect(await other.store.readIncident(incident.id)).toBeNull()
    expect(await other.store.listIncidents()).toEqual([])
    expect(await other.store.findLastClosedIncident(incident.principalKey)).toBeNull()
    const foreign = { ...aStep(incident), incident: { ...aStep(incident).incident, realm: other.realm } }
    expect(await other.store.recordStep(foreign)).toEqual({ status: 'conflict' })
  })
})

describe('leaving a state', () => {
  it('cancels its orders that nobody has begun, and keeps what is owed to people', async () => {
    const engine = engineOn(db)
    const order = anOrder(aRead)
    const notice = anOrder({ kind: 'notify', topic: 'contained', reason: '' }, { state: '' })
    const later = anOrder(aRead, { state: 'planning' })
    const { leave } = await ordered(engine, order, notice, later)
    await leave('investigating')
    expect(await Promise.all([order, notice, later].map(({ id }) => statusOf(id)))).toEqual([
      'cancelled',
      'pending',
      'pending',
    ])
    expect(await engine.store.claimEffect(order.id, 'wrk_1', 5_000)).toBeNull()
  })

  it('gives up orders under way: a write may still report, a read may not, and neither is handed out again', async () => {
    const engine = engineOn(db)
    const read = anOrder(aRead)
    const write = anOrder(aWrite, { writeKey: 'given-up' })
    const { leave, settle } = await ordered(engine, read, write)
    await engine.store.claimEffect(read.id, 'wrk_1', 20)
    await engine.store.claimEffect(write.id, 'wrk_1', 20)
    await leave('investigating')
    await pause(30)
    expect(await engine.store.runnableEffects(10)).toEqual([])
    expect(await engine.store.claimEffect(write.id, 'wrk_2', 5_000)).toBeNull()
    expect(await engine.store.renewLease(write.id, 1, 5_000)).toBe(false)
    expect(await settle(read.id, 1)).toEqual({ status: 'leaseLost' })
    expect(await settle(write.id, 1)).toMatchObject({ status: 'recorded' })
    expect(await settle(write.id, 1)).toEqual({ status: 'leaseLost' })
  })
})

describe('writes on one entity', () => {
  it('are handed out one at a time, and in one realm only', async () => {
    const engine = engineOn(db)
    const other = engineOn(db)
    const [one, two, elsewhere] = [0, 1, 2].map(() => anOrder(aWrite, { writeKey: 'aws:1:role:x' }))
    if (!one || !two || !elsewhere) throw new Error('three orders')
    const { settle } = await ordered(engine, one, two)
    await ordered(other, elsewhere)
    expect(await engine.store.claimEffect(one.id, 'wrk_1', 5_000)).not.toBeNull()
    expect(await engine.store.claimEffect(two.id, 'wrk_2', 5_000)).toBeNull()
    expect(await other.store.claimEffect(elsewhere.id, 'wrk_3', 5_000)).not.toBeNull()
    expect(await statusOf(two.id)).toBe('pending')
    await settle(one.id, 1)
    expect(await engine.store.claimEffect(two.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 1 })
  })

  it('wait for one that was given up, which may be on its way until its lease is over', async () => {
    const engine = engineOn(db)
    const givenUp = anOrder(aWrite, { writeKey: 'aws:1:role:z' })
    const next = anOrder(aWrite, { writeKey: 'aws:1:role:z', state: 'planning' })
    const { leave } = await ordered(engine, givenUp, next)
    await engine.store.claimEffect(givenUp.id, 'wrk_1', 150)
    await leave('investigating')
    expect(await engine.store.claimEffect(next.id, 'wrk_2', 5_000)).toBeNull()
    await pause(180)
    expect(await engine.store.claimEffect(next.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 1 })
  })

  it('cannot both be under way, whatever a program asks of the database', async () => {
    const engine = engineOn(db)
    const orders = [0, 1].map(() => anOrder(aWrite, { writeKey: 'aws:1:role:y' }))
    await ordered(engine, ...orders)
    const claimAll = sql`UPDATE effect SET status = 'claimed' WHERE realm = ${engine.realm}`.execute(db)
    await expect(claimAll).rejects.toThrow(/one_write_an_entity/)
  })
})
