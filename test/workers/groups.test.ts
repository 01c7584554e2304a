import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { allow, dana, danaKeys } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const group = { type: 'group', name: 'release' } as const
const createStage = useStages(fewLooks)
const groups = [{ name: 'release', path: '/teams/', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
const erin = { name: 'erin', groups: ['release'], accessKeys: [{ id: 'AKIAERINERINERINERIN' }] }
const seed = { groups, users: [dana({ groups: ['release'] }), erin, { name: 'frank' }] }

describe('the block of a group', () => {
  it('denies every member while it stands, and is restored to the byte', async () => {
    const stage = await createStage({ seed })
    const before = stage.account.describeGroup('release')
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    const { snapshot } = await stage.reach(['contained'])
    const block = `DenyAll-${snapshot.context.containmentId}`
    const mayList = () =>
      [danaKeys.active, 'AKIAERINERINERINERIN'].map((key) => stage.account.isKeyAllowed(key, 's3:ListAllMyBuckets'))
    expect(mayList()).toEqual([false, false])
    const plan = await stage.containPlan()
    expect(plan.impact.members).toEqual(['dana', 'erin'])
    expect(plan.approval).toEqual({
      quorum: 2,
      raisedBecause: [expect.stringMatching(/each of its members \(2\) is denied/)],
    })
    expect(plan.notCovered.join()).toMatch(/one who leaves the group is not/)

    await stage.restore('false-alarm')
    expect(stage.incident().state).toBe('awaitingRestoreApproval')
    await stage.approveRestore('bo')
    await stage.reach(['closed'])
    expect(stage.account.describeGroup('release')).toEqual(before)
    expect(mayList()).toEqual([true, true])
    expect(ourWrites(stage.account)).toEqual([`PutGroupPolicy ${block}`, `DeleteGroupPolicy ${block}`])
  })

  it('sees what its members do: a denied call of one of them is observed', async () => {
    const stage = await createStage({ seed })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    stage.every(2_000, () => void stage.callAs(danaKeys.active, 's3', 'ListBuckets'))
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toMatchObject({ enforcement: 'observed', contained: true })
  })

  it('never asks for more people than there are approvers, and says so', async () => {
    const approval = { contain: { quorum: 1, approvers: 1 }, restore: { quorum: 1, approvers: 1 } }
    const stage = await createStage({ seed, rules: { approval } })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    const { quorum, raisedBecause } = (await stage.containPlan()).approval
    expect(quorum).toBe(1)
    expect(raisedBecause.at(-1)).toMatch(/would take 2 people; 1 can answer/)
  })

  it('that a member joined between the approval and the write is not written: people see the new member first', async () => {
    const stage = await createStage({ seed })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    stage.admin('AddUserToGroup', { GroupName: 'release', UserName: 'frank' })
    await stage.world.run(5_000)
    expect(stage.incident().state).toBe('awaitingApproval')
    expect(stage.incident().snapshot.context).toMatchObject({ approvals: [], decidedBy: [] })
    expect((await stage.containPlan()).impact.members).toEqual(['dana', 'erin', 'frank'])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('a member who leaves and one who joins while it stands are both told of', async () => {
    const stage = await createStage({ seed })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    await stage.reach(['contained'])
    stage.admin('RemoveUserFromGroup', { GroupName: 'release', UserName: 'dana' })
    stage.admin('AddUserToGroup', { GroupName: 'release', UserName: 'frank' })
    const { snapshot } = await stage.reach(['needsHuman'])
    const acts = snapshot.context.verdict.tampering.map(({ what }) => what).join()
    expect(acts).toMatch(/member dana \(AIDA\w+\) left the group/)
    expect(acts).toMatch(/member frank \(AIDA\w+\) joined the group/)
  })
})
