import { carryOut } from '../../workers/carry-out.js'
import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const failure = { code: 'InternalFailure', status: 500 }
const appliedBy = (records: readonly { what: string; detail: unknown }[]) =>
  records.filter(({ what }) => what === 'BLOCK_APPLIED').map(({ detail }) => detail)

describe.each(servers)('a write whose answer was lost, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it.each([
    ['the connection broke', 'reset' as const],
    ['AWS answered 500', failure],
  ])('is adopted where it had its effect: %s after the put', async (_title, error) => {
    const world = await createWorld()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error })
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    expect(appliedBy(await world.audit(id))).toEqual([expect.objectContaining({ preWrite: 'adopted' })])
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(policiesOf(world.account)).toHaveLength(2)
    await world.prepareRestore(id, 'false-alarm')
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(policiesOf(world.account)).toEqual(['deploy'])
  })

  it('is sent again, under the same name, where it had none', async () => {
    const world = await createWorld()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'before', error: failure })
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    expect(appliedBy(await world.audit(id))).toEqual([expect.objectContaining({ preWrite: 'absent' })])
    expect(ourWrites(world.account)).toEqual(Array(2).fill(`PutRolePolicy DenyAll-${snapshot.context.containmentId}`))
    expect(policiesOf(world.account)).toHaveLength(2)
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
    const written = await carryOut(
      world.runtime.tools,
      { incident: await world.read(id), guard: () => {} },
      claimed.effect,
    )
    expect(written.outcome).toMatchObject({ type: 'BLOCK_APPLIED', preWrite: 'absent' })
    await world.work()
    await world.reach(id, 'contained')

    expect(appliedBy(await world.audit(id))).toEqual([expect.objectContaining({ preWrite: 'adopted' })])
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect((await world.audit(id)).filter(({ what }) => what === 'APPROVED')).toHaveLength(1)
  })

  it('that removed the block is success: nothing there and the same role means restored', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    await world.prepareRestore(id, 'false-alarm')
    world.account.injectFault({ operation: 'iam:DeleteRolePolicy', when: 'after', error: 'reset' })
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(callsOf(world.account, 'iam:DeleteRolePolicy')).toHaveLength(1)
    const removed = (await world.audit(id)).filter(({ what }) => what === 'BLOCK_REMOVED')
    expect(removed.map(({ detail }) => detail)).toEqual([expect.objectContaining({ requestId: null })])
  })

  it('that revoked older sessions is adopted with the date that it wrote', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    await world.prepareRestore(id, 'compromise')
    world.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    const revoke = `RevokeOlderSessions-${snapshot.context.containmentId}`
    const date = /"aws:TokenIssueTime":"([^"]+)"/.exec(
      world.account.describeRole('ci-deploy')?.inlinePolicies[revoke] ?? '',
    )?.[1]
    const recorded = (await world.audit(id)).find(({ what }) => what === 'OLDER_SESSIONS_REVOKED')
    expect(recorded?.detail).toMatchObject({ revokedBefore: date, requestId: 'adopted' })
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(2)
  })
})

describe.each(servers)('an AWS that is busy, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('throttling reads and writes alike only delays the block: it is written once, and without a second question', async () => {
    const world = await createWorld()
    const throttling = { code: 'Throttling', status: 400 }
    world.account.injectFault({ operation: 'iam:Get*', error: throttling, probability: 0.6, times: 6 })
    world.account.injectFault({ operation: 'iam:List*', error: throttling, probability: 0.6, times: 4 })
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: throttling, times: 3 })
    const slow = { code: 'ThrottlingException', status: 400 }
    world.account.injectFault({ operation: 'cloudtrail:LookupEvents', error: slow, times: 1 })
    await world.work()
    const id = await world.block()
    await world.until(id, ({ state }) => state === 'contained', 25_000)
    const effective = callsOf(world.account, 'iam:PutRolePolicy').filter(({ fault, error }) => !fault && !error)
    expect(effective).toHaveLength(1)
    expect(world.people.asked).toHaveLength(1)
    expect(world.people.told.map(({ topic }) => topic)).not.toContain('needsHuman')
  })

  it('with ConcurrentModification, which no SDK retries, is asked again by us', async () => {
    const world = await createWorld()
    const conflict = { code: 'ConcurrentModification', status: 409 }
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: conflict, times: 2 })
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    expect(callsOf(world.account, 'iam:PutRolePolicy').map(({ fault }) => fault)).toEqual([
      'ConcurrentModification',
      'ConcurrentModification',
      null,
    ])
  })

  it('for good asks a person, who is told what failed and can have it tried again', async () => {
    const world = await createWorld()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'AccessDenied', status: 403 } })
    await world.work()
    const id = await world.block()
    const stopped = await world.reach(id, 'needsHuman')
    expect(stopped.snapshot.context.reason).toMatch(/^putBlock failed: .*AccessDenied/)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(await world.retry(id)).toMatchObject({ status: 'accepted' })
    await world.reach(id, 'awaitingApproval')
  })
})
