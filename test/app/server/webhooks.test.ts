import { request as httpRequest } from 'node:http'
import { aGuardDutyEvent, incidentOf, nextSecret, post, type Served, secret, serve } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()

describe('the GuardDuty webhook', () => {
  const createWorld = useWorlds({ databaseUrl })
  let world: World
  let server: Served
  beforeEach(async () => {
    world = await createWorld()
    server = await serve(world)
  })
  afterEach(() => server.close())

  it.each([
    ['no key', ''],
    ['a wrong key', 'first-secret-of-guarddutx'],
    ['a part of the key', secret.slice(0, -1)],
    ['two keys in one', `${secret}, ${nextSecret}`],
  ])('refuses %s with 401, and takes nothing', async (_title, key) => {
    const answer = await post(server, aGuardDutyEvent(world), { 'x-api-key': key })
    expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorised' } })
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
  })

  it('takes either of two secrets while one replaces the other', async () => {
    for (const key of [secret, nextSecret]) {
      const event = aGuardDutyEvent(world, { findingId: `finding-${key.length}` })
      expect(await post(server, event, { 'x-api-key': key })).toMatchObject({ status: 202 })
    }
  })

  it('answers 202 when the finding is durable, and says when it was a delivery of the same again', async () => {
    const first = await post(server, aGuardDutyEvent(world))
    expect(first).toEqual({ status: 202, body: { incidentId: expect.stringMatching(/^inc_/), deduplicated: false } })
    expect((await world.read(incidentOf(first))).state).toBe('investigating')
    expect(await post(server, aGuardDutyEvent(world))).toEqual({
      status: 202,
      body: { incidentId: incidentOf(first), deduplicated: true },
    })
    const update = aGuardDutyEvent(world, { updatedAt: '2026-03-01T11:00:00Z' })
    expect(await post(server, update)).toMatchObject({ body: { incidentId: incidentOf(first) } })
  })

  it('answers 200 to what is no business of ours: sending it again would change nothing', async () => {
    const about = { source: 'aws.securityhub', 'detail-type': 'x', detail: {} }
    expect(await post(server, about)).toMatchObject({ status: 200, body: { accepted: false } })
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
  })

  it('answers 422 to a finding that cannot be read, with the place', async () => {
    const event = aGuardDutyEvent(world)
    const broken = { ...event, detail: { ...event.detail, severity: 'high' } }
    expect(await post(server, broken)).toMatchObject({
      status: 422,
      body: { error: 'malformed', detail: expect.stringMatching(/severity/) },
    })
  })

  it.each([
    ['400 to broken JSON', '{"detail":', {}, 400],
    ['400 to nothing', '', {}, 400],
    ['415 to another content type', '<xml/>', { 'content-type': 'application/xml' }, 415],
    ['415 to plain text', '{}', { 'content-type': 'text/plain' }, 415],
    ['415 to a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['413 to more than a megabyte', `"${'x'.repeat(1024 * 1024)}"`, {}, 413],
    ['422 to a list', '[]', {}, 422],
    ['422 to a text', '"GuardDuty"', {}, 422],
  ])('answers %s', async (_title, text, headers, status) => {
    const answer = await post(server, text, headers)
    expect(answer).toMatchObject({ status, body: { error: expect.any(String), detail: expect.any(String) } })
  })

  it.each(['__proto__', 'constructor', 'prototype'])('a key named %s changes nothing of ours', async (key) => {
    const text = JSON.stringify(aGuardDutyEvent(world))
    const poisoned = `${text.slice(0, -1)},"${key}":{"prototype":{"sample":true},"polluted":"yes"}}`
    expect(await post(server, poisoned)).toMatchObject({ status: 202 })
    expect('polluted' in {}).toBe(false)
    expect('sample' in {}).toBe(false)
  })

  it('serves no source without a secret', async () => {
    const { status } = await fetch(`${server.url}/webhooks/splunk`, { method: 'POST' })
    expect(status).toBe(404)
  })

  it('tells a sender of too much at once, without reading it all', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(`${server.url}/webhooks/guardduty`, {
        method: 'POST',
        headers: { 'x-api-key': secret, 'content-type': 'application/json', 'content-length': 50_000_000 },
      })
      outgoing.on('response', (response) => resolve(response.statusCode))
      outgoing.on('error', reject)
      outgoing.write('{')
    })
    expect(status).toBe(413)
  })
})
