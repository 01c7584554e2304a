import { fewLooks } from '../support/world/few-looks.js'
import { assume, sharedRole } from '../support/world/shared-role.js'
import { type Stage, useStages } from '../support/world/staged.js'

const MINUTE_MS = 60_000
const createStage = useStages({ ...fewLooks, playbook: 'cross-account-activity' })
const freeze = { kind: 'freeze', everywhere: false, reason: 'a drill', by: 'ana' } as const

/** One session of the role is denied, others go on using it, and people are asked about all of it. */
async function askedForMore() {
  const stage = await createStage({ seed: sharedRole })
  const accessKeyId = assume(stage, 'dana', 'stolen')
  const colleague = assume(stage, 'erin', 'erin-1')
  await stage.world.run(2_000)
  stage.report({ type: 'role', name: 'ci-deploy', accessKeyId, sessionName: 'stolen' })
  await stage.reach(['awaitingApproval'])
  await stage.ask({ ask: 'scope', scope: 'session' }, 'ana')
  await stage.reach(['awaitingApproval'])
  expect(await stage.approve('bo')).toMatchObject({ status: 'decided' })
  await stage.reach(['contained'])
  await stage.ask({ ask: 'scope', scope: 'role' }, 'ana')
  await stage.world.run(MINUTE_MS, () => stage.incident().snapshot.context.widened?.to != null)
  const policies = () => Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {}).length
  return { stage, colleague, policies }
}

const topicsOf = ({ people }: Stage) => people.told.map(({ topic }) => topic)

describe('a wider block that was approved and never sent', () => {
  it('is said to be taken off by nobody where AWS refuses the write: others who use the role are no tampering', async () => {
    const { stage, colleague, policies } = await askedForMore()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'AccessDenied', status: 403 } })
    await stage.approve('bo')
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/^putBlock failed: .*AccessDenied.*the one before it stands/)
    await stage.world.run(6 * MINUTE_MS)
    expect(stage.callAs(colleague, 's3', 'ListBuckets')).toBe('ok')
    await stage.world.run(11 * MINUTE_MS)

    expect(topicsOf(stage)).not.toContain('tampered')
    const { verdict, reputs } = stage.incident().snapshot.context
    expect([verdict.policy, verdict.enforcement, verdict.tampering, reputs]).toEqual(['held', 'notObserved', [], 0])
    expect(policies()).toBe(2)
  })

  it('is written by a retry, and then proven', async () => {
    const { stage, colleague } = await askedForMore()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'AccessDenied', status: 403 } })
    await stage.approve('bo')
    await stage.reach(['needsHuman'])
    stage.account.clearFaults()
    await stage.ask({ ask: 'retry' })
    await stage.reach(['contained'])

    expect(stage.callAs(colleague, 's3', 'ListBuckets')).toBe('AccessDenied')
    expect((await stage.containPlan()).widens).toBeDefined()
  })

  it('leaves a block that can be given back: nobody removed anything', async () => {
    const { stage, policies } = await askedForMore()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'AccessDenied', status: 403 } })
    await stage.approve('bo')
    await stage.reach(['needsHuman'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])

    expect(policies()).toBe(1)
  })

  it('waits out a freeze with what stood before it watched, and put back where it is taken off', async () => {
    const { stage, policies } = await askedForMore()
    const { brakes } = stage.world.parts.store
    const { containmentId } = stage.incident().snapshot.context
    await brakes.pull(freeze)
    await stage.approve('bo')
    await stage.reach(['needsHuman'])
    await stage.world.run(6 * MINUTE_MS)
    expect(topicsOf(stage)).not.toContain('tampered')

    const [name = ''] = Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {}).filter((policy) =>
      policy.includes(containmentId ?? '?'),
    )
    stage.admin('DeleteRolePolicy', { RoleName: 'ci-deploy', PolicyName: name })
    await stage.reach(['tampered'])
    await brakes.release(freeze)
    await stage.world.run(MINUTE_MS)
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toContain(name)
    expect(policies()).toBe(2)
  })
})

it('a wider block whose answer was lost is found by the next look, is told, and both are given back', async () => {
  const { stage, colleague, policies } = await askedForMore()
  stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
  await stage.approve('bo')
  await stage.world.run(MINUTE_MS, () => policies() === 3)
  // Whoever tries again cannot look any more, and gives up.
  stage.account.injectFault({ operation: 'iam:GetRole', error: { code: 'AccessDenied', status: 403 } })
  await stage.reach(['needsHuman'])
  expect(stage.incident().snapshot.context.unreported).not.toBeNull()
  await stage.world.run(6 * MINUTE_MS)
  expect(stage.callAs(colleague, 's3', 'ListBuckets')).toBe('AccessDenied')

  const { reason, unreported, verdict } = stage.incident().snapshot.context
  expect(reason).toBe('A block that was given up was written after all.')
  expect([unreported, verdict.enforcement, verdict.tampering]).toEqual([null, 'notObserved', []])
  expect((await stage.containPlan()).widens).toBeDefined()
  await stage.restore('false-alarm')
  await stage.reach(['closed'])
  expect(policies()).toBe(1)
})

it('a wider block whose answer was lost is given back with the other, also before any look has found it', async () => {
  const { stage, policies } = await askedForMore()
  stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
  await stage.approve('bo')
  await stage.world.run(MINUTE_MS, () => policies() === 3)
  stage.account.injectFault({ operation: 'iam:GetRole', error: { code: 'AccessDenied', status: 403 } })
  await stage.reach(['needsHuman'])
  await stage.restore('false-alarm')
  await stage.reach(['closed'])

  expect(policies()).toBe(1)
})
