import type { Json } from '../../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import { withPlace } from '../../../support/finding-case.js'
import { authenticationCases } from '../../../support/intake/authentication-cases.js'
import { findingCases } from '../../../support/intake/finding-cases.js'
import { httpCases } from '../../../support/intake/http-cases.js'
import type { IntakeCase } from '../../../support/intake/intake-case.js'
import { jsonCases } from '../../../support/intake/json-cases.js'
import { serveIntake } from '../../../support/intake/serve-intake.js'
import { watchConnections } from '../../../support/intake/watched-connections.js'
import { bytesOf, exchange } from '../../../support/intake/wire.js'
import { aGuardDutyEvent, secret } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { createWorld, type World } from '../../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const corpus: readonly IntakeCase[] = [...authenticationCases, ...httpCases, ...jsonCases, ...findingCases]

describe('the webhook on a hostile network', () => {
  const unhandled: string[] = []
  const note = (reason: Error) => void unhandled.push(String(reason))
  let watched: Awaited<ReturnType<typeof watchConnections>>
  let world: World
  let server: Awaited<ReturnType<typeof serveIntake>>
  let event: Json
  beforeAll(async () => {
    process.on('unhandledRejection', note)
    watched = await watchConnections()
    world = await createWorld({ databaseUrl })
    server = await serveIntake(world)
    event = withCanary(jsonSchema.parse(JSON.parse(JSON.stringify(aGuardDutyEvent(world)))), watched.canaryUrl)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
    await watched.stop()
    process.off('unhandledRejection', note)
  })
  const findings = async () => {
    const { store } = world.runtime.engine
    const listed = await store.listIncidents()
    const each = await Promise.all(listed.map(({ id }) => store.readFindings(id)))
    return { incidents: listed.length, findings: each.flat().length }
  }

  it(`is tried with ${corpus.length} requests by name, at least 300 and each its own`, () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300)
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  })

  it.each(corpus.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    server.nextMinute()
    const before = await findings()
    const answer = await exchange(server.port, bytesOf(one.request(event, JSON.stringify(event)), secret))
    expect({ status: answer.status, error: answer.error }).toEqual({ status: one.status, error: one.error })
    const after = await findings()
    // The finding is always the same one: the first that is taken opens its incident, and the others are known.
    expect(after).toEqual(one.status === 202 ? { incidents: 1, findings: 1 } : before)
  })

  it('has asked nobody for anything, and left no rejection unhandled', () => {
    const { port: database } = new URL(databaseUrl)
    expect(watched.asked).toEqual([])
    expect(watched.openedBeside(server.port, Number(database))).toEqual([])
    expect(world.account.calls()).toEqual([])
    expect(unhandled).toEqual([])
  })

  it('has put each rejection on the system chain, and no secret', async () => {
    expect(world.people.logged.filter(({ message }) => /could not be noted/.test(message))).toEqual([])
    expect(JSON.stringify(world.people.logged)).not.toContain(secret)
  })
})

/** URLs wherever a finding has text that we do not choose. */
function withCanary(event: Json, url: string): Json {
  const places = ['title', 'description', 'schemaVersion', 'service.additionalInfo.value', 'service.detectorId']
  return places.reduce((changed, place) => withPlace(changed, `detail.${place}`, `The user ${url}`), event)
}
