import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  PutRolePermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import { accountId, allow, errorOf, manualClock, setUp, tearDown } from './fixture.js'

const PolicyArn = `arn:aws:iam::${accountId}:policy/tools`
const RoleName = 'Payments'

afterEach(tearDown)

async function start(options: Parameters<typeof setUp>[0] = {}) {
  const setup = await setUp(options)
  const { iam, account } = setup
  await iam.send(new CreatePolicyCommand({ PolicyName: 'tools', PolicyDocument: JSON.stringify(allow('ec2:*')) }))
  return {
    ...setup,
    allows: (action: string) => account.isAllowed(RoleName, action),
    add: async (action: string, SetAsDefault: boolean) => {
      const PolicyDocument = JSON.stringify(allow(action))
      const made = await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }))
      return made.PolicyVersion
    },
    versions: async () =>
      (await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions?.map(
        ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? ' default' : ''}`,
      ),
  }
}

it('the default version alone counts, and the change of it when it is enforced', async () => {
  const clock = manualClock()
  const { iam, allows, add, versions } = await start({ now: clock.now, enforcementDelayMs: 4_000 })
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  clock.advance(4_000)
  expect(await add('lambda:*', false)).toMatchObject({ VersionId: 'v2', IsDefaultVersion: false })
  clock.advance(4_000)
  expect([allows('ec2:RunInstances'), allows('lambda:Invoke'), await versions()]).toEqual([
    ...[true, false, ['v1 default', 'v2']],
  ])

  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
  clock.advance(3_999)
  expect(allows('ec2:RunInstances')).toBe(true)
  clock.advance(1)
  expect([allows('ec2:RunInstances'), allows('lambda:Invoke'), await versions()]).toEqual([
    ...[false, true, ['v1', 'v2 default']],
  ])
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe('v2')
})

it('a version that is the default from the start counts for those whom the policy bounds as well', async () => {
  const { iam, allows, add } = await start()
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn }))
  expect(allows('s3:GetObject')).toBe(false)
  expect(await add('s3:*', true)).toMatchObject({ VersionId: 'v2', IsDefaultVersion: true })
  expect(allows('s3:GetObject')).toBe(true)
})

it('there are five at most; the default one stays, and no number is given twice', async () => {
  const { iam, add, versions } = await start()
  for (const action of ['a:*', 'b:*', 'c:*', 'd:*']) await add(action, false)
  expect(await errorOf(add('e:*', false).then(() => ({})))).toMatchObject({
    name: 'LimitExceededException',
    status: 409,
  })
  const remove = (VersionId: string) => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }))
  expect(await errorOf(remove('v1'))).toMatchObject({ name: 'DeleteConflictException', status: 409 })
  await remove('v5')
  await add('f:*', false)
  expect(await versions()).toEqual(['v1 default', 'v2', 'v3', 'v4', 'v6'])
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v6' }))
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toEqual(allow('f:*'))
  expect(await errorOf(remove('v5'))).toMatchObject({ name: 'NoSuchEntityException', status: 404 })
})

it("AWS's own policies get no version of ours, and a text that is no policy is none", async () => {
  const { iam } = await start()
  const create = (arn: string, PolicyDocument: string) =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument, SetAsDefault: true }))
  const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'
  const outcome = await errorOf(create(administrator, JSON.stringify(allow('*'))))
  expect(outcome).toMatchObject({
    name: 'AccessDenied',
    message: `Policy ${administrator} is outside your own account.`,
  })
  expect(await errorOf(create(PolicyArn, '{'))).toMatchObject({ name: 'MalformedPolicyDocumentException' })
  expect(await errorOf(create(`${PolicyArn}-2`, '{}'))).toMatchObject({ name: 'NoSuchEntityException' })
})
