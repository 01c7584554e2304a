import { randomIds } from '../../integrations/system/random-ids.js'
import type { Incident } from '../../src/domain/incident.js'
import type { Outcome } from '../../src/domain/incident-event.js'
import type { IncidentStore } from '../../src/engine/incident-store.js'
import { aFinding } from './fixtures/findings.js'
import { aRolePrincipal } from './fixtures/principals.js'
import { anOrder, aRead, aStep, aWrite, opened } from './store.js'

/** A store that nobody else uses, and its time. */
export interface StoreUnderTest {
  readonly store: IncidentStore
  readonly realm: string
  /** Lets this much of the store's time pass. */
  passTime(ms: number): Promise<void>
}

export type Begin = () => StoreUnderTest

/** On PostgreSQL this is real time, in which what is asked before it is over must be answered, on a busy machine as well. */
const SHORT_MS = 400

const outcome: Outcome = { type: 'QUESTION_ASKED' }

/** The part of the contract about orders and waits, which the store hands out and takes back. */
export function testWorkOfStore(begin: Begin): void {
  describe('an order', () => testOrders(begin))
  describe('what waits', () => testGravity(begin))
  describe('a write', () => testWrites(begin))
  describe('a wait', () => testTimers(begin))
}

function testOrders(begin: Begin): void {
  it('has one holder, until its lease is over; then the first one is refused', async () => {
    const { store, realm, passTime } = begin()
    const order = anOrder(aRead)
    const incident = await opened({ store, realm }, { orders: [order] })

    expect(await store.claimEffect(order.id, 'wrk_1', SHORT_MS)).toMatchObject({ attempt: 1, failures: 0 })
    expect(await store.claimEffect(order.id, 'wrk_2', 40)).toBeNull()
    await passTime(SHORT_MS + 10)
    expect(await store.runnableEffects(10)).toMatchObject([{ id: order.id, nextAttempt: 2 }])
    expect(await store.claimEffect(order.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 2, failures: 0 })
    expect(await store.renewLease(order.id, 1, 5_000)).toBe(false)
    expect(await settle(store, incident, order.id, 1)).toEqual({ status: 'leaseLost' })
    expect(await settle(store, incident, order.id, 2)).toMatchObject({ status: 'recorded' })
    expect(await settle(store, incident, order.id, 2)).toEqual({ status: 'leaseLost' })
  })

  it('that was given back waits for its time, and counts the failure', async () => {
    const { store, realm, passTime } = begin()
    const order = anOrder(aRead)
    await opened({ store, realm }, { orders: [order] })
    await store.claimEffect(order.id, 'wrk_1', 5_000)

    await store.releaseEffect(order.id, 1, SHORT_MS, 'throttled')

    expect(await store.claimEffect(order.id, 'wrk_1', 5_000)).toBeNull()
    await passTime(SHORT_MS + 10)
    expect(await store.claimEffect(order.id, 'wrk_1', 5_000)).toMatchObject({ attempt: 2, failures: 1 })
  })

  it('that was lost is handed out before what waits longer, after the writes; and what is under way before what is new', async () => {
    const { store, realm, passTime } = begin()
    const investigation = () => anOrder({ kind: 'collectEvidence', principal: aRolePrincipal() })
    const [fresh, waits, lost, failed] = [investigation(), anOrder(aRead), investigation(), investigation()]
    const block = anOrder(aWrite, { writeKey: 'aws:1:role:x' })
    await opened({ store, realm }, { orders: [fresh, failed, waits, lost, block] })
    for (const { id } of [failed, lost]) await store.claimEffect(id, 'wrk_1', 40)
    await store.releaseEffect(failed.id, 1, 1, 'throttled')
    await passTime(50)

    const urgent = [
      { id: block.id, nextAttempt: 1, urgency: 'write', severity: 0 },
      { id: lost.id, nextAttempt: 2, urgency: 'lost', severity: 0 },
      { id: waits.id, nextAttempt: 1, urgency: 'underWay', severity: 0 },
    ]
    const unhurried = [
      { id: fresh.id, nextAttempt: 1, urgency: 'new', severity: 0 },
      { id: failed.id, nextAttempt: 2, urgency: 'new', severity: 0 },
    ]
    expect(await store.runnableEffects(10)).toEqual([...urgent, ...unhurried])
    expect(await store.runnableEffects(2)).toEqual(urgent.slice(0, 2))
  })

  it('that comes next goes along with a step that asks for it', async () => {
    const { store, realm } = begin()
    const [first, second] = [anOrder(aRead), anOrder(aRead)]
    const incident = await opened({ store, realm }, { orders: [first] })

    const step = aStep(incident, { orders: [second], claimNext: { workerId: 'wrk_1', leaseMs: 5_000 } })

    expect(await store.recordStep(step)).toMatchObject({ status: 'recorded', claimed: { id: first.id, attempt: 1 } })
    expect(await store.runnableEffects(10)).toMatchObject([{ id: second.id, nextAttempt: 1 }])
  })
}

