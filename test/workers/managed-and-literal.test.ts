import { managedDenyAllArn } from '../../src/containment/document.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { allow, ciDeploy, dana, danaKeys, filler } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const createStage = useStages(fewLooks)
const role = { type: 'role', name: 'ci-deploy' } as const
const user = { type: 'user', name: 'dana' } as const
const arn = managedDenyAllArn('aws')
const denyAll = { arn, name: 'AWSDenyAll' }
const full = { inlinePolicies: [{ name: 'full', document: filler(1_990) }] }
const groups = [{ name: 'release', inlinePolicies: [{ name: 'full', document: filler(5_090) }] }]

describe('the managed AWSDenyAll, where an inline policy does not fit', () => {
  it.each([
    ['a role', role, { roles: [ciDeploy({ inlinePolicies: [{ name: 'full', document: filler(10_200) }] })] }],
    ['a group', { type: 'group', name: 'release' } as const, { groups, users: [dana({ groups: ['release'] })] }],
  ])('is attached to %s, denies it, and is detached again to the byte', async (_, accused, seed) => {
    const approval = { contain: { quorum: 1, approvers: 1 }, restore: { quorum: 1, approvers: 1 } }
    const stage = await createStage({ seed, rules: { approval } })
    const before = [stage.account.describeRole('ci-deploy'), stage.account.describeGroup('release')]
    await stage.block(accused)
    const { snapshot } = await stage.reach(['contained'])
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', simulation: 'denied', contained: true })
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(ourWrites(stage.account).map((write) => write.split(' ')[1])).toEqual([arn, arn])
    expect([stage.account.describeRole('ci-deploy'), stage.account.describeGroup('release')]).toEqual(before)
  })

  it('that was attached by others before is never detached: keys are turned off beside it, and on again', async () => {
    const stage = await createStage({ seed: { users: [dana({ ...full, attachedPolicies: [denyAll] })] } })
    const before = stage.account.describeUser('dana')
    await stage.block(user)
    await stage.reach(['contained'])
    const plan = await stage.containPlan()
    expect(plan.modes).toEqual(['disable-keys'])
    expect(plan.notCovered).toContain(`No denial is added: ${arn} is attached already, by others.`)
    await stage.restore('false-alarm')
    expect((await stage.restorePlan()).stillDenied).toContain(`${arn} is attached already. It is not ours and stays.`)
    await stage.reach(['closed'])
    expect(stage.account.describeUser('dana')).toEqual(before)
    expect(callsOf(stage.account, 'iam:DetachUserPolicy')).toEqual([])
  })

  it('where it is all that a plan could do, and is there already, nothing is planned', async () => {
    const stage = await createStage({
      seed: { users: [dana({ ...full, attachedPolicies: [denyAll], accessKeys: [] })] },
    })
    stage.report(user)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/already denied by AWSDenyAll, which is not ours/)
  })

  it('that others attached between the approval and the write is theirs: the plan is void, and never detaches it', async () => {
    const stage = await createStage({ seed: { users: [dana(full)] } })
    await stage.block(user)
    stage.admin('AttachUserPolicy', { UserName: 'dana', PolicyArn: arn })
    await stage.world.run(5_000)
    expect(stage.incident().state).toBe('awaitingApproval')
    expect((await stage.containPlan()).modes).toEqual(['disable-keys'])
    expect(ourWrites(stage.account)).toEqual([])
    await stage.approve()
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeUser('dana')?.attachedPolicies).toEqual([arn])
  })

  it('that somebody detached is attached again, and is tampering', async () => {
    const stage = await createStage({ seed: { users: [dana(full)] } })
    await stage.block(user)
    await stage.reach(['contained'])
    stage.admin('DetachUserPolicy', { UserName: 'dana', PolicyArn: arn })
    await stage.reach(['tampered'])
    await stage.reach(['verifying'])
    expect(stage.account.describeUser('dana')?.attachedPolicies).toEqual([arn])
    expect(ourWrites(stage.account)).toEqual([
      `AttachUserPolicy ${arn}`,
      `UpdateAccessKey ${danaKeys.active} Inactive`,
      `AttachUserPolicy ${arn}`,
    ])
  })
})

describe('a literal policy name of the configuration', () => {
  const rules = { policyName: 'DenyAll' }
  const theirs = { name: 'denyall', document: allow('s3:GetObject') }

  it('is taken where there is none of that name, and restored to the byte', async () => {
    const stage = await createStage({ rules })
    const before = stage.account.describeRole('ci-deploy')
    await stage.block(role)
    await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toEqual(['PutRolePolicy DenyAll'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
  })

  it('is refused where there is one, in any case: a put would overwrite it', async () => {
    const stage = await createStage({ rules, seed: { roles: [ciDeploy({ inlinePolicies: [theirs] })] } })
    stage.report(role)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/already has an inline policy "denyall", and a put would overwrite it/)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('that somebody took between the approval and the write is not overwritten', async () => {
    const stage = await createStage({ rules })
    await stage.block(role)
    const PolicyDocument = JSON.stringify(allow('s3:GetObject'))
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName: 'DenyAll', PolicyDocument })
    const { snapshot } = await stage.reach(['refused', 'needsHuman'])
    expect(snapshot.context.reason).toMatch(/already has an inline policy "DenyAll"/)
    expect(stage.account.describeRole('ci-deploy')?.inlinePolicies.DenyAll).toBe(PolicyDocument)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('whose text was replaced while it stood is not overwritten by a re-put: a person is asked', async () => {
    const stage = await createStage({ rules })
    await stage.block(role)
    await stage.reach(['contained'])
    const PolicyDocument = JSON.stringify(allow('s3:GetObject'))
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName: 'DenyAll', PolicyDocument })
    await stage.reach(['needsHuman'])
    expect(stage.account.describeRole('ci-deploy')?.inlinePolicies.DenyAll).toBe(PolicyDocument)
    expect(ourWrites(stage.account)).toEqual(['PutRolePolicy DenyAll'])
  })
})
