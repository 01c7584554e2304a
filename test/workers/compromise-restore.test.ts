import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import type { Credentials } from '../../simulated-aws/simulated-account.js'
import { policiesOf } from '../support/world/calls.js'
import type { World } from '../support/world.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

async function call(world: World, credentials: Credentials): Promise<string> {
  const iam = new IAMClient({ endpoint: world.account.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  try {
    await iam.send(new ListRolesCommand({}))
    return 'allowed'
  } catch (error) {
    return error instanceof Error ? error.name : 'failed'
  } finally {
    iam.destroy()
  }
}

describe.each(servers)('giving access back after a real compromise, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('older sessions stay dead, newer ones work, the block is gone and the revocation stays', async () => {
    // Issued a while ago: token times have whole seconds.
    const offset = { ms: -60_000 }
    const world = await createWorld({ account: { now: () => new Date(Date.now() + offset.ms), enforcementDelayMs: 5 } })
    const stolen = world.account.issueCredentials('ci-deploy', 'stolen')
    expect(await call(world, stolen)).toBe('allowed')
    offset.ms = 0
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    expect(await call(world, stolen)).toBe('AccessDenied')
    await world.prepareRestore(id, 'compromise')
    await world.approveRestore(id)
    await world.reach(id, 'closed')

    expect(policiesOf(world.account)).toEqual([`RevokeOlderSessions-${snapshot.context.containmentId}`, 'deploy'])
    expect(await call(world, stolen)).toBe('AccessDenied')
    expect(await call(world, world.account.issueCredentials('ci-deploy', 'fresh'))).toBe('allowed')
  })

  it('at no moment before the block is off does an older session come back', async () => {
    const offset = { ms: -60_000 }
    const world = await createWorld({
      account: { now: () => new Date(Date.now() + offset.ms), enforcementDelayMs: 40 },
    })
    const stolen = world.account.issueCredentials('ci-deploy', 'stolen')
    offset.ms = 0
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    await world.prepareRestore(id, 'compromise')
    await world.approveRestore(id)
    const answers = new Set<string>()
    await world.until(id, async ({ state }) => {
      answers.add(await call(world, stolen))
      return state === 'closed'
    })
    expect([...answers]).toEqual(['AccessDenied'])
  })

  it('a restore that is denied leaves the block in place and watched', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    await world.prepareRestore(id, 'compromise')
    expect(await world.denyRestore(id)).toMatchObject({ status: 'decided', state: 'contained' })
    expect(policiesOf(world.account)).toHaveLength(2)
  })

  it('whoever asked for it cannot approve it', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    await world.prepareRestore(id, 'false-alarm', 'ana')
    expect(await world.approveRestore(id)).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(policiesOf(world.account)).toHaveLength(2)
  })
})
