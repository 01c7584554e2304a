import { connectAwsAccess } from '../../../../integrations/aws/aws-access.js'
import { onAwsCall } from '../../../../integrations/aws/aws-call-channel.js'
import { AnywherePacesByRegion } from '../../../../integrations/aws/rolesanywhere/anywhere-paces.js'
import { RolesAnywhereAdapter } from '../../../../integrations/aws/rolesanywhere/roles-anywhere-adapter.js'
import type { SimulatedAccount } from '../../../../simulated-aws/simulated-account.js'
import { accountId, rootKey, setUp, tearDown } from '../../../simulated-aws/fixture.js'
import {
  anywhereClient,
  anywhereSeed,
  enter,
  openDoor,
  region,
  roleArn,
} from '../../../simulated-aws/rolesanywhere/anywhere-fixture.js'

const clock = { nowMs: () => performance.now(), wait: async () => {} }
const go = async () => {}
const opened: { close(): void }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) one.close()
  await tearDown()
})

function adapterOf({ url, adminCredentials }: SimulatedAccount, credentials = adminCredentials) {
  const paces = new AnywherePacesByRegion(1_000, clock).of(region)
  const adapter = new RolesAnywhereAdapter({ partition: 'aws', endpoint: url, credentials }, region, paces)
  opened.push(adapter)
  return adapter
}

async function start(options: Parameters<typeof setUp>[0] = {}) {
  const { account } = await setUp({ seed: anywhereSeed, ...options })
  const client = anywhereClient(account.url, rootKey)
  opened.push({ close: () => client.destroy() })
  const door = await openDoor(client, new Date())
  return { account, client, door, adapter: adapterOf(account) }
}

const absent = '00000000-0000-4000-8000-000000000000'

