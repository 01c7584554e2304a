import { intruderIn } from '../support/world/intruder.js'
import { allow, ciDeploy, dana } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const createStage = useStages()
const user = { type: 'user', name: 'dana' } as const
const role = { type: 'role', name: 'ci-deploy' } as const
const trust = (who: string) => ({
  PolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: who }, Action: 'sts:AssumeRole' }],
  }),
})
const seed = { users: [dana()], roles: [ciDeploy(), { name: 'exports', inlinePolicies: [] }] }

function noise({ call }: ReturnType<typeof intruderIn>, calls: number): void {
  for (let made = 0; made < calls; made += 1) call('s3', 'ListBuckets')
}

/** What people were told, in the order in which they were. */
function toldIn({ people }: Stage): string[] {
  return people.told.map(({ topic }) => topic)
}

describe('noise before the block', () => {
  it('hides no user, key or role that was made before it, and no trust that was opened', async () => {
    const stage = await createStage({ seed })
    const intruder = intruderIn(stage.account, { userName: 'dana' })
    expect(intruder.call('iam', 'CreateUser', { UserName: 'svc-backup' })).toBe('ok')
    expect(intruder.call('iam', 'CreateAccessKey', { UserName: 'svc-backup' })).toBe('ok')
    expect(
      intruder.call('iam', 'CreateRole', {
        RoleName: 'svc-restore',
        AssumeRolePolicyDocument: trust('999988887777').PolicyDocument,
      }),
    ).toBe('ok')
    expect(intruder.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'exports', ...trust('999988887777') })).toBe('ok')
    await stage.world.run(60_000)
    const stop = stage.every(500, () => noise(intruder, 5))
    await stage.world.run(40_000)
    stop()
    await stage.block(user)
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])

    expect(state).toBe('needsHuman')
    expect(snapshot.context.verdict.suspects.map(({ kind, opened = 'new' }) => `${opened} ${kind}`).sort()).toEqual([
      'new accessKey',
      'new role',
      'new user',
      'trust role',
    ])
    expect(snapshot.context.verdict.trailCut).toBeUndefined()
    expect(toldIn(stage)).toEqual(['suspects', 'needsHuman'])
    expect(snapshot.context.reason).toContain('svc-backup')
    const full = (await stage.looks()).filter(({ depth }) => depth === 'full')
    expect(full.map(({ eventsRead }) => eventsRead)).toEqual([true, true, true])
  })

  it('hides no session of another role that was had before it', async () => {
    const roles = [ciDeploy(), { name: 'exports', inlinePolicies: [{ name: 'all', document: allow('s3:*') }] }]
    const stage = await createStage({ seed: { ...seed, roles } })
    const intruder = intruderIn(stage.account, { userName: 'dana' })
    const roleArn = `arn:aws:iam::${stage.account.account.accountId}:role/exports`
    intruder.obtain('AssumeRole', { RoleArn: roleArn, RoleSessionName: 'maintenance' })
    noise(intruder, 400)
    await stage.block(user)
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toMatchObject({ suspects: [{ kind: 'session' }], contained: false })
  })

  it('alone is nothing against the block: where the rest could be read it is contained', async () => {
    const stage = await createStage({ seed })
    noise(intruderIn(stage.account, { userName: 'dana' }), 400)
    await stage.block(user)
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect({ state, reason: snapshot.context.reason }).toEqual({ state: 'contained', reason: '' })
  })
})

describe('noise after the block', () => {
  it('of more calls than a look reads is no proof of the block: a person is asked, and told why', async () => {
    const stage = await createStage({ rules: { maxCheckRequests: 6 } })
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['verifying'])
    stage.every(1_000, () => noise(intruder, 20))
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(state).toBe('needsHuman')
    expect(snapshot.context.reason).toMatch(/CloudTrail has more calls than could be read/)
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', trailCut: true, contained: false })
    expect(toldIn(stage)).not.toContain('contained')
  })

  it('that ends within the soak is made up for by the look that covers it', async () => {
    const stage = await createStage({ rules: { maxCheckRequests: 6 } })
    const { account } = stage
    await stage.block(role)
    await stage.reach(['verifying'])
    const error = { code: 'ThrottlingException', status: 400 }
    account.injectFault({ operation: 'cloudtrail:LookupEvents', error, times: 8 })
    const { state } = await stage.reach(['contained', 'needsHuman'])
    const full = (await stage.looks()).filter(({ depth }) => depth === 'full')
    expect(full.map(({ eventsCut = false }) => eventsCut)).toEqual([true, false, false])
    expect(state).toBe('contained')
  })

  it('a CloudTrail that is throttled through all of the soak proves nothing either', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    const error = { code: 'ThrottlingException', status: 400 }
    stage.account.injectFault({ operation: 'cloudtrail:LookupEvents', error, times: 10_000 })
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect({ state, cut: snapshot.context.verdict.trailCut }).toEqual({ state: 'needsHuman', cut: true })
  })
})

describe('noise while the block is watched', () => {
  it('takes "contained" back once there is more than could be read, and says so once', async () => {
    const stage = await createStage({ rules: { maxCheckRequests: 6 } })
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['contained'])
    stage.every(1_000, () => noise(intruder, 10))
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/CloudTrail has more calls than could be read/)
    await stage.world.run(11 * 60_000)
    expect(toldIn(stage).filter((topic) => topic === 'needsHuman')).toHaveLength(1)
    expect(toldIn(stage)).not.toContain('suspects')
  })
})
