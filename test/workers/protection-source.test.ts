import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { ciDeploy, dana } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)

describe('what protects principals', () => {
  it('where it cannot be read nothing is planned and a person is asked; once it can, the incident goes on', async () => {
    const stage = await createStage()
    stage.kept.protect(null)
    stage.report(role)
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/^preparePlan failed: The configuration cannot be read/)
    expect(stage.people.asked).toEqual([])
    stage.kept.protect({})
    await stage.ask({ ask: 'retry' })
    await stage.reach(['awaitingApproval'])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('where it cannot be read any more at the write nothing is written, and a person is asked', async () => {
    const stage = await createStage()
    await stage.block(role)
    stage.kept.protect(null)
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/^putBlock failed: The configuration cannot be read/)
    expect(ourWrites(stage.account)).toEqual([])
    stage.kept.protect({})
    await stage.ask({ ask: 'retry' })
    await stage.reach(['awaitingApproval'])
  })

  it('is asked again before a re-put as well: what is protected by now is not blocked anew', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    stage.kept.protect({ uniqueIds: [stage.account.describeRole('ci-deploy')?.roleId ?? ''] })
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    stage.admin('DeleteRolePolicy', { RoleName: 'ci-deploy', PolicyName })
    const { reason } = (await stage.reach(['needsHuman'])).snapshot.context
    expect(reason).toMatch(/protected by the configuration/)
    expect(ourWrites(stage.account)).toHaveLength(1)
  })

  it.each([
    ['a glob in another case', { arns: ['ARN:AWS:IAM::*:ROLE/SERVICE/CI-*'] }],
    ['the path and any name', { arns: ['arn:aws:iam::111122223333:role/service/*'] }],
  ])('holds by %s', async (_, rules) => {
    const stage = await createStage({ protection: rules })
    stage.report(role)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/protected by the configuration/)
  })

  it('holds by unique id, whatever the entity is called by now', async () => {
    const stage = await createStage()
    stage.kept.protect({ uniqueIds: [(stage.account.describeRole('ci-deploy')?.roleId ?? '').toLowerCase()] })
    stage.report(role)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/"ci-deploy" is protected by the configuration \(aroa/)
  })

  it('by tags only raises what it takes: whoever holds a role may tag it, and must not protect it so', async () => {
    const tags = [{ key: 'ir:protected', value: 'true' }]
    const stage = await createStage({
      seed: { roles: [ciDeploy({ tags })], users: [dana({ tags })] },
      protection: { raisingTags: [{ key: 'ir:protected', value: null }] },
    })
    for (const accused of [role, { type: 'user', name: 'dana' } as const]) {
      stage.report(accused, { sourceId: accused.name })
      await stage.world.run(20_000)
      expect(stage.incident()).toMatchObject({ state: 'awaitingApproval', snapshot: { context: { quorum: 2 } } })
      expect((await stage.containPlan()).approval.raisedBecause).toEqual(['It is tagged ir:protected=true.'])
    }
  })
})
