import { AssumedRole } from '../../../../integrations/aws/sts/assumed-role.js'
import { type ScriptedAnswer, scriptedServer, someCredentials, xmlError, xmlResult } from '../scripted-server.js'

const roleArn = 'arn:aws:iam::111122223333:role/responder'
const minuteMs = 60_000

function session(index: number): ScriptedAnswer {
  const parts = `<AccessKeyId>ASIA${index}</AccessKeyId><SecretAccessKey>s${index}</SecretAccessKey>`
  const token = `<SessionToken>t${index}</SessionToken><Expiration>2026-03-01T10:15:00Z</Expiration>`
  return { body: xmlResult('AssumeRole', `<Credentials>${parts}${token}</Credentials>`) }
}

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function assumed(answer: (index: number) => ScriptedAnswer = session, externalId?: string) {
  const server = await scriptedServer((_, index) => answer(index))
  const clock = { nowMs: Date.parse('2026-03-01T10:00:00Z') }
  const base = { partition: 'aws', endpoint: server.url, credentials: someCredentials } as const
  const role = new AssumedRole(base, { roleArn, sessionName: 'tourniquet', externalId }, () => clock.nowMs)
  closing.push(() => role.close(), server.close)
  return { server, clock, role }
}

describe('credentials of an assumed role', () => {
  it('are asked for with the external id, for 15 minutes', async () => {
    const { server, role } = await assumed(session, 'ext-1')
    expect(await role.credentials()).toMatchObject({ accessKeyId: 'ASIA0', secretAccessKey: 's0', sessionToken: 't0' })
    expect(Object.fromEntries(new URLSearchParams(server.received[0]))).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: roleArn,
      RoleSessionName: 'tourniquet',
      ExternalId: 'ext-1',
      DurationSeconds: '900',
    })
  })

  it('however many ask at once, one request is made', async () => {
    const { server, role } = await assumed()
    const all = await Promise.all(Array.from({ length: 20 }, () => role.credentials()))
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIA0']))
    expect(server.received).toHaveLength(1)
  })

  it('are renewed while the old ones still live longer than the SDK wants', async () => {
    const { server, clock, role } = await assumed()
    await role.credentials()
    clock.nowMs += 8 * minuteMs
    expect((await role.credentials()).accessKeyId).toBe('ASIA0')
    clock.nowMs += 2 * minuteMs
    const renewed = await role.credentials()
    expect(renewed.accessKeyId).toBe('ASIA1')
    expect(renewed.expiration.getTime() - clock.nowMs).toBe(15 * minuteMs)
    expect(server.received).toHaveLength(2)
  })

  it('are used to their end while STS is out of order, and not longer', async () => {
    const { clock, role } = await assumed((index) =>
      index === 0 ? session(0) : { status: 500, body: xmlError('ServiceFailure') },
    )
    await role.credentials()
    clock.nowMs += 14 * minuteMs
    expect((await role.credentials()).accessKeyId).toBe('ASIA0')
    clock.nowMs += minuteMs
    await expect(role.credentials()).rejects.toMatchObject({ kind: 'ambiguous', operation: 'sts:AssumeRole' })
  })

  it.each([
    ['AccessDenied', 403, 'accessDenied'],
    ['InvalidClientTokenId', 403, 'credentials'],
    ['ExpiredToken', 403, 'credentials'],
  ] as const)('%s is told at once, though an old session still works', async (code, status, kind) => {
    const { clock, role } = await assumed((index) => (index === 0 ? session(0) : { status, body: xmlError(code) }))
    await role.credentials()
    clock.nowMs += 10 * minuteMs
    await expect(role.credentials()).rejects.toMatchObject({ kind, code, operation: 'sts:AssumeRole' })
  })

  it('a failed renewal is not the last: the next call asks again', async () => {
    const { role } = await assumed((index) =>
      index === 0 ? { status: 403, body: xmlError('AccessDenied') } : session(index),
    )
    await expect(role.credentials()).rejects.toMatchObject({ kind: 'accessDenied' })
    expect((await role.credentials()).accessKeyId).toBe('ASIA1')
  })

  it('an answer without a whole set of credentials is refused, and shows none of them', async () => {
    const half = '<Credentials><AccessKeyId>ASIA9</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey></Credentials>'
    const { role } = await assumed(() => ({ body: xmlResult('AssumeRole', half) }))
    const error = await role.credentials().catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ kind: 'credentials', code: 'UnexpectedAnswer' })
    expect(JSON.stringify([error, String(error)])).not.toContain('s3cret')
  })
})
