import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { dana } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)
const listBuckets = 's3:ListAllMyBuckets'
const modes = { role: ['deny-all'], user: ['deny-all', 'disable-keys'], group: ['deny-all'] } as const

describe('one session of a role', () => {
  const oneSession = { rules: { modes: { ...modes, role: ['deny-session'] as const } } }

  it('is denied by its aws:userid while the others of the role go on, and is restored to the byte', async () => {
    const stage = await createStage(oneSession)
    const before = stage.account.describeRole('ci-deploy')
    const { accessKeyId: stolen } = stage.account.issueCredentials('ci-deploy', 'stolen')
    const { accessKeyId: other } = stage.account.issueCredentials('ci-deploy', 'other')
    stage.every(2_000, () => {
      stage.callAs(stolen, 's3', 'ListBuckets')
      stage.callAs(other, 's3', 'ListBuckets')
    })
    await stage.block({ ...role, accessKeyId: stolen, sessionName: 'stolen' })
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])

    expect(snapshot.context.verdict).toMatchObject({ enforcement: 'observed', contained: true })
    expect([stolen, other].map((key) => stage.account.isKeyAllowed(key, listBuckets))).toEqual([false, true])
    const plan = await stage.containPlan()
    expect(plan).toMatchObject({ sessionName: 'stolen', modes: ['deny-session'] })
    const text = stage.account.describeRole('ci-deploy')?.inlinePolicies[`DenySession-${plan.containmentId}`]
    expect(text).toContain(`"aws:userid":"${before?.roleId}:stolen"`)
    expect(plan.notCovered.join()).toMatch(/Only the session stolen is denied: .*under another name/)

    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
  })

  it('that the finding does not name means the whole role, and the plan says so', async () => {
    const stage = await createStage(oneSession)
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    const plan = await stage.containPlan()
    expect(plan).toMatchObject({ sessionName: null, modes: ['deny-all'] })
    expect(plan.notCovered).toContain('The finding names no session of this role, so the whole role is denied.')
  })
})

describe('revoked sessions', () => {
  const revoking = { rules: { modes: { ...modes, role: ['revoke-sessions'] as const } } }

  it('of before the write are denied by the clock of AWS, later ones work, and their success is no failure of the block', async () => {
    const stage = await createStage(revoking)
    const before = stage.account.describeRole('ci-deploy')
    const { accessKeyId: old } = stage.account.issueCredentials('ci-deploy', 'old')
    await stage.world.run(2_000)
    await stage.block({ ...role, accessKeyId: old })
    await stage.reach(['verifying'])
    await stage.world.run(2_000)
    const { accessKeyId: fresh } = stage.account.issueCredentials('ci-deploy', 'fresh')
    stage.every(5_000, () => {
      stage.callAs(old, 's3', 'ListBuckets')
      stage.callAs(fresh, 's3', 'ListBuckets')
    })
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    const { containmentId, appliedAt, verdict } = snapshot.context

    expect([old, fresh].map((key) => stage.account.isKeyAllowed(key, listBuckets))).toEqual([false, true])
    expect(verdict).toMatchObject({ enforcement: 'observed', simulation: 'unknown', contained: true })
    const text = stage.account.describeRole('ci-deploy')?.inlinePolicies[`RevokeOlderSessions-${containmentId}`] ?? ''
    const date = /"aws:TokenIssueTime":"([^"]+)"/.exec(text)?.[1] ?? ''
    // The header has whole seconds, and is from just before the write.
    expect(Date.parse(appliedAt ?? '') - Date.parse(date)).toBeLessThanOrEqual(1_000)
    expect(Date.parse(appliedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(date))
    expect((await stage.containPlan()).notCovered.join()).toMatch(
      /whoever may assume the role again gets one that works/,
    )
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
  })

  it('beside a denial of everything are two policies of one plan, and both go with a false alarm', async () => {
    const stage = await createStage({ rules: { modes: { ...modes, role: ['revoke-sessions', 'deny-all'] } } })
    const before = stage.account.describeRole('ci-deploy')
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const names = [`DenyAll-${snapshot.context.containmentId}`, `RevokeOlderSessions-${snapshot.context.containmentId}`]
    expect(ourWrites(stage.account)).toEqual(names.map((name) => `PutRolePolicy ${name}`))
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', simulation: 'denied', contained: true })
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
    // The denial goes last.
    expect(ourWrites(stage.account).slice(2)).toEqual([...names].reverse().map((name) => `DeleteRolePolicy ${name}`))
  })
})

describe('a federated session', () => {
  const issuer = { type: 'user', name: 'dana', arn: 'arn:aws:iam::111122223333:user/dana' } as const
  const federated = { type: 'federatedUser', name: 'support', issuer } as const

  it('is denied with the user who issued it', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    const before = stage.account.describeUser('dana')
    const token = stage.account.issueFederationToken('dana', 'support').accessKeyId
    await stage.block(federated)
    await stage.reach(['contained'])
    expect(stage.account.isKeyAllowed(token, listBuckets)).toBe(false)
    expect((await stage.containPlan()).entity).toMatchObject({ type: 'user', name: 'dana' })
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeUser('dana')).toEqual(before)
    expect(stage.account.isKeyAllowed(token, listBuckets)).toBe(true)
  })

  it('joins the incident that is open on that user, and the other way round', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    stage.report(federated, { sourceId: 'one' })
    await stage.reach(['awaitingApproval'])
    stage.report({ type: 'user', name: 'Dana' }, { sourceId: 'two' })
    await stage.world.run(1_000)
    expect(stage.world.incidents).toHaveLength(1)
    expect(stage.incident().snapshot.context.joinedFindings).toBe(1)
  })

  it('of a protected user is as protected as that user', async () => {
    const stage = await createStage({ seed: { users: [dana()] }, protection: { arns: ['arn:aws:iam::*:user/DANA'] } })
    stage.report(federated)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/"dana" is protected by the configuration/)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('of the root user is refused: nothing in the account denies it', async () => {
    const stage = await createStage()
    stage.report({ ...federated, issuer: { type: 'root', name: 'root' } })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/issued by the root user.*Instead: .*SCP/)
  })
})
