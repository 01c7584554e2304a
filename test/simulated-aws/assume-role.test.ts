import { ListRolesCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { JsonObject } from '../../simulated-aws/json.js'
import type { Credentials } from '../../simulated-aws/simulated-account.js'
import { accountId, allow, clients, denyAll, errorOf, rootKey, type Setup, seed, setUp, tearDown } from './fixture.js'

const arnOf = (name: string) => `arn:aws:iam::${accountId}:role/${name}`
const trust = (principal: JsonObject, condition?: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...(condition && { Condition: condition }) },
  ],
})
const weak = { accessKeyId: 'AKIAWEAKWEAKWEAKWEAK', secretAccessKey: 'weak' }
const denied = { accessKeyId: 'AKIADENYDENYDENYDENY', secretAccessKey: 'deny' }

const roles = [
  ...(seed.roles ?? []),
  { name: 'NamesWeak', trustPolicy: trust({ AWS: `arn:aws:iam::${accountId}:user/weak` }) },
  { name: 'NamesDenied', trustPolicy: trust({ AWS: `arn:aws:iam::${accountId}:user/denied` }) },
  { name: 'NeedsId', trustPolicy: trust({ AWS: accountId }, { StringEquals: { 'sts:ExternalId': 'secret-id' } }) },
  { name: 'ForEc2', trustPolicy: trust({ Service: 'ec2.amazonaws.com' }) },
  {
    name: 'Long',
    maxSessionDurationSeconds: 43_200,
    inlinePolicies: [{ name: 'a', document: allow('sts:*', 'iam:*') }],
  },
]
const users = [
  ...(seed.users ?? []),
  { name: 'weak', accessKeys: [{ id: weak.accessKeyId, secret: weak.secretAccessKey }] },
  {
    name: 'denied',
    inlinePolicies: [{ name: 'deny', document: denyAll }],
    accessKeys: [{ id: denied.accessKeyId, secret: denied.secretAccessKey }],
  },
]

const setUpRoles = () => setUp({ seed: { ...seed, roles, users } })

function assume(setup: Setup, credentials: Credentials, RoleName: string, input: Partial<AssumeRoleCommandInput> = {}) {
  const command = new AssumeRoleCommand({ RoleArn: arnOf(RoleName), RoleSessionName: 'session-1', ...input })
  return clients(setup.account.url, credentials).sts.send(command)
}

async function assumed(
  setup: Setup,
  credentials: Credentials,
  RoleName: string,
  input: Partial<AssumeRoleCommandInput> = {},
) {
  const { Credentials: issued } = await assume(setup, credentials, RoleName, input)
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = issued ?? {}
  return { accessKeyId, secretAccessKey, sessionToken }
}

afterEach(tearDown)

it('assuming a role yields credentials that are the session', async () => {
  const setup = await setUpRoles()
  const answer = await assume(setup, rootKey, 'Payments')
  const session = clients(setup.account.url, await assumed(setup, rootKey, 'Payments'))

  expect(answer).toMatchObject({
    Credentials: { AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/), Expiration: expect.any(Date) },
    AssumedRoleUser: { Arn: `arn:aws:sts::${accountId}:assumed-role/Payments/session-1` },
  })
  const identity = await session.sts.send(new GetCallerIdentityCommand({}))
  expect(identity.UserId).toBe(answer.AssumedRoleUser?.AssumedRoleId)
})

it('where the trust policy names the account, the caller needs a permission of its own', async () => {
  const setup = await setUpRoles()
  expect(await errorOf(assume(setup, weak, 'Payments'))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
    message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
  })
})

it('where the trust policy names the caller, it needs none, but a deny still wins', async () => {
  const setup = await setUpRoles()
  expect((await assume(setup, weak, 'NamesWeak')).Credentials).toBeDefined()
  expect(await errorOf(assume(setup, denied, 'NamesDenied'))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('with an explicit deny in an identity-based policy'),
  })
})

it('a role that trusts others, and one that is not there, are denied in the same words', async () => {
  const setup = await setUpRoles()
  const messages = await Promise.all(
    ['NamesWeak', 'ForEc2', 'NotThere'].map((name) => errorOf(assume(setup, rootKey, name))),
  )
  expect(messages.map(({ message }) => message.replace(/role\/\w+$/, 'role/X'))).toEqual(
    Array(3).fill(
      `User: arn:aws:iam::${accountId}:user/admin is not authorized to perform: sts:AssumeRole on resource: ${arnOf('X')}`,
    ),
  )
})

