import { requestBlock } from '../../src/incidents/request-block.js'
import { ourWrites } from '../support/world/calls.js'
import { allow, ciDeploy, dana } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'
import { worldTiming } from '../support/world/timing.js'
import { approvalRules } from '../support/world.js'

const createStage = useStages()
const counts = { quorum: 1, approvers: 2, names: ['ana', 'bo'] }
const approval = { contain: counts, restore: counts }
const groups = [{ name: 'release', path: '/teams/', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
const seed = { groups, roles: [ciDeploy()], users: [dana({ groups: ['release'] })] }

async function requested(by: string, resource: string) {
  const stage = await createStage({ seed, rules: { approval } })
  const { engine } = stage.world
  const { realm } = stage.world.parts.tools
  const opening = { playbook: 'compromised-principal', version: '1', timing: worldTiming }
  const home = { realm, engine, systemLog: { append: async () => {} }, openingOf: () => opening }
  const arn = `arn:aws:iam::${realm.accountId}:${resource}`
  const wish = { by, arn, reason: 'Seen in the log.', severity: null }
  const answer = await stage.during(() => requestBlock([home], approvalRules, wish))
  expect(answer.status).toBe('opened')
  await stage.reach(['awaitingApproval'])
  return stage
}

describe('a block that an approver asked for', () => {
  it('of a group takes no more people than are left, and is written with theirs', async () => {
    const stage = await requested('ana', 'group/teams/release')
    const { quorum, raisedBecause } = (await stage.containPlan()).approval
    expect([quorum, raisedBecause.at(-1)]).toEqual([1, 'That would take 2 people; 1 can answer, so 1 are asked for.'])
    expect(await stage.approve('ana')).toMatchObject({ code: 'ownRequest' })
    expect(ourWrites(stage.account)).toEqual([])
    await stage.approve('bo')
    await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toHaveLength(1)

    // Of a restore likewise: whoever asks does not count.
    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' }, 'bo')
    const isAsked = () => stage.incident().snapshot.context.restorePlanDigest !== null
    await stage.world.run(60_000, isAsked)
    expect((await stage.restorePlan()).approval.quorum).toBe(1)
    expect(await stage.approveRestore('bo')).toMatchObject({ code: 'ownRequest' })
    await stage.approveRestore('ana')
    await stage.reach(['closed'])
  })

  it('of a group takes all of them where an operator asked', async () => {
    const stage = await requested('cyd', 'group/teams/release')
    expect((await stage.containPlan()).approval.quorum).toBe(2)
  })

  it('of a role is collected evidence about, from before the wish', async () => {
    const stage = await requested('cyd', 'role/service/ci-deploy')
    expect((await stage.evidence()).sources.length).toBeGreaterThan(0)
    expect((await stage.containPlan()).entity.name).toBe('ci-deploy')
  })
})
