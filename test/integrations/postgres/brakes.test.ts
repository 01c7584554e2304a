import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { postgresBrakeStore } from '../../../integrations/postgres/postgres-brake-store.js'
import { testBrakesOfStore } from '../../support/brakes-of-store-contract.js'
import { anOrder, aStep, aWrite, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
afterEach(() => sql`DELETE FROM brake`.execute(db))

describe('the brakes on PostgreSQL', () => {
  testBrakesOfStore(() => {
    const { store, realm } = engineOn(db)
    const passAnHour = async () => {
      await sql`UPDATE effect SET block_place_at = block_place_at - interval '61 minutes' WHERE realm = ${realm}`.execute(
        db,
      )
      await sql`UPDATE block_allowance SET allowed_at = allowed_at - interval '61 minutes' WHERE realm = ${realm}`.execute(
        db,
      )
    }
    return { store, realm, brakes: postgresBrakeStore(db, realm), passTime: (ms) => pause(ms), passAnHour }
  })

  it('of one realm leave the others alone; that of all holds each', async () => {
    const [here, there] = [engineOn(db), engineOn(db)]
    const brakes = postgresBrakeStore(db, here.realm)
    await brakes.pull({ kind: 'freeze', everywhere: false, reason: 'x', by: 'ana' })
    expect([(await here.store.readHold())?.kind, await there.store.readHold()]).toEqual(['freeze', null])
    await postgresBrakeStore(db, there.realm).pull({ kind: 'freeze', everywhere: true, reason: 'x', by: 'bo' })
    expect([(await here.store.readHold())?.by, (await there.store.readHold())?.by]).toEqual(['ana', 'bo'])
  })

  it('let as many blocks through as may be, of 20 that are claimed at once', async () => {
    const engine = engineOn(db)
    const brakes = postgresBrakeStore(db, engine.realm)
    await brakes.limitBlocks(5)
    const orders = Array.from({ length: 20 }, (_, n) => anOrder(aWrite, { writeKey: `key-${n}`, notAfterMs: 60_000 }))
    for (const order of orders) await opened(engine, { orders: [order] })

    const claims = await Promise.all(orders.map(({ id }, n) => engine.store.claimEffect(id, `wrk_${n}`, 5_000)))

    expect(claims.filter((claim) => claim !== null)).toHaveLength(5)
    expect(await brakes.places()).toEqual({ perHour: 5, taken: 5, allowed: 0, isFull: true })
    expect(await brakes.heldWrites()).toHaveLength(15)
  })

  it('let no more through where workers take blocks along with the step before', async () => {
    const engine = engineOn(db)
    const brakes = postgresBrakeStore(db, engine.realm)
    await brakes.limitBlocks(3)
    const incidents = await Promise.all(Array.from({ length: 12 }, () => opened(engine)))

    const steps = incidents.flatMap((incident, n) => {
      const order = anOrder(aWrite, { writeKey: `key-${n}`, notAfterMs: 60_000 })
      const step = aStep(incident, { orders: [order], claimNext: { workerId: 'wrk_1', leaseMs: 5_000 } })
      return [engine.store.recordStep(step), engine.store.claimEffect(order.id, 'wrk_2', 5_000)]
    })
    await Promise.all(steps)

    expect((await brakes.places()).taken).toBe(3)
    const claimed = await db
      .selectFrom('effect')
      .select('id')
      .where('realm', '=', engine.realm)
      .where('status', '=', 'claimed')
      .execute()
    expect(claimed).toHaveLength(3)
  })
})
