import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import { denyAll, errorOf, setUp, tearDown } from './fixture.js'

const eve = { UserName: 'eve' }
const staff = { ...eve, GroupName: 'staff' }

afterEach(tearDown)

it('a user is deleted only once it has no policy, key, login profile and group, and comes back as another', async () => {
  const { account, iam } = await setUp()
  await iam.send(new CreateUserCommand({ ...eve, Tags: [{ Key: 'a', Value: 'b' }] }))
  const before = account.describeUser('eve')
  await iam.send(new PutUserPolicyCommand({ ...eve, PolicyName: 'p', PolicyDocument: denyAll }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(eve))
  await iam.send(new CreateLoginProfileCommand({ ...eve, Password: 'correct horse' }))
  await iam.send(new CreateGroupCommand({ GroupName: 'staff' }))
  await iam.send(new AddUserToGroupCommand(staff))
  const obstacle = async () => {
    const { name, message } = await errorOf(iam.send(new DeleteUserCommand(eve)))
    return [name, message]
  }
  const must = (what: string) => ['DeleteConflictException', `Cannot delete entity, must ${what} first.`]

  expect(await obstacle()).toEqual(must('delete policies'))
  await iam.send(new DeleteUserPolicyCommand({ ...eve, PolicyName: 'p' }))
  expect(await obstacle()).toEqual(must('delete access keys'))
  await iam.send(new DeleteAccessKeyCommand({ ...eve, AccessKeyId: AccessKey?.AccessKeyId }))
  expect(await obstacle()).toEqual(must('delete login profile'))
  await iam.send(new DeleteLoginProfileCommand(eve))
  expect(await obstacle()).toEqual(must('remove users from group'))
  await iam.send(new RemoveUserFromGroupCommand(staff))
  await iam.send(new DeleteUserCommand(eve))
  expect(await errorOf(iam.send(new GetUserCommand(eve)))).toMatchObject({ name: 'NoSuchEntityException' })

  await iam.send(new CreateUserCommand(eve))
  expect(account.describeUser('eve')?.userId).not.toBe(before?.userId)
})

it('a login profile is one a user, and no log holds its password', async () => {
  const { account, iam } = await setUp()
  await iam.send(new CreateUserCommand(eve))
  expect(await errorOf(iam.send(new GetLoginProfileCommand(eve)))).toMatchObject({ name: 'NoSuchEntityException' })
  const create = () =>
    iam.send(new CreateLoginProfileCommand({ ...eve, Password: 'hunter2-hunter2', PasswordResetRequired: true }))
  await create()

  expect(await errorOf(create())).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 })
  expect((await iam.send(new GetLoginProfileCommand(eve))).LoginProfile).toMatchObject({ PasswordResetRequired: true })
  await iam.send(new UpdateLoginProfileCommand({ ...eve, Password: 'hunter3-hunter3', PasswordResetRequired: false }))
  expect(account.describeUser('eve')?.loginProfile).toMatchObject({ isPasswordResetRequired: false })
  const creation = account.records().find(({ eventName }) => eventName === 'CreateLoginProfile')
  expect(creation).toMatchObject({
    requestParameters: { userName: 'eve', passwordResetRequired: true },
    responseElements: { loginProfile: { userName: 'eve' } },
  })
  expect(JSON.stringify([account.records(), account.calls()])).not.toContain('hunter')
})

it('no user has an MFA device or a service-specific credential', async () => {
  const { iam } = await setUp()
  const admin = { UserName: 'admin' }
  expect((await iam.send(new ListMFADevicesCommand(admin))).MFADevices).toEqual([])
  const listed = await iam.send(new ListServiceSpecificCredentialsCommand(admin))
  expect(listed.ServiceSpecificCredentials).toEqual([])
  expect(await errorOf(iam.send(new ListMFADevicesCommand(eve)))).toMatchObject({ name: 'NoSuchEntityException' })
})
