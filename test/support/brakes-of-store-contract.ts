import { randomIds } from '../../integrations/system/random-ids.js'
import type { BrakeStore } from '../../src/engine/brakes.js'
import type { IncidentStore, StepRecord } from '../../src/engine/incident-store.js'
import { anOrder, aRead, aStep, aWrite, opened } from './store.js'
import { now, type StoreUnderTest } from './work-of-store-contract.js'

/** A store with its brakes. `passAnHour` lets the blocks of the last hour be older than that. */
export interface BrakedStore extends StoreUnderTest {
  readonly brakes: BrakeStore
  passAnHour(): Promise<void>
}

type Begin = () => BrakedStore

const freeze = { kind: 'freeze', everywhere: false, reason: 'a drill', by: 'ana' } as const
const refused = { type: 'PLAN_OUTDATED', reason: 'x' } as const

/** What every store keeps of brakes: the same rules in memory and on PostgreSQL. */
export function testBrakesOfStore(begin: Begin): void {
  describe('a brake', () => testBrakes(begin))
  describe('what waits for a brake', () => testHeld(begin))
  describe('the cap of blocks', () => testCap(begin))
}

async function written({ store, realm }: BrakedStore, effect = aWrite, notAfterMs: number | null = 60_000) {
  const order = anOrder(effect, { writeKey: randomIds.next('cnt'), notAfterMs, state: '' })
  const incident = await opened({ store, realm }, { orders: [order] })
  return { order, incident }
}

const claim = (store: IncidentStore, { id }: { id: string }) => store.claimEffect(id, 'wrk_1', 5_000)

async function settle(store: IncidentStore, { order, incident }: Awaited<ReturnType<typeof written>>) {
  const settles: StepRecord['settles'] = { effectId: order.id, attempt: 1, outcome: refused }
  return store.recordStep(aStep(await now(store, incident), { settles }))
}

function testBrakes(begin: Begin): void {
  it.each([false, true])(
    'keeps writes, and nothing but writes, from being handed out (everywhere: %s)',
    async (all) => {
      const parts = begin()
      const { store, brakes, realm } = parts
      const { order } = await written(parts)
      const read = anOrder(aRead)
      await opened({ store, realm }, { orders: [read] })

      expect(await brakes.pull({ ...freeze, everywhere: all })).toBe(true)

      expect(await store.runnableEffects(10)).toMatchObject([{ id: read.id, nextAttempt: 1 }])
      expect(await claim(store, order)).toBeNull()
      expect(await claim(store, read)).not.toBeNull()
      expect(await store.readHold()).toMatchObject({ kind: 'freeze', reason: 'a drill', by: 'ana' })
      expect(await brakes.release({ kind: 'freeze', everywhere: all })).toMatchObject({ ...freeze, everywhere: all })
      expect(await store.readHold()).toBeNull()
      expect(await store.runnableEffects(10)).toMatchObject([{ id: order.id, nextAttempt: 1 }])
      expect(await claim(store, order)).toMatchObject({ attempt: 1, failures: 0 })
    },
  )

  it('that is on stays as it was pulled first, and is released once', async () => {
    const { brakes } = begin()
    await brakes.pull(freeze)

    expect(await brakes.pull({ ...freeze, reason: 'another', by: 'bo' })).toBe(false)

    expect(await brakes.standing()).toEqual([{ ...freeze, since: expect.any(String) }])
    expect(await brakes.release({ kind: 'standing', everywhere: false })).toBeNull()
    expect(await brakes.release(freeze)).not.toBeNull()
    expect(await brakes.release(freeze)).toBeNull()
  })

  it('on the database holds by itself; a freeze beside it is named first', async () => {
    const parts = begin()
    const { store, brakes } = parts
    const { order } = await written(parts)
    await brakes.pull({ kind: 'standing', everywhere: false, reason: 'older than the anchor', by: 'tourniquet' })
    expect(await store.readHold()).toMatchObject({ kind: 'standing' })
    await brakes.pull(freeze)
    expect(await store.readHold()).toMatchObject({ kind: 'freeze' })
    expect((await brakes.standing()).map(({ kind }) => kind)).toEqual(['freeze', 'standing'])

    await brakes.release(freeze)

    expect(await claim(store, order)).toBeNull()
  })

  it('does not hold back a write whose own deadline is over: that is handed out to be settled', async () => {
    const parts = begin()
    const { order } = await written(parts, aWrite, -1)
    await parts.brakes.pull(freeze)

    expect(await parts.store.runnableEffects(10)).toMatchObject([{ id: order.id, nextAttempt: 1 }])
    const claimed = await claim(parts.store, order)
    expect(claimed?.remainingMs).toBeLessThan(0)
  })

  it('takes a claimed write back without a failure, and gives it to nobody until it is released', async () => {
    const parts = begin()
    const { store, brakes } = parts
    const { order } = await written(parts)
    await claim(store, order)
    await brakes.pull(freeze)

    await store.giveBackEffect(order.id, 1)

    expect(await claim(store, order)).toBeNull()
    await brakes.release(freeze)
    expect(await claim(store, order)).toMatchObject({ attempt: 2, failures: 0 })
    await store.giveBackEffect(order.id, 1)
    expect(await claim(store, order)).toBeNull()
  })
}

