import {
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  type Credentials as IssuedCredentials,
} from '@aws-sdk/client-sts'
import {
  accountId,
  allow,
  type Clients,
  clients,
  denyAll,
  errorOf,
  manualClock,
  seed,
  setUp,
  tearDown,
} from './fixture.js'

const key = { accessKeyId: 'AKIAANAANAANAANAANAA', secretAccessKey: 'ana-secret' }
const withAna = {
  ...seed,
  users: [
    ...(seed.users ?? []),
    {
      name: 'ana',
      inlinePolicies: [{ name: 'all', document: allow('*') }],
      accessKeys: [{ id: key.accessKeyId, secret: key.secretAccessKey }],
    },
  ],
}
const anaArn = `arn:aws:iam::${accountId}:user/ana`
const federatedArn = `arn:aws:sts::${accountId}:federated-user/bob`
const sessionPolicy = JSON.stringify(allow('s3:*', 'iam:*', 'sts:*'))

afterEach(tearDown)

async function prepare(options: Parameters<typeof setUp>[0] = {}) {
  const all = await setUp({ seed: withAna, ...options })
  return { ...all, ana: clients(all.account.url, key) }
}

function usable(credentials: IssuedCredentials | undefined) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

it('GetSessionToken cannot be denied, and what it gives is the user, with a session', async () => {
  const { account, iam, ana } = await prepare()
  await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'deny', PolicyDocument: denyAll }))
  const { Credentials } = await ana.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }))
  const theirs = clients(account.url, usable(Credentials))

  expect((await theirs.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(anaArn)
  const [issue, use] = account.records().slice(-2)
  expect(issue).toMatchObject({
    eventName: 'GetSessionToken',
    requestParameters: { durationSeconds: 900 },
    responseElements: { credentials: { accessKeyId: Credentials?.AccessKeyId, sessionToken: expect.any(String) } },
  })
  expect(use?.userIdentity).toEqual({
    type: 'IAMUser',
    principalId: account.describeUser('ana')?.userId,
    arn: anaArn,
    accountId,
    accessKeyId: Credentials?.AccessKeyId,
    userName: 'ana',
    sessionContext: { attributes: { creationDate: expect.stringMatching(/Z$/), mfaAuthenticated: 'false' } },
  })
  expect(JSON.stringify(account.records())).not.toContain(Credentials?.SecretAccessKey)
  expect(account.isKeyAllowed(Credentials?.AccessKeyId ?? '', 's3:GetObject')).toBe(false)
})

it('a session token may assume roles and not call IAM, which leaves no record, as there is no MFA', async () => {
  const { account } = await prepare()
  const issued = account.issueSessionToken('ana')
  const theirs = clients(account.url, issued)

  expect(await errorOf(theirs.iam.send(new ListUsersCommand({})))).toEqual({
    name: 'InvalidClientTokenId',
    status: 403,
    message: 'The security token included in the request is invalid.',
  })
  expect(account.records()).toEqual([])
  expect(account.isKeyAllowed(issued.accessKeyId, 'iam:ListUsers')).toBe(false)
  expect(account.isKeyAllowed(issued.accessKeyId, 's3:GetObject')).toBe(true)
  const RoleArn = `arn:aws:iam::${accountId}:role/Payments`
  await theirs.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'onwards' }))
})

const askSessionToken = ({ sts }: Clients, DurationSeconds = 900) =>
  sts.send(new GetSessionTokenCommand({ DurationSeconds }))
const askFederationToken = ({ sts }: Clients, DurationSeconds = 900) =>
  sts.send(new GetFederationTokenCommand({ Name: 'bob', DurationSeconds }))

it.each([
  ['GetSessionToken', askSessionToken],
  ['GetFederationToken', askFederationToken],
])('%s wants a long-term key: sessions of every kind are denied, on the record', async (name, ask) => {
  const { account } = await prepare()
  const sessions = [
    account.issueCredentials('Payments', 's1'),
    account.issueSessionToken('ana'),
    account.issueFederationToken('ana', 'bob'),
  ]
  const message = `Cannot call ${name} with session credentials`
  for (const session of sessions) {
    const refusal = await errorOf(ask(clients(account.url, session)))
    expect(refusal).toEqual({ name: 'AccessDenied', status: 403, message })
  }
  expect(account.records().map(({ errorCode }) => errorCode)).toEqual(['AccessDenied', 'AccessDenied', 'AccessDenied'])
})

