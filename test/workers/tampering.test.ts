import { stripInline } from '../../simulated-aws/attackers/strip-inline.js'
import { administrator } from '../support/world/administrator.js'
import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { allow } from '../support/world/seed.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

describe.each(servers)('a block that somebody works against, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('an attacker who strips inline policies before IAM enforces is never called contained, and a person is asked', async () => {
    const world = await createWorld({
      timing: { soakChecksMs: [6_000, 12_000, 18_000] },
      account: { enforcementDelayMs: 60_000 },
    })
    const attacker = stripInline.start({ account: world.account.account, roleName: 'ci-deploy', everyMs: 30 })
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'needsHuman')
    attacker.stop()

    expect(snapshot.context.verdict).toMatchObject({ policy: 'missing', contained: false })
    expect(snapshot.context.verdict.tampering).toContainEqual(
      expect.objectContaining({
        what: `DeleteRolePolicy DenyAll-${snapshot.context.containmentId}`,
        by: expect.stringContaining('assumed-role/ci-deploy/maintenance'),
      }),
    )
    expect(snapshot.context.reason).toMatch(/after every re-put.*SCP/)
    // The block and three re-puts: a war of half seconds would throttle the account for the defenders as well.
    expect(ourWrites(world.account)).toEqual(Array(4).fill(`PutRolePolicy DenyAll-${snapshot.context.containmentId}`))
    await world.until(id, () => world.people.told.some(({ topic }) => topic === 'needsHuman'))
    expect(world.people.told.map(({ topic }) => topic)).toEqual(['tampered', 'tampered', 'tampered', 'needsHuman'])
    const states = (await world.audit(id)).map(({ to }) => to)
    expect(states).not.toContain('contained')
    expect(states[states.indexOf('verifying') + 2]).toBe('tampered')
  })

  it('a block that was off for a moment in the soak is put back, and then not called contained', async () => {
    const world = await createWorld({ timing: { soakChecksMs: [2_000, 40_000, 60_000] } })
    await world.work()
    const id = await world.block()
    const seen = await world.until(id, ({ snapshot }) => snapshot.context.soakChecks === 1)
    const block = `DenyAll-${seen.snapshot.context.containmentId}`
    await administrator(world.account.url).deletePolicy('ci-deploy', block)
    const { snapshot } = await world.reach(id, 'needsHuman')

    expect(policiesOf(world.account)).toContain(block)
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', contained: false })
    expect(snapshot.context.verdict.tampering).toContainEqual(
      expect.objectContaining({ by: expect.stringContaining('user/admin') }),
    )
    expect(snapshot.context.reason).toMatch(/in place, but somebody acted against it/)
    expect(world.people.told.map(({ topic }) => topic)).not.toContain('contained')
  })

  it('a policy of ours that was edited is tampering: it is put back and a person is told', async () => {
    const world = await createWorld({ timing: { watchIntervalMs: 6_000 } })
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    const block = `DenyAll-${snapshot.context.containmentId}`
    const ours = world.account.describeRole('ci-deploy')?.inlinePolicies[block]
    await administrator(world.account.url).putPolicy('ci-deploy', block, allow('s3:*'))
    await world.until(id, ({ snapshot: now }) => now.context.reputs === 1 && now.context.verdict.policy === 'held')

    expect(world.account.describeRole('ci-deploy')?.inlinePolicies[block]).toBe(ours)
    expect(world.people.told.map(({ topic }) => topic)).toContain('tampered')
    expect((await world.read(id)).snapshot.context.verdict.contained).toBe(false)
    expect(callsOf(world.account, 'iam:DeleteRolePolicy')).toEqual([])
  })

  it('a policy of ours that was edited before the restore is left as it is, and a person is asked', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    const block = `DenyAll-${snapshot.context.containmentId}`
    await world.prepareRestore(id, 'false-alarm')
    await administrator(world.account.url).putPolicy('ci-deploy', block, allow('s3:*'))
    await world.approveRestore(id)
    const stopped = await world.reach(id, 'needsHuman')

    expect(stopped.snapshot.context.reason).toMatch(/not the text that we wrote any more. It was left as it is/)
    expect(callsOf(world.account, 'iam:DeleteRolePolicy')).toEqual([])
    expect(policiesOf(world.account)).toContain(block)
  })
})
