import fc from 'fast-check'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import { damagedPayloads } from '../../../support/intake/mutations.js'
import { serveIntake } from '../../../support/intake/serve-intake.js'
import { watchConnections } from '../../../support/intake/watched-connections.js'
import { bytesOf, pipeline } from '../../../support/intake/wire.js'
import { howMany } from '../../../support/long-run.js'
import { aGuardDutyEvent, secret } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { createWorld, type World } from '../../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const RUNS = howMany({ short: 15, long: 100 })
const PAYLOADS_A_RUN = 100
const LANES = 10
const SEED = 20_260_301
const FINDING_ID = 'd0bfe135ab8b4dd8c3eaae7df9900073'

describe('a finding that was damaged anywhere, in its structure or its bytes', () => {
  const unhandled: string[] = []
  const note = (reason: Error) => void unhandled.push(String(reason))
  const seen = new Map<number, number>()
  let watched: Awaited<ReturnType<typeof watchConnections>>
  let world: World
  let server: Awaited<ReturnType<typeof serveIntake>>
  let valid: Json
  beforeAll(async () => {
    process.on('unhandledRejection', note)
    watched = await watchConnections()
    world = await createWorld({ databaseUrl })
    server = await serveIntake(world)
    valid = jsonSchema.parse(JSON.parse(JSON.stringify(aGuardDutyEvent(world, { findingId: FINDING_ID }))))
  })
  afterAll(async () => {
    await server.close()
    await world.close()
    await watched.stop()
    process.off('unhandledRejection', note)
  })

  const sent = { count: 0 }
  /** One in four is a finding of its own, and the others are deliveries of the same: both ways have to bear them. */
  const ownId = (payload: Buffer) => {
    sent.count += 1
    if (sent.count % 4 !== 0) return payload
    const id = String(sent.count).padStart(FINDING_ID.length, '0')
    return Buffer.from(payload.toString('latin1').replaceAll(FINDING_ID, id), 'latin1')
  }
  const sendAll = (payloads: readonly Buffer[], key: (n: number) => string) => {
    const requests = payloads.map((body, n) =>
      bytesOf({ headers: { connection: 'keep-alive' }, body: ownId(body) }, key(n)),
    )
    const lanes = Array.from({ length: LANES }, (_, lane) => requests.filter((_request, n) => n % LANES === lane))
    return Promise.all(lanes.map((lane) => pipeline(server.port, lane)))
  }
  const play = (runs: number, key: (n: number) => string, allowed: readonly number[]) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(damagedPayloads(valid, watched.canaryUrl), { minLength: PAYLOADS_A_RUN, maxLength: PAYLOADS_A_RUN }),
        async (payloads) => {
          server.nextMinute()
          const statuses = (await sendAll(payloads, key)).flat()
          expect(statuses).toHaveLength(payloads.length)
          for (const status of statuses) {
            seen.set(status, (seen.get(status) ?? 0) + 1)
            expect(allowed).toContain(status)
          }
        },
      ),
      // What is not bytes but a status is not made smaller by shrinking: the run that failed is the news.
      { numRuns: runs, seed: SEED, endOnFailure: true },
    )

  it('opens nothing without the key, whatever it says', async () => {
    await play(10, (n) => secret.slice(0, n % secret.length), [401, 429])
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
  })

  it(`of ${RUNS * PAYLOADS_A_RUN} with the key none is answered with a 5xx, and each kind of answer is among them`, async () => {
    await play(RUNS, () => secret, [200, 202, 400, 422])
    // Otherwise the rule would hold for nothing.
    for (const status of [200, 202, 400, 422]) expect(seen.get(status)).toBeGreaterThan(RUNS)
  }, 120_000)

  it('has accused principals of our account alone, asked nobody for anything, and left no rejection unhandled', async () => {
    const listed = await world.runtime.engine.store.listIncidents()
    const accounts = listed.map((each) => ('snapshot' in each ? each.snapshot.context.principal.accountId : each.id))
    expect(new Set(accounts)).toEqual(new Set([world.accountId]))
    const { port: database } = new URL(databaseUrl)
    expect(watched.asked).toEqual([])
    expect(watched.openedBeside(server.port, Number(database))).toEqual([])
    expect(world.account.calls()).toEqual([])
    expect(unhandled).toEqual([])
  })
})
