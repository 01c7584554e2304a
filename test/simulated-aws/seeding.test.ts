import { randomBytes } from 'node:crypto'
import { describeAccount } from '../../simulated-aws/account/describe.js'
import { createAccount, SeedError } from '../../simulated-aws/account/seeding.js'
import { type SeedInput, seedSchema } from '../../simulated-aws/seed/seed.js'
import { allow, setUp, tearDown } from './fixture.js'

const settings = { enforcementDelayMs: 0, cloudTrailLagMs: 0, lookupEventsPerSecond: 2, emptyPages: false }
const now = () => new Date('2026-03-01T12:00:00Z')
const create = (seed: SeedInput) => createAccount({ seed: seedSchema.parse(seed), settings, now, random: randomBytes })
const accountId = '111122223333'

afterEach(tearDown)

it('the same seed always gives the same account', () => {
  const seed: SeedInput = {
    accountId,
    roles: [{ name: 'A' }],
    users: [{ name: 'u', accessKeys: [{ id: 'AKIAAAAAAAAAAAAAAAAA' }] }],
  }
  expect(describeAccount(create(seed))).toEqual(describeAccount(create(seed)))
  expect(create(seed).users.get('u')?.accessKeys[0]?.secret).toBe(create(seed).users.get('u')?.accessKeys[0]?.secret)
})

it('a policy given as text is kept to the byte', () => {
  const document = ' { "Statement" : {"Effect":"Allow","Action":"s3:*","Resource":"*"} , "Version":"2012-10-17" }\n'
  const account = create({ accountId, roles: [{ name: 'A', inlinePolicies: [{ name: 'p', document }] }] })
  expect(account.roles.get('a')?.inlinePolicies.get('p')).toBe(document)
})

it('a managed policy that a role brings along is known to the account, and counts', async () => {
  const arn = `arn:aws:iam::${accountId}:policy/team`
  const attachedPolicies = [{ arn, name: 'team', document: allow('s3:*') }]
  const { account } = await setUp({ seed: { accountId, roles: [{ name: 'A', attachedPolicies }] } })
  expect([account.isAllowed('A', 's3:GetObject'), account.isAllowed('A', 'ec2:RunInstances')]).toEqual([true, false])
})

it('a boundary whose text is not known allows nothing', async () => {
  const permissionsBoundaryArn = `arn:aws:iam::${accountId}:policy/unknown`
  const inlinePolicies = [{ name: 'p', document: allow('*') }]
  const { account } = await setUp({
    seed: { accountId, roles: [{ name: 'A', inlinePolicies, permissionsBoundaryArn }] },
  })
  expect(account.isAllowed('A', 's3:GetObject')).toBe(false)
})

it('the operator replaces one of a seed that came from a simulated account', async () => {
  const users = [{ name: 'Tourniquet-Operator', accessKeys: [{ id: 'AKIAAAAAAAAAAAAAAAAA', secret: 'old' }] }]
  const { account } = await setUp({ seed: { accountId, users } })
  expect([...account.account.users.values()].map(({ name }) => name)).toEqual(['tourniquet-operator'])
})

it('everything that a seed says of a user is told again, without the secret', () => {
  const account = create({
    accountId,
    groups: [{ name: 'Staff' }],
    users: [
      {
        name: 'ana',
        groups: ['staff'],
        tags: [{ key: 'team', value: 'pay' }],
        accessKeys: [
          {
            id: 'AKIAAAAAAAAAAAAAAAAA',
            secret: 'first-secret',
            status: 'Inactive',
            createDate: '2025-05-01T00:00:00Z',
          },
        ],
        loginProfile: { createDate: '2025-06-01T00:00:00Z', isPasswordResetRequired: true },
      },
    ],
    trails: [{ name: 'audit', s3BucketName: 'evidence' }],
  })
  const state = describeAccount(account)
  expect(state).toMatchObject({
    groups: [{ arn: `arn:aws:iam::${accountId}:group/Staff`, members: ['ana'] }],
    users: [
      {
        groups: ['Staff'],
        tags: { team: 'pay' },
        accessKeys: [{ id: 'AKIAAAAAAAAAAAAAAAAA', status: 'Inactive', createDate: '2025-05-01T00:00:00.000Z' }],
        loginProfile: { createDate: '2025-06-01T00:00:00.000Z', isPasswordResetRequired: true },
      },
    ],
    trails: [{ arn: `arn:aws:cloudtrail:us-east-1:${accountId}:trail/audit`, isLogging: true }],
  })
  expect(JSON.stringify(state)).not.toContain('first-secret')
})

it.each<[string, Partial<SeedInput>]>([
  ['role B is in the seed twice', { roles: [{ name: 'b' }, { name: 'B' }] }],
  ['inline policy p of role A', { roles: [{ name: 'A', inlinePolicies: [{ name: 'p', document: '{' }] }] }],
  ['trust policy of role A', { roles: [{ name: 'A', trustPolicy: allow('sts:AssumeRole') }] }],
  [
    'session s is of role X, which is not there',
    { sessions: [{ roleName: 'X', sessionName: 's', accessKeyId: 'ASIAX', issuedAt: '2026-01-01T00:00:00Z' }] },
  ],
  ['group g is in the seed twice', { groups: [{ name: 'G' }, { name: 'g' }] }],
  ['user u is in group X, which is not there', { users: [{ name: 'u', groups: ['X'] }] }],
  ['instance profile p is of role X, which is not there', { instanceProfiles: [{ name: 'p', roleName: 'X' }] }],
])('a seed that AWS would not let exist is refused: %s', (message, part) => {
  const build = () => create({ accountId, ...part })
  expect(build).toThrow(SeedError)
  expect(build).toThrow(message)
})

it.each([
  { accountId: '123' },
  { accountId, roles: [{ name: 'has space' }] },
  { accountId, roles: [{ name: 'A', path: 'x' }] },
])('the schema refuses %j', (seed) => {
  expect(seedSchema.safeParse(seed).success).toBe(false)
})
