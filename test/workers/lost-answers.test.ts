import { carryOut } from '../../workers/carry-out.js'
import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { intruderIn } from '../support/world/intruder.js'
import { useStages } from '../support/world/staged.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()
const role = { type: 'role', name: 'ci-deploy' } as const

const failure = { code: 'InternalFailure', status: 500 }
const appliedBy = (records: readonly { what: string; detail: unknown }[]) =>
  records.filter(({ what }) => what === 'BLOCK_APPLIED').map(({ detail }) => detail)

describe.each(servers)('a write whose answer was lost, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('is adopted where it had its effect, and restored to nothing of ours', async () => {
    const world = await createWorld()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    expect(appliedBy(await world.audit(id))).toEqual([expect.objectContaining({ preWrite: 'adopted' })])
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(policiesOf(world.account)).toHaveLength(2)
    await world.prepareRestore(id, 'false-alarm')
    world.account.injectFault({ operation: 'iam:DeleteRolePolicy', when: 'after', error: 'reset' })
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(policiesOf(world.account)).toEqual(['deploy'])
    expect(callsOf(world.account, 'iam:DeleteRolePolicy')).toHaveLength(1)
    const removed = (await world.audit(id)).filter(({ what }) => what === 'BLOCK_REMOVED')
    expect(removed.map(({ detail }) => detail)).toEqual([expect.objectContaining({ requestId: null })])
  })

  it('is adopted by the next worker where the first one died between the put and the record', async () => {
    const world = await createWorld()
    const workers = await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    await world.approve(id)
    const { engine } = world.runtime
    const [order] = await engine.store.runnableEffects(1)
    const claimed = await engine.store.claimEffect(order?.id ?? '', 'wrk_dead', 300)
    if (claimed === null) throw new Error('the block was not ordered')
    const assignment = {
      incident: await world.read(id),
      effectId: claimed.id,
      attempt: claimed.attempt,
      guard: async () => {},
      givingUp: new AbortController().signal,
    }
    const written = await carryOut(world.runtime.tools, assignment, claimed.effect)
    expect(written.outcome).toMatchObject({ type: 'BLOCK_APPLIED', preWrite: 'absent' })
    await world.work()
    await world.reach(id, 'contained')

    expect(appliedBy(await world.audit(id))).toEqual([expect.objectContaining({ preWrite: 'adopted' })])
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect((await world.audit(id)).filter(({ what }) => what === 'APPROVED')).toHaveLength(1)
  })
})

describe('what AWS answers to a write', () => {
  const createStage = useStages()
  const puts = (stage: Awaited<ReturnType<typeof createStage>>) => callsOf(stage.account, 'iam:PutRolePolicy')

  it('a revocation whose answer was lost is adopted with the date that it wrote, on the record', async () => {
    const stage = await createStage()
    const stolen = intruderIn(stage.account, { roleName: 'ci-deploy' })
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    await stage.restore('compromise')
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
    await stage.reach(['closed'])
    const revoke = `RevokeOlderSessions-${snapshot.context.containmentId}`
    const text = stage.account.describeRole('ci-deploy')?.inlinePolicies[revoke] ?? ''
    const date = /"aws:TokenIssueTime":"([^"]+)"/.exec(text)?.[1]
    const recorded = (await stage.audit()).find(({ what }) => what === 'OLDER_SESSIONS_REVOKED')
    expect(recorded?.detail).toMatchObject({ revokedBefore: date, requestId: 'adopted' })
    expect(puts(stage)).toHaveLength(2)
    expect(stolen.call('s3', 'ListBuckets')).toBe('AccessDenied')
  })

  it.each([
    ['ConcurrentModification', 409],
    ['Throttling', 400],
    ['ServiceUnavailable', 503],
  ])(
    '%s, which the SDK would not or must not retry, is asked again by us, under the same name',
    async (code, status) => {
      const stage = await createStage()
      stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code, status }, times: 2 })
      await stage.block(role)
      const { snapshot } = await stage.reach(['contained'])
      expect(puts(stage).map(({ fault }) => fault)).toEqual([
        expect.stringContaining(code),
        expect.stringContaining(code),
        null,
      ])
      expect(new Set(ourWrites(stage.account))).toEqual(
        new Set([`PutRolePolicy DenyAll-${snapshot.context.containmentId}`]),
      )
      expect(stage.people.asked).toHaveLength(1)
    },
  )

  it.each([
    ['AccessDenied', 403],
    ['ExpiredToken', 403],
    ['MalformedPolicyDocument', 400],
  ])('%s is not: a person is told what failed, and can have it tried again', async (code, status) => {
    const stage = await createStage()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code, status } })
    await stage.block(role)
    const { snapshot } = await stage.reach(['needsHuman'])
    expect(snapshot.context.reason).toMatch(new RegExp(`^putBlock failed: .*${code}`))
    expect(puts(stage)).toHaveLength(1)
    expect(await stage.ask({ ask: 'retry' })).toMatchObject({ status: 'accepted' })
    await stage.reach(['awaitingApproval'])
  })

  it('a write that is refused eight times in a row is given up, and not before', async () => {
    const stage = await createStage()
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', error: failure, times: 20 })
    await stage.block(role)
    await stage.reach(['needsHuman'])
    expect(puts(stage)).toHaveLength(8)
  })
})
