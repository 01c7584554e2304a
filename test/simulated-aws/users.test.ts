import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { allow, clients, errorOf, setUp, tearDown } from './fixture.js'

const user = { UserName: 'backdoor' }

afterEach(tearDown)

it('a user that was created, permitted and given a key can call, and a switched-off key cannot', async () => {
  const { account, iam } = await setUp()
  await iam.send(new CreateUserCommand(user))
  await iam.send(
    new PutUserPolicyCommand({ ...user, PolicyName: 'p', PolicyDocument: JSON.stringify(allow('iam:ListRoles')) }),
  )
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user))
  const { AccessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {}
  const theirs = clients(account.url, { accessKeyId: AccessKeyId, secretAccessKey })
  await theirs.iam.send(new ListRolesCommand({}))

  await iam.send(new UpdateAccessKeyCommand({ ...user, AccessKeyId, Status: 'Inactive' }))

  expect(await errorOf(theirs.iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
  expect((await iam.send(new ListAccessKeysCommand(user))).AccessKeyMetadata).toMatchObject([
    { AccessKeyId, Status: 'Inactive' },
  ])
  await iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId }))
  expect((await iam.send(new ListAccessKeysCommand(user))).AccessKeyMetadata).toEqual([])
})

it('the record of a new key names it under accessKey and keeps the secret', async () => {
  const { account, iam } = await setUp()
  await iam.send(new CreateUserCommand(user))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user))

  const record = account.records().at(-1)
  expect(record).toMatchObject({
    responseElements: { accessKey: { accessKeyId: AccessKey?.AccessKeyId, userName: 'backdoor' } },
  })
  expect(JSON.stringify(account.records())).not.toContain(AccessKey?.SecretAccessKey)
})

it('a user has two keys at most, one name, and no foreign keys', async () => {
  const { iam } = await setUp()
  await iam.send(new CreateUserCommand(user))
  await iam.send(new CreateAccessKeyCommand(user))
  await iam.send(new CreateAccessKeyCommand(user))

  expect(await errorOf(iam.send(new CreateAccessKeyCommand(user)))).toMatchObject({
    name: 'LimitExceededException',
    status: 409,
  })
  expect(await errorOf(iam.send(new CreateUserCommand({ UserName: 'BackDoor' })))).toMatchObject({
    name: 'EntityAlreadyExistsException',
  })
  const foreign = iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId: 'AKIAROOTROOTROOTROOT' }))
  expect(await errorOf(foreign)).toMatchObject({ name: 'NoSuchEntityException' })
})

it('without a name GetUser is about the caller, which a session is not', async () => {
  const { account, iam } = await setUp()
  expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('admin')
  expect((await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)).toEqual([
    'admin',
    'tourniquet-operator',
  ])
  const session = clients(account.url, account.issueCredentials('Payments', 's1'))
  expect(await errorOf(session.iam.send(new GetUserCommand({})))).toMatchObject({ name: 'ValidationError' })
})