describe('Roles Anywhere over its REST API', () => {
  it('tells profiles, trust anchors, subjects and tags, and null for what is not there', async () => {
    const { account, door, adapter } = await start()
    await enter(account, door, new Date())
    const profile = await adapter.profile(door.profileId)
    expect(profile).toMatchObject({ arn: door.profileArn, name: 'build agents', enabled: true, roleArns: [roleArn] })
    expect(profile?.createdAt).toMatch(/^\d{4}-.*\.\d{3}Z$/)
    expect(await adapter.profiles()).toEqual([profile])
    const anchor = await adapter.trustAnchor(door.trustAnchorId)
    expect(anchor).toMatchObject({
      enabled: true,
      sourceType: 'CERTIFICATE_BUNDLE',
      sourceMark: expect.stringMatching(/^sha256:/),
    })
    expect(await adapter.trustAnchors()).toEqual([anchor])
    expect((await adapter.subjects()).map(({ x509Subject }) => x509Subject)).toEqual(['CN=laptop'])
    expect(await adapter.tagsOf(door.profileArn)).toEqual([])
    expect([await adapter.profile(absent), await adapter.trustAnchor(absent)]).toEqual([null, null])
    expect(await adapter.tagsOf(door.profileArn.replace(/[^/]+$/, absent))).toBeNull()
  })

  it('lists are whole, over empty first pages too', async () => {
    const { adapter } = await start({ emptyPages: true })
    expect(await adapter.profiles()).toHaveLength(1)
  })

  it("turns off and on, with AWS's own time on the receipt; what is gone is null", async () => {
    const { adapter, door } = await start()
    const receipt = await adapter.setProfileEnabled(door.profileId, false, go)
    expect(receipt).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.stringMatching(/:\d\d\.000Z$/),
    })
    expect((await adapter.profile(door.profileId))?.enabled).toBe(false)
    await adapter.setProfileEnabled(door.profileId, true, go)
    await adapter.setTrustAnchorEnabled(door.trustAnchorId, false, go)
    expect((await adapter.trustAnchor(door.trustAnchorId))?.enabled).toBe(false)
    expect(await adapter.setProfileEnabled(absent, false, go)).toBeNull()
  })

  it('sends nothing once the guard says no, and hands its reason on unchanged', async () => {
    const { account, adapter, door } = await start()
    const seen: string[] = []
    const stop = onAwsCall(({ operation, outcome, attempts }) => seen.push(`${operation} ${outcome} ${attempts}`))
    const held = new Error('frozen')
    await expect(adapter.setProfileEnabled(door.profileId, false, async () => Promise.reject(held))).rejects.toBe(held)
    stop()
    expect(seen).toEqual(['rolesanywhere:DisableProfile guarded 0'])
    expect(account.calls().some(({ operation }) => operation.endsWith('DisableProfile'))).toBe(false)
  })

  it('a read is tried again where AWS throttles or hangs up; a write is sent once, and its silence is ambiguous', async () => {
    const { account, adapter, door } = await start()
    account.injectFault({ operation: 'rolesanywhere:GetProfile', error: { code: 'ThrottlingException', status: 429 } })
    account.injectFault({ operation: 'rolesanywhere:GetProfile', error: 'reset' })
    expect((await adapter.profile(door.profileId))?.enabled).toBe(true)
    account.injectFault({ operation: 'rolesanywhere:DisableProfile', when: 'after', error: 'reset' })
    await expect(adapter.setProfileEnabled(door.profileId, false, go)).rejects.toMatchObject({ kind: 'ambiguous' })
    expect((await adapter.profile(door.profileId))?.enabled).toBe(false)
    account.injectFault({
      operation: 'rolesanywhere:EnableProfile',
      error: { code: 'ThrottlingException', status: 429 },
    })
    await expect(adapter.setProfileEnabled(door.profileId, true, go)).rejects.toMatchObject({ kind: 'throttled' })
  })

  it('says what was refused, and to whom the credentials are unknown', async () => {
    const { account, door } = await start({ seed: { ...anywhereSeed, users: [...(anywhereSeed.users ?? []), nobody] } })
    const adapter = adapterOf(account, { accessKeyId: nobodyKey.id, secretAccessKey: nobodyKey.secret })
    await expect(adapter.profile(door.profileId)).rejects.toMatchObject({ kind: 'accessDenied' })
    const stranger = adapterOf(account, { accessKeyId: 'AKIASTRANGERSTRANGER', secretAccessKey: 'x' })
    await expect(stranger.profile(door.profileId)).rejects.toMatchObject({ kind: 'credentials' })
  })

  it('an answer that is none of AWS is told as such, never read as one', async () => {
    const { account, adapter, door } = await start()
    account.injectFault({
      operation: 'rolesanywhere:GetProfile',
      error: { code: 'InternalServerException', status: 500 },
      times: 9,
    })
    await expect(adapter.profile(door.profileId)).rejects.toMatchObject({ kind: 'ambiguous' })
  }, 20_000)
})

const nobodyKey = { id: 'AKIANOBODYNOBODYNOBO', secret: 'the secret of nobody' }
const nobody = { name: 'nobody', accessKeys: [nobodyKey] }

describe('a hand for one profile', () => {
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:user/admin` }, Action: 'sts:AssumeRole' },
    ],
  }
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

  it('reaches that profile and the trust anchors of its Region, whatever its role may do', async () => {
    const roles = [
      ...(anywhereSeed.roles ?? []),
      { name: 'contain', trustPolicy, inlinePolicies: [{ name: 'all', document: all }] },
    ]
    const { account, door, client } = await start({ seed: { ...anywhereSeed, roles } })
    const other = await openDoor(client, new Date())
    const access = connectAwsAccess({
      partition: 'aws',
      accountId,
      endpoint: account.url,
      credentials: rootKey,
      containRole: { roleArn: `arn:aws:iam::${accountId}:role/contain` },
      rolesAnywherePerSecond: 1_000,
    })
    opened.push(access)
    const entity = {
      type: 'rolesAnywhereProfile',
      partition: 'aws',
      accountId,
      name: 'build agents',
      path: '/',
      arn: door.profileArn,
      uniqueId: door.profileId,
    } as const
    const anywhere = access.writer('inc_0123456789abcdefghij', entity).rolesAnywhere(region)
    expect(await anywhere.setProfileEnabled(door.profileId, false, go)).not.toBeNull()
    expect(await anywhere.setTrustAnchorEnabled(door.trustAnchorId, false, go)).not.toBeNull()
    await expect(anywhere.setProfileEnabled(other.profileId, false, go)).rejects.toMatchObject({ kind: 'accessDenied' })
  })
})
