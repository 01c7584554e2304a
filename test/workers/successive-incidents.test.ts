import { preImageSchema } from '../../src/containment/pre-image.js'
import { orphansAmong, ownTracesIn } from '../../src/report/own-traces.js'
import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { allow, dana, danaKeys } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)
const MINUTE_MS = 60_000
const listBuckets = 's3:ListAllMyBuckets'

async function blockAndRestore(stage: Stage, as: 'false-alarm' | 'compromise', sourceId: string) {
  await stage.block(role, { sourceId })
  const { snapshot } = await stage.reach(['contained'])
  await stage.restore(as)
  await stage.reach(['closed'])
  return snapshot.context.containmentId ?? ''
}

describe('incidents on one principal, one after the other', () => {
  it('each have a block and a pre-image of their own, and each is restored to the byte', async () => {
    const stage = await createStage()
    const before = stage.account.describeRole('ci-deploy')
    const ids = [await blockAndRestore(stage, 'false-alarm', 'one'), await blockAndRestore(stage, 'false-alarm', 'two')]
    expect(new Set(ids).size).toBe(2)
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
    const preImages = stage.filed('preImage').map(({ body }) => preImageSchema.parse(body))
    expect(preImages.map(({ inlinePolicies }) => inlinePolicies.map(({ name }) => name))).toEqual([
      ['deploy'],
      ['deploy'],
    ])
  })

  it('the revocation that the first one left is the "before" of the second, and is never touched by it', async () => {
    const stage = await createStage()
    const first = await blockAndRestore(stage, 'compromise', 'one')
    const before = stage.account.describeRole('ci-deploy')
    expect(Object.keys(before?.inlinePolicies ?? {})).toEqual([`RevokeOlderSessions-${first}`, 'deploy'])
    await stage.block(role, { sourceId: 'two' })
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    expect((await stage.restorePlan()).stillDenied.join()).toContain(first)
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
  })

  it('on a user and on its group at once deny on until both are restored', async () => {
    const groups = [{ name: 'release', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
    const modes = { role: ['deny-all'], user: ['deny-all'], group: ['deny-all'] } as const
    const approval = { contain: { quorum: 1, approvers: 1 }, restore: { quorum: 1, approvers: 1 } }
    const stage = await createStage({
      seed: { groups, users: [dana({ groups: ['release'] })] },
      rules: { modes, approval },
    })
    const isDenied = () => !stage.account.isKeyAllowed(danaKeys.active, listBuckets)
    await stage.block({ type: 'user', name: 'dana' }, { sourceId: 'one' })
    await stage.reach(['contained'])
    await stage.block({ type: 'group', name: 'release' }, { sourceId: 'two' })
    await stage.reach(['contained'])
    expect(isDenied()).toBe(true)
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect([isDenied(), stage.account.describeGroup('release')?.inlinePolicies]).toEqual([
      true,
      { work: expect.any(String) },
    ])
    expect(Object.keys(stage.account.describeUser('dana')?.inlinePolicies ?? {})).toHaveLength(2)
  })
})

describe('a finding just after a restore', () => {
  it('that shows nothing newer is held down: nobody is asked, nothing is written, and people are told why', async () => {
    const stage = await createStage()
    const lastSeenAt = stage.world.time.now().toISOString()
    await stage.block(role, { lastSeenAt })
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    const written = ourWrites(stage.account)
    await stage.world.run(10 * MINUTE_MS)
    stage.report(role, { lastSeenAt, updatedAt: stage.world.time.now().toISOString() })
    await stage.world.run(5_000)

    expect(stage.incident()).toMatchObject({ state: 'heldDown', open: false })
    expect(stage.incident().snapshot.context.reason).toMatch(
      /Access was given back at .*, and this finding shows no newer/,
    )
    expect(stage.people.told.at(-1)).toMatchObject({ topic: 'heldDown' })
    expect(stage.people.asked).toHaveLength(2)
    expect(ourWrites(stage.account)).toEqual(written)
  })

  it('that shows activity since asks people again, though GuardDuty keeps the id of the finding', async () => {
    const stage = await createStage()
    await blockAndRestore(stage, 'false-alarm', 'same')
    stage.report(role, { sourceId: 'same' })
    await stage.reach(['awaitingApproval'])
  })

  it('that comes while the restore is still watched for late writes, with newer activity, asks a person', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['restored'])
    await stage.world.run(MINUTE_MS)
    stage.report(role, { sourceId: 'again' })
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/activity of the principal after access was given back/)
    expect(stage.world.incidents).toHaveLength(1)
  })

  it('after an hour is judged for itself', async () => {
    const stage = await createStage()
    const lastSeenAt = stage.world.time.now().toISOString()
    await blockAndRestore(stage, 'false-alarm', 'one')
    await stage.world.run(61 * MINUTE_MS)
    stage.report(role, { lastSeenAt, updatedAt: stage.world.time.now().toISOString() })
    await stage.reach(['awaitingApproval'])
  })
})

describe('what is ours in IAM', () => {
  const orphansOf = async (stage: Stage, known: Parameters<typeof orphansAmong>[1]) => {
    const { aws, tools } = stage.world.parts
    const inventory = await stage.during(() => aws.iam.inventory())
    return orphansAmong(ownTracesIn(inventory, 'aws'), known, tools.realm)
  }

  it('is found by its mark alone, with the commands that take it off, also where no record of it is left', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const [orphan, ...others] = await orphansOf(stage, {
      realm: stage.world.engine.realm,
      account: { id: '111122223333', name: '' },
      complete: true,
      blocks: [],
      ended: [],
    })
    expect(others).toEqual([])
    expect(orphan).toMatchObject({ containmentId: snapshot.context.containmentId, entity: { name: 'ci-deploy' } })
    expect(orphan?.commands.join()).toContain(`DenyAll-${snapshot.context.containmentId}`)
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(await orphansOf(stage, null)).toEqual([])
  })

  it('has an undo card outside the record before anything is written, with the very writes of the plan', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    const filedAt: number[] = []
    stage.account.onCall(({ operation, via }) => {
      if (via === 'http' && operation === 'iam:PutUserPolicy') filedAt.push(stage.kept.cards.length)
    })
    await stage.block({ type: 'user', name: 'dana' })
    await stage.reach(['contained'])
    const { containmentId, entity, writes } = await stage.containPlan()
    expect(filedAt).toEqual([1])
    expect(stage.kept.cards).toEqual([expect.objectContaining({ containmentId, entity, writes })])
  })
})
