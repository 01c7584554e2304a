import {
  type AwsAccessOptions,
  type ConnectedAwsAccess,
  connectAwsAccess,
} from '../../../integrations/aws/aws-access.js'
import { iamPolicyFor } from '../../../integrations/aws/iam-policy.js'
import { purposes } from '../../../integrations/aws/permissions.js'
import { trustPolicyFor } from '../../../integrations/aws/trust-policy.js'
import { type SimulatedAccounts, startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import type { Entity } from '../../../src/domain/principal.js'

const home = '444455556666'
const accountId = '111122223333'
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/security/${name}`
const baseKey = { id: 'AKIABASEBASEBASEBASE', secret: 'the secret of base' }
const incident = 'inc_0123456789abcdefghij'
const trustPolicy = JSON.stringify(
  trustPolicyFor({ principalArn: `arn:aws:iam::${home}:user/base`, externalId: 'ours-17' }),
)
const printed = (role: 'investigate' | 'contain') => [
  { name: 'printed', document: JSON.stringify(iamPolicyFor(purposes, { partition: 'aws', accountId }, role)) },
]
const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const path = '/security/'

let simulated: SimulatedAccounts
const opened: ConnectedAwsAccess[] = []
beforeAll(async () => {
  simulated = await startSimulatedAccounts({
    seeds: [
      {
        accountId: home,
        users: [{ name: 'base', inlinePolicies: [{ name: 'assume', document: allowAll }], accessKeys: [baseKey] }],
      },
      {
        accountId,
        roles: [
          { name: 'look', path, trustPolicy, inlinePolicies: printed('investigate') },
          { name: 'write', path, trustPolicy, inlinePolicies: printed('contain') },
          { name: 'mighty', path, trustPolicy, inlinePolicies: [{ name: 'all', document: allowAll }] },
          { name: 'ci', path: '/team/' },
          { name: 'other' },
        ],
        users: [{ name: 'ana', accessKeys: [{ id: 'AKIAEXAMPLE0000000ANA' }] }],
      },
    ],
    enforcementDelayMs: 0,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 1_000,
  })
})
afterEach(() => {
  for (const access of opened.splice(0)) access.close()
})
afterAll(() => simulated.close())

function connect(options: Partial<AwsAccessOptions> = {}): ConnectedAwsAccess {
  const credentials = { accessKeyId: baseKey.id, secretAccessKey: baseKey.secret }
  const access = connectAwsAccess({
    ...{ partition: 'aws', accountId, endpoint: simulated.url, credentials, lookupEventsPerSecond: 1_000 },
    investigateRole: { roleArn: roleArn('look'), externalId: 'ours-17' },
    containRole: { roleArn: roleArn('write'), externalId: 'ours-17' },
    ...options,
  })
  opened.push(access)
  return access
}

const target = () => {
  const found = simulated.accounts[1]
  if (found === undefined) throw new Error('two accounts were seeded')
  return found
}
const entity = (
  name: string,
  type: 'role' | 'user' = 'role',
  arn?: string,
): Entity & { readonly type: 'role' | 'user' } => ({
  ...{ type, name, partition: 'aws', accountId, path: '/', uniqueId: 'x' },
  arn: arn ?? `arn:aws:iam::${accountId}:${type}/${name}`,
})
const ci = entity('ci', 'role', `arn:aws:iam::${accountId}:role/team/ci`)
const block = denyAllPolicy('cnt_0123456789abcdefghij')
const go = async () => {}
const session = (role: string, name: string) => `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`

describe('an account with a role to look and a role to write', () => {
  it('is looked into by the one and written to by the other, both in the name of the incident', async () => {
    const access = connect()
    expect((await access.reader(incident).sts.callerIdentity()).arn).toBe(session('look', incident))
    expect((await access.reader(null).sts.callerIdentity()).arn).toBe(session('look', 'tourniquet'))
    expect((await access.writer(incident, ci).sts.callerIdentity()).arn).toBe(session('write', incident))
    const seen = target().records().length
    await access.reader(incident).iam.describe({ type: 'role', name: 'ci' })
    await access.writer(incident, ci).iam.putInlinePolicy(ci, block, go)
    await access.writer(incident, ci).iam.deleteInlinePolicy(ci, block.name, go)
    expect(
      target()
        .records()
        .slice(seen)
        .map(({ eventName, userIdentity }) => [eventName, userIdentity]),
    ).toEqual([
      ['GetRole', expect.objectContaining({ arn: session('look', incident) })],
      ['PutRolePolicy', expect.objectContaining({ arn: session('write', incident) })],
      ['DeleteRolePolicy', expect.objectContaining({ arn: session('write', incident) })],
    ])
  })

  it('sessions last 15 minutes and are asked for once, however many ask', async () => {
    const access = connect()
    const asked = () =>
      simulated.accounts.flatMap((one) => one.calls()).filter(({ operation }) => operation === 'sts:AssumeRole')
    const before = asked().length
    const reader = access.reader('inc_asked')
    await Promise.all([reader.sts.callerChain(), reader.iam.describe(ci), access.reader('inc_asked').iam.inventory()])
    expect(
      asked()
        .slice(before)
        .map(({ parameters }) => parameters),
    ).toEqual([
      expect.objectContaining({ RoleSessionName: 'inc_asked', DurationSeconds: '900', ExternalId: 'ours-17' }),
    ])
  })

  it('knows all of itself, whichever hand asks: base, the role that looks and the role that writes', async () => {
    const access = connect()
    const base = `arn:aws:iam::${home}:user/base`
    const reading = await access.reader(incident).sts.callerChain()
    expect(reading.map(({ arn }) => arn)).toEqual([base, roleArn('write'), session('look', incident)])
    const writing = await access.writer(incident, ci).sts.callerChain()
    expect(writing.map(({ arn }) => arn)).toEqual([base, roleArn('look'), session('write', incident)])
    expect(writing.map((caller) => caller.accountId)).toEqual([home, accountId, accountId])
  })

  it('a hand that writes reaches its one entity and nothing else', async () => {
    const { iam } = connect().writer(incident, ci)
    const refused = { kind: 'accessDenied' }
    await iam.putInlinePolicy(ci, block, go)
    await expect(iam.putInlinePolicy(entity('other'), block, go)).rejects.toMatchObject(refused)
    await expect(iam.putInlinePolicy(entity('ana', 'user'), block, go)).rejects.toMatchObject(refused)
    await expect(iam.setKeyStatus('ana', 'AKIAEXAMPLE0000000ANA', 'Inactive', go)).rejects.toMatchObject(refused)
    await expect(iam.inventory()).rejects.toMatchObject(refused)
    await iam.deleteInlinePolicy(ci, block.name, go)
    expect(Object.keys(target().describeRole('other')?.inlinePolicies ?? {})).toEqual([])
  })

  it('each incident and each entity has a hand of its own, and the same one again', () => {
    const access = connect()
    expect(access.writer(incident, ci)).toBe(access.writer(incident, ci))
    expect(access.writer(incident, entity('other'))).not.toBe(access.writer(incident, ci))
    expect(access.writer('inc_another', ci)).not.toBe(access.writer(incident, ci))
    expect(access.reader(incident)).toBe(access.reader(incident))
  })
})

describe('an account with one role or none', () => {
  it('where a mighty role does both, what looks still cannot write', async () => {
    const both = { roleArn: roleArn('mighty'), externalId: 'ours-17' }
    const access = connect({ investigateRole: undefined, containRole: both })
    const { sts } = access.reader(incident)
    expect((await sts.callerChain()).map(({ arn }) => arn)).toEqual([
      `arn:aws:iam::${home}:user/base`,
      session('mighty', incident),
    ])
    const looking = access.reader(incident).iam
    if (!('putInlinePolicy' in looking) || typeof looking.putInlinePolicy !== 'function')
      throw new Error('no such method')
    await expect(looking.putInlinePolicy(ci, block, go)).rejects.toMatchObject({ kind: 'accessDenied' })
    await access.writer(incident, ci).iam.putInlinePolicy(ci, block, go)
    await access.writer(incident, ci).iam.deleteInlinePolicy(ci, block.name, go)
  })

  it('where only a role that looks is named, the credentials themselves write', async () => {
    const { adminCredentials } = target()
    const trusting = { roleArn: `arn:aws:iam::${accountId}:role/other` }
    const access = connect({ credentials: adminCredentials, investigateRole: trusting, containRole: undefined })
    expect((await access.reader(incident).sts.callerIdentity()).arn).toBe(session('other', incident))
    const operator = `arn:aws:iam::${accountId}:user/tourniquet-operator`
    expect((await access.writer(incident, ci).sts.callerChain()).map(({ arn }) => arn)).toEqual([
      trusting.roleArn,
      operator,
    ])
  })

  it('without roles one connection does everything', () => {
    const access = connect({ investigateRole: undefined, containRole: undefined })
    expect(access.reader(incident)).toBe(access.writer('inc_another', ci))
  })
})

it.each([
  ['a wrong external id', { roleArn: roleArn('write'), externalId: 'theirs-99' }],
  ['none', { roleArn: roleArn('write') }],
  ['a role that is not there', { roleArn: roleArn('gone'), externalId: 'ours-17' }],
])('with %s it is said that the role cannot be assumed, what to check, and not the id', async (_, containRole) => {
  const access = connect({ containRole })
  const failing = access.writer(incident, ci).sts.callerIdentity()
  await expect(failing).rejects.toMatchObject({ name: 'AwsError', kind: 'accessDenied', operation: 'sts:AssumeRole' })
  await expect(failing).rejects.toThrow(
    /role\/security\/\w+ cannot be assumed: .*external id is the one of the configuration/,
  )
  await expect(failing).rejects.not.toThrow(/theirs-99|ours-17/)
})
