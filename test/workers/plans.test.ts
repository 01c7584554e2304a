import type { JsonObject } from '../../simulated-aws/json.js'
import { containPlanSchema } from '../../src/domain/plan.js'
import { decide } from '../../src/incidents/decide.js'
import { administrator } from '../support/world/administrator.js'
import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { allow, ciDeploy } from '../support/world/seed.js'
import { approvalRules, type World } from '../support/world.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const conditional =
  '{ "Version": "2012-10-17",  "Statement": [{"Effect":"Deny","Action":"*","Resource":"*",\n "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}'
const named = (name: string, document: string | JsonObject = allow('s3:GetObject')) => ({ name, document })

async function planOf(world: World, id: string) {
  const { containPlanDigest } = (await world.read(id)).snapshot.context
  const found = await world.runtime.engine.store.readDocument(containPlanDigest ?? '')
  return containPlanSchema.parse(found?.body)
}

describe.each(servers)('the plan of a block, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('takes another name than a DenyAll that is there, which stays untouched to the byte', async () => {
    const roles = [ciDeploy({ inlinePolicies: [named('DenyAll', conditional), named('deploy')] })]
    const world = await createWorld({ roles })
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    await world.prepareRestore(id, 'false-alarm')
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(world.account.describeRole('ci-deploy')?.inlinePolicies.DenyAll).toBe(conditional)
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(ourWrites(world.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
  })

  it('that does not fit into the quota is refused in planning, with the managed policy as the way out', async () => {
    const resources = Array.from({ length: 200 }, (_, n) => `arn:aws:s3:::bucket-number-${String(n).padStart(30, '0')}`)
    const full = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: resources.slice(0, 180) }],
    }
    const world = await createWorld({ roles: [ciDeploy({ inlinePolicies: [named('full', full)] })] })
    await world.work()
    const { snapshot } = await world.reach(await world.open(), 'refused')
    expect(snapshot.context.reason).toMatch(/does not fit: .* of 10240 characters, and it needs 1\d\d/)
    expect(snapshot.context.reason).toMatch(/Instead: .*arn:aws:iam::aws:policy\/AWSDenyAll/)
    expect(ourWrites(world.account)).toEqual([])
  })

  it('is asked anew where the quota is full at the write: no retry, and the old approval is void', async () => {
    const world = await createWorld()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'LimitExceeded', status: 409 } })
    await world.work()
    const id = await world.open()
    const first = await world.reach(id, 'awaitingApproval')
    const planDigest = first.snapshot.context.openPlanDigest ?? ''
    await world.approve(id)
    await world.until(
      id,
      ({ state, snapshot: { context } }) => state === 'awaitingApproval' && context.openPlanDigest !== planDigest,
    )
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    const stale = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by: 'bo' } as const
    expect(await decide(world.runtime.engine, approvalRules, id, stale)).toMatchObject({
      status: 'refused',
      code: 'planChanged',
    })
    expect(await world.approve(id)).toMatchObject({ status: 'decided' })
    await world.reach(id, 'contained')
  })

  it('rests on every inline policy of a role that has 130 of them on pages, empty ones among them', async () => {
    const many = Array.from({ length: 130 }, (_, n) =>
      named(`p-${n}`, { Statement: [{ Effect: 'Deny', Action: 'a:B', Resource: '*' }] }),
    )
    const world = await createWorld({ roles: [ciDeploy({ inlinePolicies: many })], account: { emptyPages: true } })
    await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval', 'refused', 'needsHuman')
    const { preImageDigest } = await planOf(world, id)
    const preImage = await world.runtime.engine.store.readDocument(preImageDigest)
    expect(preImage?.body).toMatchObject({ inlinePolicies: expect.any(Object) })
    expect(JSON.stringify(preImage?.body).match(/"p-\d+"/g)).toHaveLength(130)
  })

  it('whose write was given up and happened all the same is taken up as it stands, with the pre-image from before it', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval')
    const planned = await planOf(world, id)
    // Applied, but nobody learns of it until the order is given up.
    const fault = { code: 'AccessDenied', status: 403 }
    world.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: fault })
    await world.approve(id)
    await world.reach(id, 'needsHuman')
    expect(policiesOf(world.account)).toHaveLength(2)
    await world.retry(id)
    const found = await world.until(id, ({ snapshot }) => snapshot.context.appliedAt !== null)
    expect([found.state, found.snapshot.context.reason]).toEqual([
      'needsHuman',
      expect.stringMatching(/written after all/),
    ])
    await world.retry(id)
    await world.reach(id, 'contained')
    expect(await planOf(world, id)).toEqual(planned)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    await world.prepareRestore(id, 'false-alarm')
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(policiesOf(world.account)).toEqual(['deploy'])
  })

  it('of a restore leaves alone what others changed meanwhile, and lists it as drift', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'contained')
    const admin = administrator(world.account.url)
    await admin.putPolicy('ci-deploy', 'operators-own', allow('s3:GetObject'))
    await admin.tag('ci-deploy', 'ticket', 'SEC-1')
    await admin.setBoundary('ci-deploy', 'arn:aws:iam::aws:policy/ReadOnlyAccess')
    const prepared = await world.prepareRestore(id, 'false-alarm')
    const plan = await world.runtime.engine.store.readDocument(prepared.snapshot.context.restorePlanDigest ?? '')
    const drift = JSON.stringify(plan?.body)
    for (const what of ['operators-own', 'ticket', 'ReadOnlyAccess']) expect(drift).toContain(what)
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(world.account.describeRole('ci-deploy')).toMatchObject({
      inlinePolicies: { 'operators-own': expect.any(String), deploy: expect.any(String) },
      permissionsBoundaryArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      tags: { team: 'release', ticket: 'SEC-1' },
    })
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(ourWrites(world.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
  })
})