function testGravity(begin: Begin): void {
  it('goes gravest first among equally urgent orders, also where that one joined later', async () => {
    const { store, realm } = begin()
    const severe = (severity: number) => {
      const id = randomIds.next('fnd')
      return { id, dedupKey: id, body: aFinding({ severity }) }
    }
    const investigation = () => anOrder({ kind: 'collectEvidence', principal: aRolePrincipal() })
    const [low, high, raised] = [investigation(), investigation(), investigation()]
    await opened({ store, realm }, { orders: [low], finding: severe(2) })
    await opened({ store, realm }, { orders: [high], finding: severe(8) })
    const incident = await opened({ store, realm }, { orders: [raised], finding: severe(1) })
    const idsOf = async () => (await store.runnableEffects(10)).map(({ id, severity }) => [id, severity])
    expect(await idsOf()).toEqual([
      [high.id, 8],
      [low.id, 2],
      [raised.id, 1],
    ])

    await store.recordStep(aStep(incident, { finding: severe(9.5) }))

    expect(await idsOf()).toEqual([
      [raised.id, 9.5],
      [high.id, 8],
      [low.id, 2],
    ])
  })

  it('is hurried by no finding that could have been forged', async () => {
    const { store, realm } = begin()
    const body = (severity: number, trusted: boolean) => {
      const id = randomIds.next('fnd')
      return { id, dedupKey: id, body: aFinding({ severity, trusted }) }
    }
    const investigation = () => anOrder({ kind: 'collectEvidence', principal: aRolePrincipal() })
    const [forged, low] = [investigation(), investigation()]
    const incident = await opened({ store, realm }, { orders: [forged], finding: body(10, false) })
    await opened({ store, realm }, { orders: [low], finding: body(2, true) })
    await store.recordStep(aStep(incident, { finding: body(10, false) }))
    expect((await store.runnableEffects(10)).map(({ id }) => id)).toEqual([low.id, forged.id])
  })
}

