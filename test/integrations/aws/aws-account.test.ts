import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { type ConnectedAwsAccount, connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import type { PrincipalIdentity } from '../../../src/domain/principal-activity.js'

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const inlinePolicies = [{ name: 'all', document: allowAll }]
const accountId = '111122223333'
const anasKey = { id: 'AKIAEXAMPLE0000000ANA', secret: 'the secret of ana' }
const ci = { type: 'role', name: 'ci' } as const

let simulated: SimulatedAccount
const opened: ConnectedAwsAccount[] = []

beforeAll(async () => {
  simulated = await startSimulatedAccount({
    seed: {
      accountId,
      roles: [
        { name: 'ci', inlinePolicies },
        { name: 'responder', inlinePolicies },
      ],
      users: [{ name: 'ana', inlinePolicies, accessKeys: [anasKey] }],
    },
    enforcementDelayMs: 0,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 100,
  })
})
afterEach(() => {
  for (const account of opened.splice(0)) account.close()
})
afterAll(() => simulated.close())

function connect(options: Partial<Parameters<typeof connectAwsAccount>[0]> = {}): ConnectedAwsAccount {
  const { url: endpoint, adminCredentials: credentials } = simulated
  const common = { partition: 'aws', accountId, endpoint, credentials, lookupEventsPerSecond: 100 } as const
  const account = connectAwsAccount({ ...common, ...options })
  opened.push(account)
  return account
}

async function eventsOf(account: ConnectedAwsAccount, principal: PrincipalIdentity, accessKeyIds: string[] = []) {
  const from = new Date(Date.now() - 60_000).toISOString()
  const to = new Date(Date.now() + 1_000).toISOString()
  const { events } = await account.cloudTrail.activityOf({ principal, from, to, accessKeyIds, maxRequests: 20 })
  return events
}

describe('one account', () => {
  it('nothing is sent before it is asked for', () => {
    expect(connect({ endpoint: 'http://127.0.0.1:9' })).toMatchObject({ partition: 'aws', accountId })
  })

  it('a block is put, seen to be enforced in the trail, and removed', async () => {
    const account = connect()
    const stolen = simulated.issueCredentials('ci', 'intruder')
    const intruder = connect({ credentials: stolen })
    const role = await account.iam.describe(ci)
    if (role === null) throw new Error('the seed has this role')

    await intruder.iam.describe(ci)
    const block = denyAllPolicy('cnt_0123456789abcdefghij')
    await account.iam.putInlinePolicy(ci, block, async () => {})
    await expect(intruder.iam.deleteInlinePolicy(ci, block.name, async () => {})).rejects.toMatchObject({
      kind: 'accessDenied',
    })
    const events = await eventsOf(account, { ...role, accountId }, [stolen.accessKeyId])
    // Events of one second have no order of their own.
    expect(events.map(({ eventName, errorCode }) => `${eventName} ${errorCode ?? 'ok'}`).sort()).toEqual([
      'DeleteRolePolicy AccessDenied',
      'GetRole ok',
      'GetRole ok',
      'PutRolePolicy ok',
    ])

    expect(await account.iam.deleteInlinePolicy(ci, block.name, async () => {})).not.toBeNull()
    expect(simulated.isAllowed('ci', 's3:ListAllMyBuckets')).toBe(true)
  })

  it('without a role to assume the chain is the caller alone', async () => {
    const account = connect()
    expect(await account.sts.callerChain()).toMatchObject([
      { arn: expect.stringMatching(/:user\/tourniquet-operator$/) },
    ])
  })

  it('what a federated user does on a token that a user issued is the activity of that user', async () => {
    const { id: accessKeyId, secret: secretAccessKey } = anasKey
    const sts = new STSClient({
      region: 'us-east-1',
      endpoint: simulated.url,
      credentials: { accessKeyId, secretAccessKey },
    })
    const Policy = JSON.stringify(allowAll)
    const { Credentials } = await sts.send(new GetFederationTokenCommand({ Name: 'guest', Policy }))
    sts.destroy()
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const token = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    await connect({ credentials: token }).cloudTrail.activityOf({
      principal: { ...ci, arn: `arn:aws:iam::${accountId}:role/ci`, accountId, uniqueId: null },
      from: '2026-03-01T08:00:00Z',
      to: '2026-03-01T12:00:00Z',
      accessKeyIds: [],
      maxRequests: 1,
    })

    const account = connect()
    const ana = await account.iam.describe({ type: 'user', name: 'ana' })
    if (ana === null) throw new Error('the seed has this user')
    const events = await eventsOf(account, { ...ana, accountId })
    expect(events.map(({ eventName, actor }) => `${eventName} ${actor.type}`)).toEqual(
      expect.arrayContaining(['GetFederationToken IAMUser', 'LookupEvents FederatedUser']),
    )
    expect(events.find(({ eventName }) => eventName === 'GetFederationToken')?.issued).toMatchObject({
      accessKeyId: token.accessKeyId,
      sessionName: 'guest',
    })
  })
})
