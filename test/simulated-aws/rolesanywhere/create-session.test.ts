import { X509Certificate } from 'node:crypto'
import { DisableProfileCommand, DisableTrustAnchorCommand, EnableProfileCommand } from '@aws-sdk/client-rolesanywhere'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { issueTo, makeAuthority, toPem } from '../../../simulated-aws/attackers/certificates.js'
import { accountId, manualClock, setUp, tearDown } from '../fixture.js'
import { anywhereClient, anywhereSeed, enter, openDoor, region } from './anywhere-fixture.js'

afterEach(tearDown)

const denied = { ok: false, status: 403, code: 'AccessDeniedException' }

async function start(options: Parameters<typeof setUp>[0] = {}) {
  const { account } = await setUp({ seed: anywhereSeed, ...options })
  const client = anywhereClient(account.url)
  const at = options.now?.() ?? new Date()
  return { account, client, at, door: await openDoor(client, at) }
}

describe('a session by a certificate', () => {
  it.each(['ec', 'rsa'] as const)('is of the role, named after the serial number, and works (%s)', async (type) => {
    const { account, client, at } = await start()
    const door = await openDoor(client, at, makeAuthority('CA', at, type))
    const identity = issueTo('laptop', door.authority, at, type)
    const answer = await enter(account, door, at, { identity })
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`)
    const sts = new STSClient({ endpoint: account.url, region, credentials: answer.credentials })
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/ci-deploy/${identity.serial.toString('hex')}`)
  })

  it('is refused once the profile is off, as soon as that is enforced, and given again once it is on', async () => {
    const clock = manualClock()
    const { account, client, door } = await start({ now: clock.now, enforcementDelayMs: 4_000 })
    const outcome = async () => (await enter(account, door, clock.now())).ok
    await client.send(new DisableProfileCommand({ profileId: door.profileId }))
    expect(await outcome()).toBe(true)
    clock.advance(4_000)
    expect(await enter(account, door, clock.now())).toMatchObject({ ...denied, message: 'Profile is disabled' })
    await client.send(new EnableProfileCommand({ profileId: door.profileId }))
    clock.advance(4_000)
    expect(await outcome()).toBe(true)
  })

  it('is refused while the trust anchor is off', async () => {
    const { account, client, door, at } = await start()
    await client.send(new DisableTrustAnchorCommand({ trustAnchorId: door.trustAnchorId }))
    expect(await enter(account, door, at)).toMatchObject({ ...denied, message: 'Trust anchor is disabled' })
  })

  it('is refused to a certificate of another authority, to an authority itself, and to one that is over', async () => {
    const { account, door, at } = await start()
    const stranger = issueTo('laptop', makeAuthority('evil CA', at), at)
    expect(await enter(account, door, at, { identity: stranger })).toMatchObject(denied)
    expect(await enter(account, door, at, { identity: door.authority })).toMatchObject(denied)
    const old = issueTo('laptop', door.authority, new Date(at.getTime() - 3 * 86_400_000))
    expect(await enter(account, door, at, { identity: old })).toMatchObject(denied)
  })

  it('is refused to whoever has the certificate and not its key, and leaves no record then', async () => {
    const { account, door, at } = await start()
    const victim = issueTo('laptop', door.authority, at)
    const thief = { ...victim, key: issueTo('other', door.authority, at).key }
    expect(await enter(account, door, at, { identity: thief })).toMatchObject(denied)
    expect(account.records().some(({ eventName }) => eventName === 'CreateSession')).toBe(false)
  })

  it('is refused for a role that the profile does not name, and for one that does not let the service in', async () => {
    const { account, client, at, door } = await start()
    const other = `arn:aws:iam::${accountId}:role/other`
    expect(await enter(account, door, at, { roleArn: other })).toMatchObject(denied)
    const second = await openDoor(client, at, door.authority, [other])
    expect(await enter(account, second, at, { roleArn: other })).toMatchObject(denied)
  })

  it('takes no session name unless the profile does', async () => {
    const { account, door, at } = await start()
    const answer = await enter(account, door, at, { roleSessionName: 'build' })
    expect(answer).toMatchObject({ ...denied, message: 'Not authorized to set roleSessionName.' })
  })

  it('is on the trail, issued or refused, without the secrets', async () => {
    const { account, client, door, at } = await start()
    const issued = await enter(account, door, at)
    await client.send(new DisableProfileCommand({ profileId: door.profileId }))
    await enter(account, door, at)
    const records = account.records().filter(({ eventName }) => eventName === 'CreateSession')
    expect(records.map(({ errorCode }) => errorCode ?? 'ok')).toEqual(['ok', 'AccessDenied'])
    if (!issued.ok) throw new Error(issued.message)
    const text = JSON.stringify(records)
    expect(text).toContain(issued.credentials.accessKeyId)
    expect(text).not.toContain(issued.credentials.sessionToken)
    expect(records[0]).toMatchObject({
      eventSource: 'rolesanywhere.amazonaws.com',
      requestParameters: { profileArn: door.profileArn, trustAnchorArn: door.trustAnchorArn },
    })
  })
})

describe('certificates of our own making', () => {
  it('are read and verified by node:crypto, an authority told from what it issued', () => {
    const at = new Date('2026-11-22T12:00:00Z')
    for (const type of ['ec', 'rsa'] as const) {
      const authority = makeAuthority('CA', at, type)
      const [root, leaf] = [toPem(authority), toPem(issueTo('laptop', authority, at))].map(
        (pem) => new X509Certificate(pem),
      )
      expect([root?.ca, leaf?.ca, leaf?.subject]).toEqual([true, false, 'CN=laptop'])
      expect(root !== undefined && leaf?.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true)
    }
  })
})