function testWrites(begin: Begin): void {
  const write = (state = 'investigating') => anOrder(aWrite, { writeKey: 'aws:1:role:x', state })

  it('on one entity is handed out one at a time', async () => {
    const { store, realm } = begin()
    const [first, second] = [write(), write()]
    const incident = await opened({ store, realm }, { orders: [first, second] })

    expect(await store.claimEffect(first.id, 'wrk_1', 5_000)).not.toBeNull()
    expect(await store.claimEffect(second.id, 'wrk_2', 5_000)).toBeNull()
    await settle(store, incident, first.id, 1)
    expect(await store.claimEffect(second.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 1 })
  })

  it('that was given up may still report once, what reads may not, and neither is handed out again', async () => {
    const { store, realm, passTime } = begin()
    const [read, written] = [anOrder(aRead), write()]
    const incident = await opened({ store, realm }, { orders: [read, written] })
    for (const { id } of [read, written]) await store.claimEffect(id, 'wrk_1', 40)
    await store.recordStep(aStep(incident, { leftState: 'investigating' }))
    await passTime(50)

    expect(await store.runnableEffects(10)).toEqual([])
    expect(await store.claimEffect(written.id, 'wrk_2', 5_000)).toBeNull()
    expect(await settle(store, incident, read.id, 1)).toEqual({ status: 'leaseLost' })
    expect(await settle(store, incident, written.id, 1)).toMatchObject({ status: 'recorded' })
    expect(await settle(store, incident, written.id, 1)).toEqual({ status: 'leaseLost' })
  })

  it('waits for one that was given up, which may be on its way until its lease is over', async () => {
    const { store, realm, passTime } = begin()
    const [givenUp, next] = [write(), write('planning')]
    const incident = await opened({ store, realm }, { orders: [givenUp, next] })
    await store.claimEffect(givenUp.id, 'wrk_1', 80)
    await store.recordStep(aStep(incident, { leftState: 'investigating' }))

    expect(await store.claimEffect(next.id, 'wrk_2', 5_000)).toBeNull()
    await passTime(90)
    expect(await store.claimEffect(next.id, 'wrk_2', 5_000)).toMatchObject({ attempt: 1 })
  })
}

function testTimers(begin: Begin): void {
  it('is due at its time, and fires once', async () => {
    const { store, realm, passTime } = begin()
    const { delayMs, ...wait } = aTimer('soon', 1_000)
    const armedTimers = [{ ...wait, delayMs }, aTimer('later', 60_000)]
    const incident = await opened({ store, realm }, { armedTimers })

    expect(await store.dueTimers(10)).toEqual([])
    await passTime(1_010)
    expect(await store.dueTimers(10)).toEqual([{ ...wait, incidentId: incident.id }])
    expect(await fire(store, incident, wait.id)).toMatchObject({ status: 'recorded' })
    expect(await fire(store, incident, wait.id)).toEqual({ status: 'timerGone' })
  })

  it('is seen with the moment that it is due, soonest first, and by its own incident alone', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm }, { armedTimers: [aTimer('late', 60_000), aTimer('soon', 20_000)] })
    await opened({ store, realm }, { armedTimers: [aTimer('foreign', 1_000)] })

    const running = await store.readTimers(incident.id)
    expect(running.map(({ name }) => name)).toEqual(['soon', 'late'])
    const [soon, late] = running.map(({ dueAt }) => Date.parse(dueAt))
    expect((late ?? 0) - (soon ?? 0)).toBeGreaterThanOrEqual(39_000)
    expect((late ?? 0) - (soon ?? 0)).toBeLessThanOrEqual(41_000)
    expect(running.every(({ dueAt }) => /^\d{4}-.*Z$/.test(dueAt))).toBe(true)
  })

  it('that was cancelled and armed anew in one step is the new one', async () => {
    const { store, realm } = begin()
    const first = aTimer('again', 0)
    const incident = await opened({ store, realm }, { armedTimers: [first] })

    const armedTimers = [aTimer('again', 60_000)]
    await store.recordStep(aStep(incident, { cancelledTimers: ['again'], armedTimers }))

    expect(await store.dueTimers(10)).toEqual([])
    expect(await fire(store, incident, first.id)).toEqual({ status: 'timerGone' })
  })
}

export const aTimer = (name: string, delayMs: number) => ({
  id: randomIds.next('tmr'),
  name,
  event: `xstate.after.${name}`,
  delayMs,
})

/** The incident as it is stored by now. */
export async function now(store: IncidentStore, { id }: Incident): Promise<Incident> {
  const incident = await store.readIncident(id)
  if (incident === null) throw new Error(`${id} is gone.`)
  return incident
}

async function settle(store: IncidentStore, incident: Incident, effectId: string, attempt: number) {
  return store.recordStep(aStep(await now(store, incident), { settles: { effectId, attempt, outcome } }))
}

async function fire(store: IncidentStore, incident: Incident, firesTimer: string) {
  return store.recordStep(aStep(await now(store, incident), { firesTimer }))
}