it('an external id that the trust policy asks for must be given', async () => {
  const setup = await setUpRoles()
  expect(await errorOf(assume(setup, rootKey, 'NeedsId'))).toMatchObject({ name: 'AccessDenied' })
  expect(await errorOf(assume(setup, rootKey, 'NeedsId', { ExternalId: 'other' }))).toMatchObject({
    name: 'AccessDenied',
  })
  expect((await assume(setup, rootKey, 'NeedsId', { ExternalId: 'secret-id' })).Credentials).toBeDefined()
})

it('a session lasts no longer than its role allows, and a chained one an hour at most', async () => {
  const setup = await setUpRoles()
  const tooLong = assume(setup, rootKey, 'Payments', { DurationSeconds: 3601 })
  expect(await errorOf(tooLong)).toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('MaxSessionDuration'),
  })
  expect(await errorOf(assume(setup, rootKey, 'Long', { DurationSeconds: 899 }))).toMatchObject({
    name: 'ValidationError',
  })

  const first = await assumed(setup, rootKey, 'Long', { DurationSeconds: 43_200 })
  const chained = assume(setup, first, 'Long', { DurationSeconds: 7200 })
  expect(await errorOf(chained)).toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('role chaining'),
  })
  expect((await assume(setup, first, 'Long')).Credentials).toBeDefined()
})

it('a session policy takes away and never adds', async () => {
  const setup = await setUpRoles()
  const Policy = JSON.stringify(allow('iam:GetRole', 's3:*'))
  const session = clients(setup.account.url, await assumed(setup, rootKey, 'Payments', { Policy }))
  expect(await errorOf(session.iam.send(new ListRolesCommand({})))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no session policy allows the iam:ListRoles action'),
  })
})

it('the record of an AssumeRole joins the caller and the key that was handed out', async () => {
  const setup = await setUpRoles()
  const { accessKeyId } = await assumed(setup, rootKey, 'Payments', { SourceIdentity: 'ana' })

  expect(setup.account.records().at(-1)).toMatchObject({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    userIdentity: { type: 'IAMUser', userName: 'admin', accessKeyId: rootKey.accessKeyId },
    requestParameters: { roleArn: arnOf('Payments'), roleSessionName: 'session-1', sourceIdentity: 'ana' },
    responseElements: {
      credentials: {
        accessKeyId,
        expiration: expect.stringMatching(/^[A-Z][a-z]{2} \d+, \d{4}, \d+:\d\d:\d\d [AP]M$/),
      },
      assumedRoleUser: { arn: `arn:aws:sts::${accountId}:assumed-role/Payments/session-1` },
    },
    resources: [{ accountId, type: 'AWS::IAM::Role', ARN: arnOf('Payments') }],
  })
})

it('a source identity stays with the chain', async () => {
  const setup = await setUpRoles()
  const first = await assumed(setup, rootKey, 'Long', { SourceIdentity: 'ana' })
  const second = await assumed(setup, first, 'Payments')
  await clients(setup.account.url, second).iam.send(new ListRolesCommand({}))
  expect(setup.account.records().at(-1)).toMatchObject({ userIdentity: { sessionContext: { sourceIdentity: 'ana' } } })
})

it.each(['x', 'a b', 'a/b', 'a:b', 'inc_ü', 'n'.repeat(65)])(
  'a session cannot be named %j',
  async (RoleSessionName) => {
    const setup = await setUpRoles()
    expect(await errorOf(assume(setup, rootKey, 'Payments', { RoleSessionName }))).toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("Value at 'roleSessionName' failed to satisfy constraint"),
    })
  },
)

it('a session can be named after an incident, and a trust policy can ask for such names', async () => {
  const inc = 'inc_0mwrif4x6tmttdic7f19'
  const condition = { StringLike: { 'sts:RoleSessionName': ['inc_*', 'tourniquet*'] } }
  const named = { name: 'Named', trustPolicy: trust({ AWS: accountId }, condition) }
  const setup = await setUp({ seed: { ...seed, roles: [named], users } })
  const { AssumedRoleUser } = await assume(setup, rootKey, 'Named', { RoleSessionName: inc })
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/Named/${inc}`)
  expect(await errorOf(assume(setup, rootKey, 'Named', { RoleSessionName: 'someone' }))).toMatchObject({
    name: 'AccessDenied',
  })
})
