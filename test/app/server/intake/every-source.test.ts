import { secretKinds } from '../../../../app/secret-kinds.js'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { allSecrets, everySource, type Sender, senders, sentBy } from '../../../support/intake/senders.js'
import { serveIntake } from '../../../support/intake/serve-intake.js'
import { casesOf } from '../../../support/intake/source-cases.js'
import { systemRows } from '../../../support/intake/system-rows.js'
import { watchConnections } from '../../../support/intake/watched-connections.js'
import { exchange } from '../../../support/intake/wire.js'
import { howMany } from '../../../support/long-run.js'
import { useTestPostgres } from '../../../support/services.js'
import { createWorld, type World } from '../../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
/** Of a secret that was almost right, too. */
const traces = allSecrets.map((secret) => secret.slice(0, 12))

/** GuardDuty's own, and more about its findings, are in forged-requests.test.ts. */
const others = senders.filter(({ source }) => source !== 'guardduty')

describe.each(others.map((sender) => [sender.source, sender] as const))('%s on a hostile network', (_, sender) => {
  const corpus = casesOf(sender).filter((_one, n) => isWhole(sender) || n % 3 === 0)
  const taken = { any: false }
  let watched: Awaited<ReturnType<typeof watchConnections>>
  let world: World
  let server: Awaited<ReturnType<typeof serveIntake>>
  let payload: Json
  beforeAll(async () => {
    watched = await watchConnections()
    world = await createWorld({ databaseUrl })
    server = await serveIntake(world, world.runtime.systemLog, everySource)
    payload = sender.valid(world.accountId)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
    await watched.stop()
  })
  const findings = async () => {
    const { store } = world.runtime.engine
    const listed = await store.listIncidents()
    const each = await Promise.all(listed.map(({ id }) => store.readFindings(id)))
    return { incidents: listed.length, findings: each.flat().length }
  }

  it(`is tried with ${corpus.length} requests by name, each its own`, () => {
    expect(corpus.length).toBeGreaterThanOrEqual(isWhole(sender) ? 150 : 50)
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  })

  it.each(corpus.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    server.nextMinute()
    const answer = await exchange(server.port, sentBy(sender, one.request(payload, JSON.stringify(payload))))
    expect({ status: answer.status, error: answer.error }).toEqual({ status: one.status, error: one.error })
    for (const trace of traces) expect(answer.head + JSON.stringify(answer.body)).not.toContain(trace)
    taken.any ||= one.status === 202
    // The finding is always the same one: the first that is taken opens its incident, and the others are known.
    expect(await findings()).toEqual(taken.any ? { incidents: 1, findings: 1 } : { incidents: 0, findings: 0 })
  })

  it('has asked nobody for anything', () => {
    const { port: database } = new URL(databaseUrl)
    expect(watched.asked).toEqual([])
    expect(watched.openedBeside(server.port, Number(database))).toEqual([])
    expect(world.account.calls()).toEqual([])
  })

  it('has put no secret, nor one that was nearly right, into a log, a metric or the record', async () => {
    await server.close()
    const rows = await systemRows(databaseUrl, world.runtime.engine.realm)
    expect(rows.length).toBeGreaterThan(20)
    const written = JSON.stringify([rows, world.people.logged, world.runtime.metrics.families()])
    expect(world.people.logged.length).toBeGreaterThan(20)
    for (const trace of traces) expect(written).not.toContain(trace)
    if (secretKinds[sender.source] === 'path') expect(written).not.toMatch(/webhooks\/splunk\/[^*"]/)
  })
})

describe('the secret of one source', () => {
  it('opens no other', async () => {
    const world = await createWorld({ databaseUrl })
    const own = (sender: Sender) => `${sender.source}-only-secret`
    const server = await serveIntake(world, world.runtime.systemLog, {
      secrets: Object.fromEntries(senders.filter(isByHeader).map((sender) => [sender.source, [own(sender)]])),
    })
    const bySource = senders.filter(isByHeader)
    const sent = bySource.flatMap((sender) =>
      bySource.map(async (other) => {
        const head = { path: `/webhooks/${sender.source}`, headers: { 'x-api-key': own(other) } }
        const body = JSON.stringify(sender.valid(world.accountId))
        const { status } = await exchange(server.port, sentBy({ head: () => head }, { body }))
        return [sender.source, other.source, status]
      }),
    )
    expect(await Promise.all(sent)).toEqual(
      bySource.flatMap(({ source }) =>
        bySource.map((other) => [source, other.source, other.source === source ? 202 : 401]),
      ),
    )
    await server.close()
    await world.close()
  })
})

/** A third of the way that GuardDuty's table has gone whole, where the long run was not asked for. */
function isWhole(sender: Sender): boolean {
  return !isByHeader(sender) || howMany({ short: 0, long: 1 }) === 1
}

function isByHeader({ source }: Sender): boolean {
  return secretKinds[source] === 'header'
}
