import { once } from 'node:events'
import { connect } from 'node:net'
import { keptSystemLog, serveIntake } from '../../../support/intake/serve-intake.js'
import { systemRows } from '../../../support/intake/system-rows.js'
import { bytesOf, exchange, pipeline } from '../../../support/intake/wire.js'
import { aGuardDutyEvent, nextSecret, secret } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { startTcpProxy } from '../../../support/tcp-proxy.js'
import { createWorld } from '../../../support/world.js'
import { useWorlds } from '../../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()

describe('a refused webhook', () => {
  const makeWorld = useWorlds({ databaseUrl })
  const textOf = (event: object) => JSON.stringify(event)

  it('without a key tells the same, byte for byte, whatever else it holds', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world)
    const body = textOf(aGuardDutyEvent(world))
    const answers = await Promise.all([
      exchange(server.port, bytesOf({ body }, 'wrong')),
      exchange(server.port, bytesOf({ body }, secret.slice(0, -1))),
      exchange(server.port, bytesOf({ body: '{' }, `${secret}x`)),
      exchange(server.port, bytesOf({ body, headers: { 'content-type': 'text/plain' } }, nextSecret.toUpperCase())),
    ])
    const told = answers.map(({ head, body: answer }) => [head.replace(/^date:.*$/im, ''), answer])
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1)
    await server.close()
  })

  it('for the want of a key is answered shortly after twenty, while the right key from the same address is taken', async () => {
    const world = await makeWorld()
    const systemLog = keptSystemLog()
    const server = await serveIntake(world, systemLog)
    const body = textOf(aGuardDutyEvent(world))
    const wrong = () => exchange(server.port, bytesOf({ body }, 'wrong'))
    const refused = []
    for (let n = 0; n < 25; n += 1) refused.push(await wrong())
    expect(refused.map(({ status }) => status)).toEqual([...Array(20).fill(401), ...Array(5).fill(429)])
    expect(refused.at(-1)?.head).toMatch(/^retry-after: 60\r?$/im)
    expect((await exchange(server.port, bytesOf({ body }, secret))).status).toBe(202)
    server.nextMinute()
    expect((await wrong()).status).toBe(401)
    await server.close()
    expect(systemLog.events.map(({ what, detail }) => [what, detail])).toEqual([
      ...Array(10).fill(['WEBHOOK_REJECTED', expect.objectContaining({ status: 401, address: '127.0.0.1' })]),
      ['WEBHOOKS_REJECTED', { leftOut: { unauthorised: 10, tooManyFailures: 5 }, windowMs: 60_000 }],
      ['WEBHOOK_REJECTED', expect.objectContaining({ status: 401 })],
    ])
  })

  it('is on the system chain with its reason and its address, and without the key', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world)
    const event = aGuardDutyEvent(world)
    const almost = `${secret}-canary`
    const elsewhere = { ...event, detail: { ...event.detail, accountId: '444455556666', arn: '' } }
    const health = { source: 'aws.health', 'detail-type': 'x', detail: {} }
    for (const [body, key] of [
      [textOf(event), almost],
      ['{', secret],
      [textOf({ ...event, detail: {} }), secret],
      [textOf({ ...event, detail: { ...event.detail, severity: 'high' } }), secret],
      [textOf(elsewhere), secret],
      [textOf(health), secret],
    ] as const) {
      await exchange(server.port, bytesOf({ body }, key))
    }
    await server.close()
    const rows = await systemRows(databaseUrl, world.runtime.engine.realm)
    // Findings about machines come all day long: that they are not ours is in the log alone.
    expect(rows.map(({ body }) => [body.what, body.detail.why])).toEqual([
      ['WEBHOOK_REJECTED', 'unauthorised'],
      ['WEBHOOK_REJECTED', 'badJson'],
      ['WEBHOOK_REJECTED', 'malformed'],
      ['WEBHOOK_REJECTED', 'notServed'],
    ])
    expect(JSON.stringify([rows, world.people.logged])).not.toContain(secret)
    expect(world.people.logged).toContainEqual({
      message: 'A finding is not ours.',
      details: { source: 'guardduty', reason: expect.stringContaining('aws.health') },
    })
  })

  it('behind another on the same connection is judged by itself', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world)
    const request = (key: string, body: string) => bytesOf({ headers: { connection: 'keep-alive' }, body }, key)
    const event = textOf(aGuardDutyEvent(world))
    const inside = request(secret, event).toString('latin1')
    const requests = [
      request('wrong', event),
      // A request in the body of another is its body.
      request('wrong', inside),
      request(secret, inside),
      request(secret, event),
      request('wrong', event),
      request(secret, ''),
    ]
    expect(await pipeline(server.port, requests)).toEqual([401, 401, 400, 202, 401, 400])
    expect(await world.runtime.engine.store.listIncidents()).toHaveLength(1)
    await server.close()
  })

  it('whose body ends before its length, or whose sender goes away, opens nothing', async () => {
    const world = await makeWorld()
    const systemLog = keptSystemLog()
    const server = await serveIntake(world, systemLog)
    const body = textOf(aGuardDutyEvent(world))
    const cut = bytesOf({ body: body.slice(0, -1), headers: { 'content-length': String(body.length) } }, secret)
    expect(await exchange(server.port, cut, true)).toMatchObject({ status: 400, error: 'badRequest' })
    const gone = connect({ host: '127.0.0.1', port: server.port })
    gone.write(cut, () => gone.resetAndDestroy())
    await once(gone, 'close')
    expect((await exchange(server.port, bytesOf({ body }, 'wrong'))).status).toBe(401)
    await server.close()
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
    expect(world.people.logged.filter(({ message }) => /could not/.test(message))).toEqual([])
  })

  it('keeps no connection whose body is too long to be passed over', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world)
    const endless = { 'transfer-encoding': 'chunked', 'content-length': null, connection: 'keep-alive' }
    const long = { 'content-length': '50000000', connection: 'keep-alive' }
    for (const headers of [endless, long]) {
      const answer = await exchange(server.port, bytesOf({ headers, body: '1\r\n' }, 'wrong'))
      expect([answer.status, answer.head]).toEqual([401, expect.stringMatching(/^connection: close\r?$/im)])
    }
    await server.close()
  })
})

describe('a webhook whose database is away', () => {
  it('answers 503 with a time to come back at, and takes the same finding once when it is back', async () => {
    const { hostname: host, port, href } = new URL(databaseUrl)
    const proxy = await startTcpProxy({ host, port: Number(port) })
    const throughProxy = Object.assign(new URL(href), { hostname: '127.0.0.1', port: String(proxy.port) }).href
    const world = await createWorld({ databaseUrl: throughProxy })
    const server = await serveIntake(world)
    const request = bytesOf({ body: JSON.stringify(aGuardDutyEvent(world)) }, secret)
    try {
      proxy.cut()
      const answer = await exchange(server.port, request)
      expect(answer).toMatchObject({ status: 503, error: 'unavailable' })
      expect(answer.head).toMatch(/^retry-after: 5\r?$/im)
      expect((await exchange(server.port, bytesOf({}, 'wrong'))).status).toBe(401)
      proxy.mend()
      const again = await Promise.all(Array.from({ length: 5 }, () => exchange(server.port, request)))
      expect(again.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
      expect(again.filter(({ body }) => body?.deduplicated === false)).toHaveLength(1)
      expect(await world.runtime.engine.store.listIncidents()).toHaveLength(1)
    } finally {
      await server.close()
      await world.close()
      await proxy.close()
    }
  })
})
