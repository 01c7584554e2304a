import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpsCertificateFetch } from '../../../integrations/sns/certificate-fetch.js'
import { SnsUnavailableError } from '../../../integrations/sns/sns-unavailable-error.js'
import { type CertificateOf, rsaKeys } from '../../support/sns/make-certificate.js'
import { signedMessage } from '../../support/sns/signed-message.js'
import {
  CERTIFICATE_URL,
  intermediatePem,
  NOW,
  notification,
  rootPem,
  signingPem,
  sns,
  snsWorld,
  stranger,
} from '../../support/sns/sns-world.js'

const named = (commonName: string) => ({ subject: { organisation: 'Amazon', commonName } })
const [secondMs, dayMs] = [1_000, 86_400_000]

const refusals: readonly (readonly [string, () => Partial<CertificateOf>, string])[] = [
  ['that is over', () => ({ to: new Date(NOW - secondMs) }), 'not valid at this time'],
  ['that is not valid yet', () => ({ from: new Date(NOW + dayMs) }), 'not valid at this time'],
  ['of another host', () => named('evil.example'), 'does not name SNS'],
  ['of another Region', () => named('sns-signing.us-east-1.amazonaws.com'), 'does not name SNS'],
  ['of everything below', () => named('*.amazonaws.com'), 'does not name SNS'],
  ['of a bucket', () => named('sns.amazonaws.com.s3.amazonaws.com'), 'does not name SNS'],
  ['whose other names are not of SNS', () => ({ dnsNames: ['evil.example'] }), 'does not name SNS'],
  ['of another issuer', () => ({ issuer: { organisation: 'Let’s Encrypt', commonName: 'Amazon' } }), 'by Amazon'],
  ['of an issuer like Amazon', () => ({ issuer: { organisation: 'Amazon Ltd', commonName: 'M01' } }), 'by Amazon'],
  ['of an authority', () => ({ isAuthority: true }), 'that of an authority'],
]

it.each(refusals)('refuses a certificate %s', async (_, over, why) => {
  const judged = await snsWorld({ pem: signingPem(over()) }).signed(notification())
  expect(judged).toMatchObject({ kind: 'refused', status: 401, error: 'certificate' })
  expect(judged).toMatchObject({ detail: expect.stringContaining(why) })
})

it('refuses a key that is too short', async () => {
  const short = rsaKeys(1024)
  const world = snsWorld({ pem: signingPem({ publicKey: short.publicKey }) })
  const judged = await world.judge(signedMessage(notification(), short.privateKey))
  expect(judged).toMatchObject({ error: 'certificate', detail: expect.stringContaining('2,048') })
})