it('a federated session may do what both the user and its own policy allow, and is recorded under the user', async () => {
  const { account, ana } = await prepare()
  const { Credentials, FederatedUser } = await ana.sts.send(
    new GetFederationTokenCommand({ Name: 'bob', Policy: sessionPolicy, DurationSeconds: 129_600 }),
  )
  const id = Credentials?.AccessKeyId ?? ''
  const theirs = clients(account.url, usable(Credentials))

  expect(FederatedUser).toEqual({ Arn: federatedArn, FederatedUserId: `${accountId}:bob` })
  expect(
    ['s3:GetObject', 'ec2:RunInstances', 'iam:ListUsers'].map((action) => account.isKeyAllowed(id, action)),
  ).toEqual([true, false, false])
  expect((await theirs.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(federatedArn)
  const [issue, use] = account.records()
  expect(issue).toMatchObject({
    eventName: 'GetFederationToken',
    requestParameters: { name: 'bob', policy: sessionPolicy, durationSeconds: 129_600 },
    responseElements: { credentials: { accessKeyId: id }, federatedUser: { arn: federatedArn } },
  })
  const userId = account.describeUser('ana')?.userId
  expect(use?.userIdentity).toEqual({
    type: 'FederatedUser',
    principalId: `${accountId}:bob`,
    arn: federatedArn,
    accountId,
    accessKeyId: id,
    sessionContext: {
      sessionIssuer: { type: 'IAMUser', principalId: userId, arn: anaArn, accountId, userName: 'ana' },
      attributes: { creationDate: expect.any(String), mfaAuthenticated: 'false' },
    },
  })
})

it('without a session policy a federated session is allowed nothing', async () => {
  const { account, ana } = await prepare()
  const { Credentials } = await ana.sts.send(new GetFederationTokenCommand({ Name: 'bob' }))
  expect(account.isKeyAllowed(Credentials?.AccessKeyId ?? '', 's3:GetObject')).toBe(false)
})

it('managed session policies count, and have to exist', async () => {
  const { account, ana } = await prepare()
  const ask = (arn: string) => ana.sts.send(new GetFederationTokenCommand({ Name: 'bob', PolicyArns: [{ arn }] }))
  const { Credentials } = await ask('arn:aws:iam::aws:policy/ReadOnlyAccess')
  const may = (action: string) => account.isKeyAllowed(Credentials?.AccessKeyId ?? '', action)

  expect([may('s3:GetObject'), may('s3:PutObject')]).toEqual([true, false])
  expect(await errorOf(ask('arn:aws:iam::aws:policy/NoSuchPolicy'))).toMatchObject({ status: 400 })
})

it('a federated session calls neither IAM nor AssumeRole; one of the console calls IAM, on the record as such', async () => {
  const { account } = await prepare()
  const plain = clients(account.url, account.issueFederationToken('ana', 'bob'))
  const RoleArn = `arn:aws:iam::${accountId}:role/Payments`
  const assume = plain.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'onwards' }))
  expect(await errorOf(plain.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
  expect(await errorOf(assume)).toMatchObject({ name: 'AccessDenied' })

  const console = clients(account.url, account.issueFederationToken('ana', 'bob', { console: true }))
  await console.iam.send(new ListUsersCommand({}))
  expect(account.records().at(-1)).toMatchObject({ eventName: 'ListUsers', sessionCredentialFromConsole: 'true' })
})

it('the key that asked may be switched off or deleted: the sessions live on; a denied or deleted user ends them', async () => {
  const { account, iam } = await prepare()
  const sessions = [account.issueSessionToken('ana'), account.issueFederationToken('ana', 'bob')]
  const may = () => sessions.map(({ accessKeyId }) => account.isKeyAllowed(accessKeyId, 's3:GetObject'))
  const ofAna = { UserName: 'ana', AccessKeyId: key.accessKeyId }
  await iam.send(new UpdateAccessKeyCommand({ ...ofAna, Status: 'Inactive' }))
  await iam.send(new DeleteAccessKeyCommand(ofAna))
  expect(may()).toEqual([true, true])

  await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'deny', PolicyDocument: denyAll }))
  expect(may()).toEqual([false, false])
  for (const PolicyName of ['deny', 'all']) await iam.send(new DeleteUserPolicyCommand({ UserName: 'ana', PolicyName }))
  await iam.send(new DeleteUserCommand({ UserName: 'ana' }))
  for (const session of sessions) {
    const identity = clients(account.url, session).sts.send(new GetCallerIdentityCommand({}))
    expect(await errorOf(identity)).toMatchObject({ name: 'InvalidClientTokenId' })
  }
})

it('a revocation of older sessions ends both kinds, and neither newer ones nor the long-term key', async () => {
  const clock = manualClock()
  const { account, iam } = await prepare({ now: clock.now })
  const older = [account.issueSessionToken('ana'), account.issueFederationToken('ana', 'bob')]
  clock.advance(10_000)
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': clock.now().toISOString() } }
  const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }]
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'older', PolicyDocument }))

  const newer = [account.issueSessionToken('ana'), account.issueFederationToken('ana', 'bob')]
  const may = (keys: { accessKeyId: string }[]) =>
    keys.map(({ accessKeyId }) => account.isKeyAllowed(accessKeyId, 's3:GetObject'))
  expect([may(older), may(newer), may([key])]).toEqual([[false, false], [true, true], [true]])
})

it.each([899, 129_601])('a duration of %i seconds is refused', async (durationSeconds) => {
  const { ana } = await prepare()
  for (const ask of [askSessionToken, askFederationToken]) {
    expect(await errorOf(ask(ana, durationSeconds))).toMatchObject({ name: 'ValidationError', status: 400 })
  }
})

it('no MFA code is right, as no user has a device', async () => {
  const { ana } = await prepare()
  const SerialNumber = `arn:aws:iam::${accountId}:mfa/ana`
  const ask = ana.sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode: '123456' }))
  expect(await errorOf(ask)).toMatchObject({ name: 'AccessDenied', status: 403 })
})
