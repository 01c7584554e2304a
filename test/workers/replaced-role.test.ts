import { administrator } from '../support/world/administrator.js'
import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { allow } from '../support/world/seed.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

describe.each(servers)(
  'a role that was deleted and created again under its name, with the queue on $kind',
  (server) => {
    const createWorld = useWorlds(server)

    it('before the block voids the approval: the new role is asked about anew, under another plan', async () => {
      const world = await createWorld()
      const workers = await world.work()
      const id = await world.open()
      const asked = await world.reach(id, 'awaitingApproval')
      await workers.stop()
      await administrator(world.account.url).recreateRole('ci-deploy')
      await world.approve(id)
      expect(ourWrites(world.account)).toEqual([])
      await world.work()
      const again = await world.until(
        id,
        ({ state, snapshot: { context } }) =>
          state === 'awaitingApproval' && context.openPlanDigest !== asked.snapshot.context.openPlanDigest,
      )
      expect(again.snapshot.context).toMatchObject({ approvals: [], decidedBy: [] })
      expect(again.snapshot.context.containmentId).not.toBe(asked.snapshot.context.containmentId)
      expect(ourWrites(world.account)).toEqual([])
      const voided = (await world.audit(id)).find(({ what }) => what === 'PLAN_OUTDATED')
      expect(voided?.detail).toMatchObject({ reason: expect.stringMatching(/is now AROA\w+; the plan was for AROA/) })
    })

    it('before the block is refused where the finding names the unique id of the old one', async () => {
      const world = await createWorld()
      const uniqueId = world.account.describeRole('ci-deploy')?.roleId ?? ''
      const workers = await world.work()
      const id = await world.open({ principal: { ...world.principal, uniqueId } })
      await world.reach(id, 'awaitingApproval')
      await workers.stop()
      await administrator(world.account.url).recreateRole('ci-deploy')
      await world.approve(id)
      await world.work()
      const refused = await world.reach(id, 'refused')
      expect(refused.snapshot.context.reason).toMatch(/The entity was replaced: the finding accuses AROA/)
      expect(ourWrites(world.account)).toEqual([])
    })

    it('before the restore is prepared stops it: nothing is deleted from the new role', async () => {
      const world = await createWorld()
      await world.work()
      const id = await world.block()
      await world.reach(id, 'contained')
      const admin = administrator(world.account.url)
      await admin.recreateRole('ci-deploy')
      await admin.putPolicy('ci-deploy', 'own', allow('s3:GetObject'))
      const written = ourWrites(world.account)
      const stopped = await world.prepareRestore(id, 'false-alarm')

      expect(stopped.state).toBe('needsHuman')
      expect(stopped.snapshot.context.reason).toMatch(/is another one now/)
      expect(ourWrites(world.account)).toEqual(written)
      expect(policiesOf(world.account)).toEqual(['own'])
    })

    it('after the restore was approved stops it, even where the new role carries a policy of our very name', async () => {
      const world = await createWorld()
      const workers = await world.work()
      const id = await world.block()
      const { snapshot } = await world.reach(id, 'contained')
      await world.prepareRestore(id, 'false-alarm')
      await workers.stop()
      const block = `DenyAll-${snapshot.context.containmentId}`
      const ours = world.account.describeRole('ci-deploy')?.inlinePolicies[block] ?? ''
      const admin = administrator(world.account.url)
      await admin.recreateRole('ci-deploy')
      await admin.putPolicy('ci-deploy', block, JSON.parse(ours))
      await world.approveRestore(id)
      await world.work()
      const stopped = await world.reach(id, 'needsHuman')

      expect(stopped.snapshot.context.reason).toMatch(/It was re-created/)
      expect(policiesOf(world.account)).toEqual([block])
      const deleted = callsOf(world.account, 'iam:DeleteRolePolicy').filter(({ caller }) => !caller?.endsWith('/admin'))
      expect(deleted).toEqual([])
    })

    it('while it is watched is not written to: the block went with the entity that carried it', async () => {
      const world = await createWorld({ timing: { watchIntervalMs: 6_000 } })
      await world.work()
      const id = await world.block()
      await world.reach(id, 'contained')
      const written = ourWrites(world.account)
      await administrator(world.account.url).recreateRole('ci-deploy')
      const stopped = await world.reach(id, 'needsHuman')

      expect(stopped.snapshot.context).toMatchObject({ appliedAt: null, verdict: { contained: false } })
      expect(ourWrites(world.account)).toEqual(written)
      expect(policiesOf(world.account)).toEqual([])
    })
  },
)