it.each([
  ['nothing', ''],
  ['a page', '<html>404</html>'],
  ['a block of nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ['a key', sns.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['five certificates', signingPem().repeat(5)],
])('refuses %s for a certificate', async (_, pem) => {
  expect(await snsWorld({ pem }).signed(notification())).toMatchObject({ status: 401, error: 'certificate' })
})

it.each(['sns.eu-west-1.amazonaws.com', 'sns-signing.eu-west-1.amazonaws.com'])(
  'takes a certificate of the Region itself, by its other name %s',
  async (name) => {
    const pem = signingPem({ ...named('something'), dnsNames: [name] })
    expect(await snsWorld({ pem }).signed(notification())).toMatchObject({ kind: 'notification' })
  },
)

it('follows a chain as far as the file goes, to a root', async () => {
  const withRoots = (pem: string) => snsWorld({ pem, roots: [rootPem] }).signed(notification())
  expect(await withRoots(signingPem() + intermediatePem())).toMatchObject({ kind: 'notification' })
  expect(await withRoots(signingPem() + intermediatePem() + rootPem)).toMatchObject({ kind: 'notification' })
  const forged = intermediatePem({ publicKey: stranger.publicKey })
  expect(await withRoots(signingPem() + forged)).toMatchObject({ detail: expect.stringContaining('does not hold') })
  const over = intermediatePem({ to: new Date(NOW - secondMs) })
  expect(await withRoots(signingPem() + over)).toMatchObject({ detail: expect.stringContaining('not valid') })
  const noAuthority = intermediatePem({ isAuthority: false })
  expect(await withRoots(signingPem() + noAuthority)).toMatchObject({ detail: expect.stringContaining('not hold') })
  const astray = await snsWorld({ pem: signingPem() + intermediatePem() }).signed(notification())
  expect(astray).toMatchObject({ detail: expect.stringContaining('leads to no root') })
})

it('keeps a certificate no longer than it is valid', async () => {
  let now = NOW
  const world = snsWorld({ pem: signingPem({ to: new Date(NOW + 30_000) }), nowMs: () => now })
  expect(await world.signed(notification())).toMatchObject({ kind: 'notification' })
  now += 31_000
  expect(await world.signed(notification())).toMatchObject({ error: 'certificate' })
  expect(world.fetched).toHaveLength(2)
})

it('fetches a certificate once for all that wait for it', async () => {
  const world = snsWorld()
  const judged = await Promise.all(Array.from({ length: 50 }, () => world.signed(notification())))
  expect(judged.every(({ kind }) => kind === 'notification')).toBe(true)
  expect(world.fetched).toHaveLength(1)
})

it('asks SNS for so many made-up certificates a minute and no more, and forgets none that is good', async () => {
  let now = NOW
  let asked = 0
  const world = snsWorld({
    nowMs: () => now,
    fetchCertificate: async (url) => {
      asked += 1
      return url === CERTIFICATE_URL ? { ok: true, pem: signingPem() } : { ok: false, reason: 'no such certificate' }
    },
  })
  await world.signed(notification())
  const madeUp = (index: number) =>
    world.signed(notification({ SigningCertURL: CERTIFICATE_URL.replace('01d088a6', String(index).padStart(8, '0')) }))
  const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => madeUp(index)))
  expect(asked).toBe(30)
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(171)
  expect(await world.signed(notification())).toMatchObject({ kind: 'notification' })
  now += 60_000
  expect(await madeUp(1)).toMatchObject({ error: 'certificate' })
})

describe('over the network', () => {
  async function served<T>(listener: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(listener)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    try {
      return await run(`http://127.0.0.1:${port}/x.pem`)
    } finally {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  }
  const get = httpsCertificateFetch()

  it('reads what is there', async () => {
    expect(await served((_, response) => response.end('text'), get)).toEqual({ ok: true, pem: 'text' })
  })

  it('follows no redirect', async () => {
    let requests = 0
    const answer = await served((request, response) => {
      requests += 1
      response.writeHead(302, { location: `http://${request.headers.host}/elsewhere.pem` }).end()
    }, get)
    expect(answer).toMatchObject({ ok: false })
    expect(requests).toBe(1)
  })

  it('sends nothing of ours along', async () => {
    const headers = await served<Record<string, unknown>>(
      (request, response) => {
        response.end(JSON.stringify(request.headers))
      },
      async (url) => {
        const answer = await get(url)
        return answer.ok ? JSON.parse(answer.pem) : {}
      },
    )
    expect(Object.keys(headers)).toContain('host')
    expect(Object.keys(headers)).not.toContain('authorization')
    expect(Object.keys(headers)).not.toContain('cookie')
    expect(Object.keys(headers)).not.toContain('referer')
  })

  it('reads no more than a chain of certificates has', async () => {
    const answer = await served((_, response) => response.end(Buffer.alloc(1_000_000, 'x')), get)
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('bytes') })
  })

  it.each([404, 403, 410])('takes a %d for an answer', async (status) => {
    const answer = await served((_, response) => response.writeHead(status).end(), get)
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining(String(status)) })
  })

  it.each([429, 500, 503])('tries again later after a %d', async (status) => {
    const answer = served((_, response) => response.writeHead(status).end(), get)
    await expect(answer).rejects.toThrow(SnsUnavailableError)
  })

  it('waits for no slow answer', async () => {
    const answer = served((_, response) => void response.write('-----BEGIN'), httpsCertificateFetch(fetch, 60))
    await expect(answer).rejects.toThrow(SnsUnavailableError)
  })

  it('tries again later where nobody answers', async () => {
    await expect(get('http://127.0.0.1:9/x.pem')).rejects.toThrow(SnsUnavailableError)
  })
})