function testHeld(begin: Begin): void {
  it('is listed with the reason and the time that it has left', async () => {
    const parts = begin()
    const { order, incident } = await written(parts)
    expect(await parts.brakes.heldWrites()).toEqual([])
    await parts.brakes.pull(freeze)

    const [held, ...others] = await parts.brakes.heldWrites()

    expect(others).toEqual([])
    expect(held).toMatchObject({ effectId: order.id, incidentId: incident.id, kind: 'putBlock', hold: { by: 'ana' } })
    expect(held?.remainingMs).toBeGreaterThan(0)
  })

  it('is told once for each freeze, whoever tells it, and the step is recorded with it', async () => {
    const parts = begin()
    const { store, brakes, passTime } = parts
    const { incident } = await written(parts)
    await brakes.pull(freeze)
    const tell = async () => {
      const [held] = await store.untoldHolds(10)
      return held === undefined ? null : store.recordHold(held, aStep(await now(store, incident)))
    }

    const told = await Promise.all([tell(), tell(), tell()])
    expect(told.filter((each) => each === true)).toHaveLength(1)
    expect(await tell()).toBeNull()
    expect((await now(store, incident)).revision).toBe(2)
    await brakes.release(freeze)
    await passTime(5)
    await brakes.pull(freeze)
    expect(await tell()).toBe(true)
    expect((await now(store, incident)).revision).toBe(3)
  })

  it('is not told once the brake is off, and nothing is recorded then', async () => {
    const parts = begin()
    const { store, brakes } = parts
    const { incident } = await written(parts)
    await brakes.pull(freeze)
    const [held] = await store.untoldHolds(10)
    await brakes.release(freeze)

    if (held === undefined) throw new Error('nothing was held')
    expect(await store.recordHold(held, aStep(incident))).toBe(false)
    expect((await now(store, incident)).revision).toBe(1)
  })
}

function testCap(begin: Begin): void {
  const reput = { kind: 'reputBlock', planDigest: `sha256:${'b'.repeat(64)}` } as const

  it('lets as many blocks through an hour, and more when the first are an hour old', async () => {
    const parts = begin()
    const { store, brakes, passAnHour } = parts
    await brakes.limitBlocks(2)
    const [one, two, three] = [await written(parts), await written(parts), await written(parts, aWrite, null)]
    for (const { order } of [one, two]) expect(await claim(store, order)).not.toBeNull()

    expect(await claim(store, three.order)).toBeNull()
    expect(await brakes.places()).toEqual({ perHour: 2, taken: 2, allowed: 0, isFull: true })
    expect(await store.untoldHolds(10)).toMatchObject([{ effectId: three.order.id, hold: { kind: 'cap' } }])
    expect(await store.readHold()).toBeNull()
    await passAnHour()
    expect(await claim(store, three.order)).not.toBeNull()
  })

  it('counts blocks alone: a re-put goes through, and so does a block that has its place already', async () => {
    const parts = begin()
    const { store, brakes } = parts
    await brakes.limitBlocks(1)
    const [block, again] = [await written(parts), await written(parts, reput)]
    await claim(store, block.order)
    await store.giveBackEffect(block.order.id, 1)

    expect(await claim(store, again.order)).not.toBeNull()
    expect(await claim(store, block.order)).toMatchObject({ attempt: 2 })
    expect((await brakes.places()).taken).toBe(1)
  })

  it('has the place back of a block that was refused before anything was sent', async () => {
    const parts = begin()
    const { store, brakes } = parts
    await brakes.limitBlocks(1)
    const [one, two] = [await written(parts), await written(parts)]
    await claim(store, one.order)
    expect(await claim(store, two.order)).toBeNull()

    await settle(store, one)

    expect(await claim(store, two.order)).not.toBeNull()
  })

  it('is raised for an hour by who allows more, and gone where none is set', async () => {
    const parts = begin()
    const { store, brakes, passAnHour } = parts
    await brakes.limitBlocks(1)
    const [one, two, three] = [await written(parts), await written(parts), await written(parts, aWrite, null)]
    await claim(store, one.order)

    await brakes.allowBlocks({ blocks: 1, by: 'ana', reason: 'a real wave' })

    expect(await claim(store, two.order)).not.toBeNull()
    expect(await claim(store, three.order)).toBeNull()
    await passAnHour()
    expect(await brakes.places()).toEqual({ perHour: 1, taken: 0, allowed: 0, isFull: false })
    await brakes.limitBlocks(null)
    expect(await brakes.places()).toMatchObject({ perHour: null, isFull: false })
  })
}
