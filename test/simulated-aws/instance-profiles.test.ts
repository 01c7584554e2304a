import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetInstanceProfileCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { defaultTrustPolicy } from '../../simulated-aws/account/trust-policy.js'
import { accountId, errorOf, seed, setUp, tearDown } from './fixture.js'

const web = { InstanceProfileName: 'web' }
const role = { RoleName: 'server' }

afterEach(tearDown)

it('a role is told with the profiles that it is in, and cannot be deleted out of them', async () => {
  const { iam } = await setUp()
  const AssumeRolePolicyDocument = defaultTrustPolicy('aws', accountId)
  await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }))
  const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand({ ...web, Path: '/fleet/' }))
  const listed = async () => (await iam.send(new ListInstanceProfilesForRoleCommand(role))).InstanceProfiles
  expect(await listed()).toEqual([])
  await iam.send(new AddRoleToInstanceProfileCommand({ ...web, ...role }))

  expect(InstanceProfile?.InstanceProfileId).toMatch(/^AIPA[A-Z2-7]{17}$/)
  expect(await listed()).toMatchObject([{ ...web, Path: '/fleet/', Roles: [role] }])
  expect((await iam.send(new GetInstanceProfileCommand(web))).InstanceProfile?.Roles).toMatchObject([role])
  const second = iam.send(new AddRoleToInstanceProfileCommand({ ...web, RoleName: 'Payments' }))
  expect(await errorOf(second)).toMatchObject({ name: 'LimitExceededException', status: 409 })
  for (const deletion of [iam.send(new DeleteRoleCommand(role)), iam.send(new DeleteInstanceProfileCommand(web))]) {
    const message = 'Cannot delete entity, must remove roles from instance profile first.'
    expect(await errorOf(deletion)).toMatchObject({ name: 'DeleteConflictException', message })
  }
  await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...web, ...role }))
  await iam.send(new DeleteRoleCommand(role))
  await iam.send(new DeleteInstanceProfileCommand(web))
  expect(await errorOf(iam.send(new GetInstanceProfileCommand(web)))).toMatchObject({ name: 'NoSuchEntityException' })
})

it('profiles of a seed are listed by path and by role', async () => {
  const instanceProfiles = [{ name: 'a', path: '/x/', roleName: 'payments' }, { name: 'b' }]
  const { iam } = await setUp({ seed: { ...seed, instanceProfiles } })
  const names = (profiles: { InstanceProfileName?: string | undefined }[] | undefined) =>
    profiles?.map(({ InstanceProfileName }) => InstanceProfileName)

  expect(names((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles)).toEqual(['a', 'b'])
  const below = await iam.send(new ListInstanceProfilesCommand({ PathPrefix: '/x/' }))
  expect(names(below.InstanceProfiles)).toEqual(['a'])
  const ofRole = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'Payments' }))
  expect(names(ofRole.InstanceProfiles)).toEqual(['a'])
})
