import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { readSignedHead, signatureCheck } from '../../../../app/server/intake/standard-webhooks.js'
import { everySource, signedHeaders, signingSecrets } from '../../../support/intake/senders.js'
import { keptSystemLog, serveIntake } from '../../../support/intake/serve-intake.js'
import { bytesOf, exchange, type WireRequest } from '../../../support/intake/wire.js'
import { useTestPostgres } from '../../../support/services.js'
import type { World } from '../../../support/world.js'
import { useWorlds } from '../../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const [key, nextKey] = signingSecrets
const NOW = Date.parse('2026-03-01T10:05:00.000Z')
const at = new Date(NOW)

/** What the intake makes of a request, without the server. */
function isTaken(headers: Record<string, string>, body: Uint8Array, secrets: readonly string[] = [key]): boolean {
  const read = readSignedHead(headers, NOW)
  return read.ok && signatureCheck(secrets)(read.head, body)
}

describe('a request that is signed by Standard Webhooks', () => {
  it('is taken as the reference library signs it, and never once a byte is other', () => {
    const ids = fc.stringMatching(/^[\w-]{1,40}$/)
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        ids,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (text, id, n, bits) => {
          const headers = signedHeaders(text, { id, at, key })
          const body = Buffer.from(text)
          expect(isTaken(headers, body)).toBe(true)
          expect(isTaken(headers, body, [nextKey])).toBe(false)
          const other = Buffer.concat([body, Buffer.from('!')])
          other[n % other.length] = (other[n % other.length] ?? 0) ^ bits
          expect(isTaken(headers, other)).toBe(false)
          expect(isTaken({ ...headers, 'webhook-id': `${id}x` }, body)).toBe(false)
        },
      ),
    )
  })

  it('is refused wherever the reference library refuses it', () => {
    const body = Buffer.from('{"a":1}')
    const odd = fc.oneof(fc.string(), fc.constantFrom('v1', 'v1,', ',', ' ', 'NaN', '1e9', 'v1,a', '0', '-1'))
    const right = signedHeaders(body, { at: new Date(), key })
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(right)), odd, fc.boolean(), (name, text, isBehind) => {
        const before = Object.entries(right).find(([each]) => each === name)?.[1] ?? ''
        const headers = { ...right, [name]: isBehind ? before + text : text }
        const read = readSignedHead(headers, Date.now())
        const ours = read.ok && signatureCheck([key])(read.head, body)
        if (ours) expect(() => new Webhook(key).verify(body, headers)).not.toThrow()
      }),
    )
  })

  it.each([
    [
      'a body of bytes that are no text, signed as the sign that stands for them',
      Buffer.from('{"a":"\ufffd"}'),
      Buffer.from('{"a":"\u00ff"}', 'latin1'),
    ],
  ])('is refused where the reference library takes %s', (_what, signed, sent) => {
    const headers = signedHeaders(signed, { at: new Date(), key })
    expect(() => new Webhook(key).verify(sent, headers)).not.toThrow()
    const read = readSignedHead(headers, Date.now())
    expect(read.ok && signatureCheck([key])(read.head, sent)).toBe(false)
  })

  it('is refused where the reference library reads a time that was not sent', () => {
    const body = Buffer.from('{}')
    const headers = signedHeaders(body, { at: new Date(), key })
    const odd = { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}abc` }
    expect(() => new Webhook(key).verify(body, odd)).not.toThrow()
    expect(readSignedHead(odd, Date.now())).toEqual({ ok: false, fault: 'headers' })
  })

  it('may be five minutes off, to the second, in both directions', () => {
    const off = (seconds: number) => {
      const headers = signedHeaders('{}', { at: new Date(NOW + seconds * 1000) })
      const read = readSignedHead(headers, NOW)
      return read.ok ? 'taken' : read.fault
    }
    expect([-301, -300, 0, 300, 301].map(off)).toEqual(['time', 'taken', 'taken', 'taken', 'time'])
  })

  it('of nobody is refused: without a secret there is no signature', () => {
    const headers = signedHeaders('{}', { at })
    expect(isTaken(headers, Buffer.from('{}'), [])).toBe(false)
    expect(isTaken(headers, Buffer.from('{}'), ['', 'whsec_', key.slice('whsec_'.length)])).toBe(false)
  })
})

describe('the generic webhook', () => {
  const makeWorld = useWorlds({ databaseUrl })
  const finding = (world: World, more: object = {}) =>
    JSON.stringify({
      id: 'case-1',
      type: 'Honeytoken:IAMUser/KeyUsed',
      severity: 9,
      updatedAt: '2026-03-01T10:01:30Z',
      principal: { arn: `arn:aws:iam::${world.accountId}:role/ci-deploy` },
      ...more,
    })
  const request = (body: string, headers = signedHeaders(body), more: WireRequest = {}) =>
    bytesOf({ body, ...more }, { path: '/webhooks/generic', headers })

  it('opens nothing twice for a request that is sent again, and takes it under no other id', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world, keptSystemLog(), everySource)
    const body = finding(world)
    const headers = signedHeaders(body)
    const first = await exchange(server.port, request(body, headers))
    expect(first).toMatchObject({ status: 202, body: { deduplicated: false } })
    const replays = await Promise.all(Array.from({ length: 10 }, () => exchange(server.port, request(body, headers))))
    for (const replay of replays) {
      expect(replay).toMatchObject({ status: 202, body: { ...first.body, deduplicated: true } })
    }
    const renamed = await exchange(server.port, request(body, { ...headers, 'webhook-id': 'msg_other' }))
    expect(renamed).toMatchObject({ status: 401, error: 'unauthorised' })
    // A sender that signs the same finding under a new id has sent the same finding.
    const resent = await exchange(server.port, request(body, signedHeaders(body, { id: 'msg_new' })))
    expect(resent).toMatchObject({ status: 202, body: { ...first.body, deduplicated: true } })
    expect(await world.runtime.engine.store.listIncidents()).toHaveLength(1)
    await server.close()
  })

  it('reads only small bodies of an address that failed twenty times, so that nobody beside it is locked out', async () => {
    const world = await makeWorld()
    const systemLog = keptSystemLog()
    const server = await serveIntake(world, systemLog, everySource)
    const small = finding(world)
    const large = finding(world, { title: 'x'.repeat(70_000) })
    const forged = { ...signedHeaders(small), 'webhook-signature': `v1,${'A'.repeat(43)}=` }
    expect((await exchange(server.port, request(large))).status).toBe(202)
    const refused = []
    for (let n = 0; n < 25; n += 1) refused.push((await exchange(server.port, request(small, forged))).status)
    expect(refused).toEqual([...Array(20).fill(401), ...Array(5).fill(429)])
    expect((await exchange(server.port, request(small))).status).toBe(202)
    // A body that never comes: the answer does not wait for it.
    const declared = request('', signedHeaders(large), { headers: { 'content-length': String(large.length) } })
    expect(await exchange(server.port, declared)).toMatchObject({ status: 429, error: 'tooManyFailures' })
    const inChunks = { 'content-length': null, 'transfer-encoding': 'chunked' }
    expect((await exchange(server.port, request('1\r\n', signedHeaders(small), { headers: inChunks }))).status).toBe(
      429,
    )
    server.nextMinute()
    expect((await exchange(server.port, request(large))).status).toBe(202)
    await server.close()
    expect(JSON.stringify(systemLog.events)).not.toContain(key.slice('whsec_'.length))
  })

  it('tells a sender whose clock is off that it is the clock, whatever the signature is', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world, keptSystemLog(), everySource)
    const body = finding(world)
    const late = { at: new Date(Date.now() - 3_600_000) }
    const answers = await Promise.all([
      exchange(server.port, request(body, signedHeaders(body, late))),
      exchange(server.port, request(body, signedHeaders('other', { ...late, key: nextKey }))),
    ])
    const [right, wrong] = answers.map(({ status, body: told }) => ({ status, told }))
    expect(right).toEqual({
      status: 401,
      told: expect.objectContaining({ detail: expect.stringMatching(/five minutes/) }),
    })
    expect(wrong).toEqual(right)
    await server.close()
  })
})
