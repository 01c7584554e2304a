import { anAccount, trust } from './an-account.js'

let world: Awaited<ReturnType<typeof anAccount>>
beforeAll(async () => {
  world = await anAccount()
})
afterAll(() => world.close())

describe('describing an entity', () => {
  it('a role tells everything that IAM knows, with the trust policy decoded', async () => {
    const role = await world.iam.describe({ type: 'role', name: 'ci-deploy' })
    expect(role).toEqual({
      type: 'role',
      name: 'ci-deploy',
      path: '/team/',
      arn: 'arn:aws:iam::111122223333:role/team/ci-deploy',
      uniqueId: expect.stringMatching(/^AROA/),
      createdAt: '2026-01-01T00:00:00.000Z',
      trustPolicy: expect.stringMatching(/^{/),
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tags: [{ key: 'team', value: 'payments' }],
      maxSessionDurationSeconds: 7200,
      lastUsedAt: '2026-03-01T09:00:00.000Z',
      lastUsedRegion: 'eu-central-1',
      members: null,
    })
    expect(JSON.parse(role?.trustPolicy ?? '')).toEqual(trust)
  })

  it('a user has no trust policy, no sessions of its own and no members', async () => {
    expect(await world.iam.describe({ type: 'user', name: 'ana' })).toEqual({
      type: 'user',
      name: 'ana',
      path: '/people/',
      arn: 'arn:aws:iam::111122223333:user/people/ana',
      uniqueId: expect.stringMatching(/^AIDA/),
      createdAt: '2026-01-02T00:00:00.000Z',
      trustPolicy: null,
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tags: [{ key: 'team', value: 'payments' }],
      maxSessionDurationSeconds: null,
      lastUsedAt: null,
      lastUsedRegion: null,
      members: null,
    })
  })

  it('a group shows its members, each with what protects it', async () => {
    expect(await world.iam.describe({ type: 'group', name: 'admins' })).toEqual({
      type: 'group',
      name: 'admins',
      path: '/teams/',
      arn: 'arn:aws:iam::111122223333:group/teams/admins',
      uniqueId: expect.stringMatching(/^AGPA/),
      createdAt: '2026-01-04T00:00:00.000Z',
      trustPolicy: null,
      permissionsBoundaryArn: null,
      tags: [],
      maxSessionDurationSeconds: null,
      lastUsedAt: null,
      lastUsedRegion: null,
      members: [
        { name: 'ana', arn: 'arn:aws:iam::111122223333:user/people/ana', uniqueId: expect.stringMatching(/^AIDA/) },
      ],
    })
    expect(await world.iam.describe({ type: 'group', name: 'everybody' })).toMatchObject({ members: [] })
  })

  it.each(['role', 'user', 'group'] as const)('a %s that is not there is null', async (type) => {
    expect(await world.iam.describe({ type, name: 'nobody' })).toBeNull()
  })
})

describe('what belongs to a user or a role', () => {
  it('keys are listed with their status', async () => {
    expect(await world.iam.listAccessKeys('ana')).toEqual([
      { accessKeyId: 'AKIAEXAMPLE0000000001', status: 'Active', createdAt: '2026-01-03T00:00:00.000Z' },
      { accessKeyId: 'AKIAEXAMPLE0000000002', status: 'Inactive', createdAt: expect.any(String) },
    ])
    expect(await world.iam.listAccessKeys('bo')).toEqual([])
    expect(await world.iam.listAccessKeys('nobody')).toBeNull()
  })

  it('a key that was never used was last used never', async () => {
    expect(await world.iam.accessKeyLastUsedAt('AKIAEXAMPLE0000000002')).toBeNull()
  })

  it('IAM refuses to say anything about a key that it does not know, and that is no date', async () => {
    const asked = world.iam.accessKeyLastUsedAt('AKIANOTHERE0000000000')
    await expect(asked).rejects.toMatchObject({ kind: 'accessDenied' })
  })

  it('groups are listed, and a password is told from none', async () => {
    expect((await world.iam.listGroupsOf('ana'))?.sort()).toEqual(['admins', 'readers'])
    expect(await world.iam.listGroupsOf('bo')).toEqual([])
    expect(await world.iam.listGroupsOf('nobody')).toBeNull()
    expect(await world.iam.hasConsoleAccess('ana')).toBe(true)
    expect(await world.iam.hasConsoleAccess('bo')).toBe(false)
  })

  it('instance profiles are listed', async () => {
    expect(await world.iam.listInstanceProfiles('ci-deploy')).toEqual(['web'])
    expect(await world.iam.listInstanceProfiles('nobody')).toBeNull()
  })
})

describe('the whole account', () => {
  it('the inventory has every user, role and group with its own policies, whatever the pages', async () => {
    const inventory = await world.iam.inventory()
    const names = inventory.map(({ type, name }) => `${type}/${name}`).sort()
    expect(names).toEqual([
      'group/admins',
      'group/everybody',
      'group/readers',
      'role/AWSServiceRoleForX',
      'role/busy',
      'role/ci-deploy',
      'user/ana',
      'user/bo',
      'user/tourniquet-operator',
    ])
    const document = expect.stringContaining('arn:aws:s3:::a+b %é/*')
    for (const name of ['ci-deploy', 'ana', 'admins']) {
      expect(inventory.find((entity) => entity.name === name)).toMatchObject({
        arn: expect.stringMatching(new RegExp(`/${name}$`)),
        createdAt: expect.stringMatching(/^2026-01-0\dT/),
        inlinePolicies: [{ name: 'read', document }],
        attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      })
    }
  })

  it('a simulation has a decision for each action', async () => {
    const arn = 'arn:aws:iam::111122223333:user/people/ana'
    const results = await world.iam.simulate(arn, ['s3:GetObject', 'iam:CreateUser'])
    expect(results.map(({ action }) => action).sort()).toEqual(['iam:CreateUser', 's3:GetObject'])
    expect(results.find(({ action }) => action === 'iam:CreateUser')).toMatchObject({ decision: 'implicitDeny' })
  })

  it('a simulation of nobody is refused as not found', async () => {
    const arn = 'arn:aws:iam::111122223333:user/nobody'
    await expect(world.iam.simulate(arn, ['s3:GetObject'])).rejects.toMatchObject({ kind: 'notFound' })
  })
})
