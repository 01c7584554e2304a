import { callsOf, ourWrites } from '../support/world/calls.js'
import { dana } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const user = { type: 'user', name: 'dana' } as const
const createStage = useStages()
const MINUTE_MS = 60_000

async function countOf(stage: Stage, what: string): Promise<number> {
  return (await stage.audit()).filter((record) => record.what === what).length
}

describe('4. Crash after Put, before record', () => {
  it('the policy that is ours is found and adopted: one policy, one action on the record, and the restore works', async () => {
    const stage = await createStage()
    const before = stage.account.describeRole('ci-deploy')
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    stage.world.killWorkerAt({ calls: 1, of: 'writes', when: 'after' })
    await stage.approve()
    await stage.world.run(10_000)
    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(await countOf(stage, 'BLOCK_APPLIED')).toBe(0)
    const { snapshot } = await stage.reach(['contained'])
    const block = `DenyAll-${snapshot.context.containmentId}`

    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(1)
    const applied = (await stage.audit()).filter(({ what }) => what === 'BLOCK_APPLIED')
    expect(applied.map(({ detail }) => detail)).toEqual([expect.objectContaining({ preWrite: 'adopted' })])
    expect(await countOf(stage, 'APPROVED')).toBe(1)
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
    expect(ourWrites(stage.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'a worker that is killed at call %i of the block of a user leaves each write done once',
    async (calls) => {
      const stage = await createStage({ seed: { users: [dana()] } })
      stage.report(user)
      await stage.reach(['awaitingApproval'])
      stage.world.killWorkerAt({ calls, of: 'all', when: 'after' })
      await stage.approve()
      await stage.world.run(4 * MINUTE_MS, () => stage.incident().state === 'verifying')
      const writes = ourWrites(stage.account)
      expect(stage.incident().state).toBe('verifying')
      expect(writes.map((write) => write.split(' ')[0])).toEqual(['PutUserPolicy', 'UpdateAccessKey'])
      expect(await countOf(stage, 'BLOCK_APPLIED')).toBe(1)
    },
  )
})

describe('5. Crash after Delete, before record', () => {
  it('a delete whose worker died is not sent again: nothing there and the same role are a restore', async () => {
    const stage = await createStage()
    const before = stage.account.describeRole('ci-deploy')
    await stage.block(role)
    await stage.reach(['contained'])
    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' })
    await stage.world.run(10_000)
    stage.world.killWorkerAt({ calls: 1, of: 'writes', when: 'after' })
    await stage.approveRestore()
    await stage.world.run(10_000)
    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toHaveLength(1)
    expect(await countOf(stage, 'BLOCK_REMOVED')).toBe(0)
    await stage.reach(['closed'])

    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toHaveLength(1)
    expect(await countOf(stage, 'RESTORE_CONFIRMED')).toBeGreaterThan(0)
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
  })

  it('NoSuchEntity as the answer to the delete itself is a restore as well', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' })
    await stage.world.run(10_000)
    const state = { isArmed: true }
    stage.account.onCall(({ operation, via, parameters }) => {
      if (!state.isArmed || via !== 'http' || operation !== 'iam:GetRolePolicy') return
      if (parameters.PolicyName !== PolicyName || stage.incident().state !== 'restoring') return
      state.isArmed = false
      // Somebody is faster, between our look and our delete.
      stage.admin('DeleteRolePolicy', { RoleName: 'ci-deploy', PolicyName })
    })
    await stage.approveRestore()
    await stage.reach(['closed', 'needsHuman'])
    expect(stage.incident().state).toBe('closed')
    const ours = callsOf(stage.account, 'iam:DeleteRolePolicy').filter(({ via }) => via === 'http')
    expect(ours.map(({ error }) => error)).toEqual(['NoSuchEntity'])
  })
})

describe('21. Ambiguous failure', () => {
  it.each([
    ['the connection broke', 'reset' as const],
    ['AWS answered 500', { code: 'ServiceFailure', status: 500 }],
  ])('a put that was applied is adopted, also where %s', async (_, error) => {
    const stage = await createStage()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error })
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toEqual([`PutRolePolicy DenyAll-${snapshot.context.containmentId}`])
    expect(stage.people.asked).toHaveLength(1)
  })

  it('a put that was not applied is sent again: never under a second name, whatever it takes', async () => {
    const stage = await createStage()
    const error = { code: 'ServiceFailure', status: 500 }
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'before', error, times: 5 })
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toEqual(Array(6).fill(`PutRolePolicy DenyAll-${snapshot.context.containmentId}`))
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toHaveLength(2)
    expect(stage.people.asked).toHaveLength(1)
  })

  it('one that fails until it is given up is looked for before anything else is planned', async () => {
    const stage = await createStage()
    const error = { code: 'ServiceFailure', status: 500 }
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'before', error, times: 7 })
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error })
    await stage.block(role)
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(/^putBlock failed/)
    await stage.ask({ ask: 'retry' })
    await stage.world.run(10_000)
    expect(stage.incident().snapshot.context).toMatchObject({
      containmentId: snapshot.context.containmentId,
      appliedAt: expect.any(String),
      reason: expect.stringMatching(/written after all/),
    })
    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(8)
  })
})
