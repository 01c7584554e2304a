import { callsOf, ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { recreateRole } from '../support/world/recreate-role.js'
import { allow } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const RoleName = role.name
const createStage = useStages(fewLooks)

describe('a role that was deleted and created again under its name', () => {
  it('before the block voids the approval, with both ids on the record', async () => {
    const stage = await createStage()
    await stage.block(role)
    recreateRole(stage)
    await stage.reach(['awaitingApproval'])
    const voided = (await stage.audit()).find(({ what }) => what === 'PLAN_OUTDATED')
    expect(voided?.detail).toMatchObject({ reason: expect.stringMatching(/is now AROA\w+; the plan was for AROA/) })
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('is not planned for where the finding names the unique id of the old one', async () => {
    const stage = await createStage()
    const uniqueId = stage.account.describeRole(RoleName)?.roleId ?? ''
    await stage.block({ ...role, uniqueId })
    recreateRole(stage)
    const { snapshot } = await stage.reach(['refused', 'needsHuman'])
    expect(snapshot.context.reason).toMatch(/The entity was replaced: the finding accuses AROA/)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('before the restore is prepared stops it: nothing is deleted from the new role', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    recreateRole(stage)
    stage.admin('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: JSON.stringify(allow('s3:GetObject')) })
    const written = ourWrites(stage.account)
    await stage.restore('false-alarm')
    const stopped = await stage.reach(['needsHuman'])
    expect(stopped.snapshot.context.reason).toMatch(/is another one now/)
    expect(ourWrites(stage.account)).toEqual(written)
    expect(Object.keys(stage.account.describeRole(RoleName)?.inlinePolicies ?? {})).toEqual(['own'])
  })

  it('after the restore was approved stops it, even where the new role carries a policy of our very name', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    const ours = stage.account.describeRole(RoleName)?.inlinePolicies[PolicyName] ?? ''
    await stage.restore('false-alarm')
    recreateRole(stage)
    stage.admin('PutRolePolicy', { RoleName, PolicyName, PolicyDocument: ours })
    const stopped = await stage.reach(['needsHuman'])

    expect(stopped.snapshot.context.reason).toMatch(/It was re-created/)
    expect(Object.keys(stage.account.describeRole(RoleName)?.inlinePolicies ?? {})).toEqual([PolicyName])
    expect(callsOf(stage.account, 'iam:DeleteRolePolicy').filter(({ via }) => via === 'http')).toEqual([])
  })

  it('while it is watched is no block any more, even where it carries a policy of our very text', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    const PolicyDocument = stage.account.describeRole(RoleName)?.inlinePolicies[PolicyName] ?? ''
    recreateRole(stage)
    stage.admin('PutRolePolicy', { RoleName, PolicyName, PolicyDocument })
    const stopped = await stage.reach(['needsHuman'])
    expect(stopped.snapshot.context).toMatchObject({
      appliedAt: null,
      verdict: { policy: 'missing', contained: false },
    })
    expect(ourWrites(stage.account)).toHaveLength(1)
  })

  it('while it is watched is not written to: the block went with the entity that carried it', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    const written = ourWrites(stage.account)
    recreateRole(stage)
    const stopped = await stage.reach(['needsHuman'])
    expect(stopped.snapshot.context).toMatchObject({ appliedAt: null, verdict: { contained: false } })
    expect(ourWrites(stage.account)).toEqual(written)
    expect(await stage.ask({ ask: 'close' }, 'bo')).toEqual({ status: 'accepted', state: 'closed' })
  })
})
