import {
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam'
import { allow, denyAll, errorOf, setUp, tearDown } from './fixture.js'

// Spread wherever it is handed to a paginator: those write the marker into their input.
const role = { RoleName: 'Payments' }
const names = Array.from({ length: 7 }, (_, index) => `p${index}`)
const seed = {
  accountId: '111122223333',
  roles: [{ name: 'Payments', inlinePolicies: names.map((name) => ({ name, document: allow('s3:Get*') })) }],
  users: [
    {
      name: 'admin',
      attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' }],
      accessKeys: [{ id: 'AKIAROOTROOTROOTROOT', secret: 'administrator-secret' }],
    },
  ],
}

afterEach(tearDown)

it('a list is served in pages of MaxItems, each name once', async () => {
  const { iam } = await setUp({ seed })
  const pages: string[][] = []
  for await (const page of paginateListRolePolicies({ client: iam, pageSize: 3 }, { ...role }))
    pages.push(page.PolicyNames ?? [])
  expect(pages).toEqual([['p0', 'p1', 'p2'], ['p3', 'p4', 'p5'], ['p6']])
})

it('where asked for, every list begins with an empty page that says there is more', async () => {
  const { iam } = await setUp({ seed, emptyPages: true })

  const first = await iam.send(new ListRolePoliciesCommand(role))
  expect(first).toMatchObject({ PolicyNames: [], IsTruncated: true, Marker: expect.any(String) })

  const found: string[] = []
  for await (const page of paginateListRolePolicies({ client: iam }, { ...role }))
    found.push(...(page.PolicyNames ?? []))
  expect(found).toEqual(names)
  const roles: (string | undefined)[] = []
  for await (const page of paginateListRoles({ client: iam }, {}))
    roles.push(...(page.Roles ?? []).map((r) => r.RoleName))
  expect(roles).toEqual(['Payments'])
})

it('what is added or removed between two pages hides nothing else', async () => {
  const { iam } = await setUp({ seed })
  const first = await iam.send(new ListRolePoliciesCommand({ ...role, MaxItems: 3 }))
  await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'p0' }))
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'a', PolicyDocument: denyAll }))

  const second = await iam.send(new ListRolePoliciesCommand({ ...role, Marker: first.Marker }))

  expect(second.PolicyNames).toEqual(['p3', 'p4', 'p5', 'p6'])
})

it.each([
  { Marker: 'nonsense' },
  { Marker: Buffer.from('[]').toString('base64url') },
  { MaxItems: 0 },
  { MaxItems: 1001 },
])('the paging parameters %j are refused', async (parameters) => {
  const { iam } = await setUp({ seed })
  const list = iam.send(new ListRolePoliciesCommand({ ...role, ...parameters }))
  expect(await errorOf(list)).toMatchObject({ name: 'ValidationError', status: 400 })
})
