import { ourWrites } from '../support/world/calls.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const RoleName = role.name
const createStage = useStages()

describe('a person who retries after the block was taken off', () => {
  it('has it put again once the attacker is stopped, and it is contained by the next soak, without a second retry', async () => {
    const stage = await createStage({ enforcementDelayMs: 600_000 })
    const { stop } = stage.attack('strip-inline', { roleName: RoleName }, 250)
    await stage.block(role)
    await stage.reach(['needsHuman'])
    stop()
    // CloudTrail tells by then who took it off.
    await stage.world.run(20 * 60_000)
    expect(ourWrites(stage.account)).toHaveLength(4)
    await stage.ask({ ask: 'retry' })
    const { snapshot } = await stage.reach(['contained', 'needsHuman', 'tampered'])

    const { verdict, reputs, reason, containmentId } = snapshot.context
    expect([reason, verdict, reputs]).toMatchObject(['', { contained: true, policy: 'held', tampering: [] }, 0])
    expect(ourWrites(stage.account)).toHaveLength(5)
    expect(stage.account.describeRole(RoleName)?.inlinePolicies).toHaveProperty(`DenyAll-${containmentId}`)
    const [contained] = stage.people.told.filter(({ topic }) => topic === 'contained')
    expect(contained?.reason).toBe('')
  })

  it('writes nothing where it was put back and has stood since, and the removal of before is not held against it', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    await stage.world.run(25_000)
    const PolicyName = `DenyAll-${stage.incident().snapshot.context.containmentId}`
    stage.admin('DeleteRolePolicy', { RoleName, PolicyName })
    await stage.reach(['needsHuman'])
    const before = ourWrites(stage.account).length
    await stage.ask({ ask: 'retry' })

    const { snapshot } = await stage.reach(['contained', 'needsHuman', 'tampered'])
    expect([snapshot.context.reason, snapshot.context.verdict]).toMatchObject(['', { contained: true, tampering: [] }])
    expect(ourWrites(stage.account)).toHaveLength(before)
  })

  it('is told of a removal after the retry as of any: what comes later counts', async () => {
    const stage = await createStage({ enforcementDelayMs: 600_000 })
    stage.attack('strip-inline', { roleName: RoleName }, 250)
    await stage.block(role)
    await stage.reach(['needsHuman'])
    const told = stage.people.told.length
    await stage.ask({ ask: 'retry' })
    await stage.reach(['needsHuman'])

    // Put again, and put back three times: then a person is asked again.
    expect(ourWrites(stage.account)).toHaveLength(8)
    const topics = stage.people.told.slice(told).map(({ topic }) => topic)
    expect(topics).toEqual(['tampered', 'tampered', 'tampered', 'needsHuman'])
  })
})
