import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { liveTiming } from '../../playbooks/stages/timing.js'
import { checkChain } from '../../src/audit/chain.js'
import { ourWrites, policiesOf } from '../support/world/calls.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const fourLooks = [
  { atMs: 2_000, depth: 'policy' as const },
  { atMs: 10_000, depth: 'full' as const },
  { atMs: 60_000, depth: 'account' as const },
  { atMs: 120_000, depth: 'full' as const },
]

describe.each(servers)('a whole incident, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('goes from the finding to closed, and leaves the role exactly as it was', async () => {
    const world = await createWorld({ timeScale: 200, timing: { soakLooks: liveTiming.soakLooks } })
    const before = world.account.describeRole('ci-deploy')
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    expect(snapshot.context.verdict).toEqual({
      policy: 'held',
      enforcement: 'notObserved',
      simulation: 'denied',
      tampering: [],
      suspects: [],
      contained: true,
    })
    await world.prepareRestore(id, 'false-alarm')
    expect(await world.approveRestore(id)).toEqual({ status: 'decided', state: 'restoring' })
    await world.reach(id, 'closed')

    expect(world.account.describeRole('ci-deploy')).toEqual(before)
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(ourWrites(world.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
    await world.until(id, () => world.people.told.length >= 3)
    expect(world.people.told.map(({ topic }) => topic)).toEqual(['contained', 'restored', 'closed'])
  })

  it('says "contained" only when the whole soak is over', async () => {
    const world = await createWorld({ timeScale: 100, timing: { soakLooks: fourLooks } })
    await world.work()
    const id = await world.block()
    await world.until(id, ({ snapshot }) => snapshot.context.soakChecks === 3)
    expect(world.people.told).toEqual([])
    await world.reach(id, 'contained')
    const audit = await world.audit(id)
    const blockedAt = Date.parse(audit.find(({ what }) => what === 'BLOCK_APPLIED')?.at ?? '')
    expect(audit.filter(({ what }) => what === 'BLOCK_OBSERVED')).toHaveLength(4)
    await world.until(id, () => world.people.told.length > 0)
    expect(world.people.told[0]).toMatchObject({ topic: 'contained', verdict: { contained: true } })
    expect((world.people.told[0]?.atMs ?? 0) - blockedAt).toBeGreaterThanOrEqual(1_200)
  })

  it('has every step on a chain that fits, with the intent of each write recorded before it', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')
    await world.until(id, async () => (await world.audit(id)).some(({ what }) => what === 'REPORT_WRITTEN'))
    const incident = await world.read(id)
    const records = await world.runtime.engine.store.readAudit(id)
    expect(checkChain({ incidentId: id, seq: incident.auditSeq, hash: incident.auditHash }, records)).toMatchObject({
      ok: true,
    })
    const whats = records.map(({ body }) => body.what)
    const ordered = records.findIndex(({ body }) => body.orders.some(({ kind }) => kind === 'putBlock'))
    expect(whats[ordered]).toBe('APPROVED')
    expect(whats.indexOf('BLOCK_APPLIED')).toBeGreaterThan(ordered)
  })

  it('files an undo card and a report outside the database', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    const cardPath = join(world.filesDir, 'undo-cards', `${snapshot.context.containmentId}.json`)
    expect(JSON.parse(await readFile(cardPath, 'utf8'))).toMatchObject({
      writes: [{ kind: 'putPolicy', policyName: `DenyAll-${snapshot.context.containmentId}` }],
      entity: { name: 'ci-deploy' },
      commands: [
        expect.stringMatching(/^aws .*iam get-role-policy /),
        expect.stringMatching(/^aws .*iam delete-role-policy /),
      ],
    })
    await world.until(id, async () => (await world.audit(id)).some(({ what }) => what === 'REPORT_WRITTEN'))
    expect((await readdir(join(world.filesDir, 'reports'))).sort()).toEqual([`${id}.html`, `${id}.md`])
  })

  it('a denial writes nothing and ends it; a newer finding asks again', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval')
    expect(await world.deny(id)).toMatchObject({ status: 'decided', state: 'denied' })
    expect(ourWrites(world.account)).toEqual([])
    expect(policiesOf(world.account)).toEqual(['deploy'])
    const next = await world.open({ updatedAt: '2026-03-02T00:00:00Z' })
    expect(next).not.toBe(id)
    await world.reach(next, 'awaitingApproval')
  })
})
