import {
  DeleteRolePolicyCommand,
  GetAccountSummaryCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { allow, denyAll, errorOf, setUp, tearDown } from './fixture.js'

const role = { RoleName: 'Payments' }

/** A valid policy of exactly this many characters that are not white space. */
function policyOfSize(characters: number): string {
  const empty = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: '', ...allow('s3:Get').Statement[0] }] })
  return empty.replace('"Sid":""', `"Sid":"${'a'.repeat(characters - empty.length)}"`)
}

afterEach(tearDown)

it('a put overwrites a policy of the same name without a word', async () => {
  const { account, iam } = await setUp()

  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'app', PolicyDocument: denyAll }))

  expect(account.describeRole('Payments')?.inlinePolicies).toEqual({ app: denyAll })
})

it('a document comes back percent-encoded by RFC 3986 and decodes to the bytes that were put', async () => {
  const { iam } = await setUp()
  const text = `{ "Version": "2012-10-17",\n "Statement": {"Sid":"a","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/+ %41'(é)!*"} }`
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'odd', PolicyDocument: text }))

  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ ...role, PolicyName: 'odd' }))

  expect(PolicyDocument).toMatch(/^%7B%20%22Version/)
  expect(PolicyDocument).not.toMatch(/[^A-Za-z0-9%._~-]/)
  expect(decodeURIComponent(PolicyDocument)).toBe(text)
})

it('the inline policies of a role may hold 10,240 characters together, white space not counted', async () => {
  const { account, iam } = await setUp()
  const used = account.describeRole('Payments')?.inlinePolicies.app?.replace(/\s/g, '').length ?? 0
  const fits = policyOfSize(10_240 - used)
  const put = (PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'big', PolicyDocument }))

  await put(fits.replaceAll(',', ' ,\n  '))

  expect(await errorOf(put(policyOfSize(10_240 - used + 1)))).toEqual({
    name: 'LimitExceededException',
    status: 409,
    message: 'Maximum policy size of 10240 bytes exceeded for role Payments',
  })
})

it('those of a user may hold 2,048', async () => {
  const { iam } = await setUp()
  const put = (PolicyDocument: string) =>
    iam.send(new PutUserPolicyCommand({ UserName: 'admin', PolicyName: 'p', PolicyDocument }))

  await put(policyOfSize(2048))

  expect(await errorOf(put(policyOfSize(2049)))).toMatchObject({ name: 'LimitExceededException', status: 409 })
})

it('the account summary tells the quotas', async () => {
  const { iam } = await setUp()
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}))
  expect(SummaryMap).toMatchObject({ RolePolicySizeQuota: 10_240, UserPolicySizeQuota: 2048, Roles: 3 })
})

it('a missing role and a missing policy are both NoSuchEntity, and only the sentence tells them apart', async () => {
  const { iam } = await setUp()
  const missing = { name: 'NoSuchEntityException', status: 404 }

  const calls = [
    (input: { RoleName: string; PolicyName: string }) => iam.send(new GetRolePolicyCommand(input)),
    (input: { RoleName: string; PolicyName: string }) => iam.send(new DeleteRolePolicyCommand(input)),
  ]

  for (const call of calls) {
    const noRole = await errorOf(call({ RoleName: 'Nobody', PolicyName: 'app' }))
    expect(noRole).toEqual({ ...missing, message: 'The role with name Nobody cannot be found.' })
    const noPolicy = await errorOf(call({ ...role, PolicyName: 'nothing' }))
    expect(noPolicy).toEqual({ ...missing, message: 'The role policy with name nothing cannot be found.' })
  }
  expect(await errorOf(iam.send(new GetUserPolicyCommand({ UserName: 'admin', PolicyName: 'x' })))).toMatchObject(
    missing,
  )
})

it('names of roles do not tell cases apart, names of inline policies do', async () => {
  const { account, iam } = await setUp()

  await iam.send(new PutRolePolicyCommand({ RoleName: 'PAYMENTS', PolicyName: 'APP', PolicyDocument: denyAll }))

  expect(Object.keys(account.describeRole('payments')?.inlinePolicies ?? {})).toEqual(['APP', 'app'])
})

it.each(['AWSServiceRoleForSupport', 'AWSReservedSSO_Admin_0123456789abcdef'])(
  'only AWS may modify %s',
  async (RoleName) => {
    const { iam } = await setUp()
    const put = iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'DenyAll', PolicyDocument: denyAll }))

    expect(await errorOf(put)).toEqual({
      name: 'UnmodifiableEntityException',
      status: 400,
      message: `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
    })
  },
)

it.each(['{', '[]', '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}'])(
  'the malformed document %s changes nothing',
  async (PolicyDocument) => {
    const { account, iam } = await setUp()
    const before = account.describeRole('Payments')
    const put = iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'app', PolicyDocument }))

    expect(await errorOf(put)).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 })
    expect(account.describeRole('Payments')).toEqual(before)
  },
)

it.each(['with space', 'a'.repeat(129), 'slash/ed'])('the policy name %p is not valid', async (PolicyName) => {
  const { iam } = await setUp()
  const put = iam.send(new PutRolePolicyCommand({ ...role, PolicyName, PolicyDocument: denyAll }))
  expect(await errorOf(put)).toMatchObject({
    name: 'ValidationError',
    status: 400,
    message: expect.stringContaining('policyName'),
  })
})

it('an untouched role lists what it was seeded with', async () => {
  const { iam } = await setUp()
  const { PolicyNames, IsTruncated, Marker } = await iam.send(new ListRolePoliciesCommand(role))
  expect({ PolicyNames, IsTruncated, Marker }).toEqual({ PolicyNames: ['app'], IsTruncated: false, Marker: undefined })
})
