import type { Principal } from '../../src/domain/principal.js'
import { carryOut } from '../../workers/carry-out.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { ciDeploy } from '../support/world/seed.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const sso = 'AWSReservedSSO_Admin_0123456789abcdef'
const runner = {
  name: 'tourniquet-runner',
  path: '/security/',
  inlinePolicies: [
    {
      name: 'run',
      document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['iam:*', 'cloudtrail:*'], Resource: '*' }],
      },
    },
  ],
}
const roles = [
  ciDeploy(),
  ciDeploy({ name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/' }),
  ciDeploy({ name: sso, path: '/aws-reserved/sso.amazonaws.com/eu-west-1/' }),
  ciDeploy({ name: 'break-glass-1' }),
  runner,
]

const refused: [string, Partial<Principal>, RegExp][] = [
  [
    'a service-linked role',
    { name: 'AWSServiceRoleForSupport' },
    /service-linked role.*Instead: .*block that principal/,
  ],
  ['a role of Identity Center', { name: sso }, /Identity Center.*Instead: Disable the user in Identity Center/],
  ['a role on the list of protected ones', { name: 'break-glass-1' }, /protected by the configuration.*Instead: /],
  ['a protected role in another case', { name: 'BREAK-GLASS-1' }, /protected by the configuration/],
  ['the root user', { type: 'root', name: 'root' }, /root user.*Instead: .*SCP/],
  ['a federated user', { type: 'federatedUser', name: 'eve' }, /federated user.*Instead: Block the issuing IAM user/],
  ['an AWS service', { type: 'service', name: 'ec2.amazonaws.com' }, /AWS service.*Instead: /],
  ['our own user', { type: 'user', name: 'Tourniquet-Operator' }, /Tourniquet itself uses/],
  ['a role of another partition', { partition: 'aws-cn' }, /partition "aws-cn".*Instead: Check the finding/],
  ['a role of another account', { accountId: '999988887777' }, /account 999988887777.*Instead: /],
]

describe.each(servers)('a principal that must not be blocked, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('is refused at planning, with what to do instead', async () => {
    const world = await createWorld({ roles })
    await world.work()
    for (const [title, changes, reason] of refused) {
      const id = await world.open({ sourceId: title, principal: { ...world.principal, ...changes } })
      const incident = await world.reach(id, 'refused', 'awaitingApproval', 'needsHuman')
      expect([title, incident.state, incident.snapshot.context.reason]).toEqual([
        title,
        'refused',
        expect.stringMatching(reason),
      ])
    }
    expect(ourWrites(world.account)).toEqual([])
    expect(world.people.asked).toEqual([])
  })

  it('of another account or partition is never asked about, not even by a namesake here', async () => {
    const world = await createWorld()
    await world.work()
    const id = await world.open({ principal: { ...world.principal, accountId: '999988887777' } })
    await world.reach(id, 'refused')
    const other = await world.open({ sourceId: 'other', principal: { ...world.principal, partition: 'aws-cn' } })
    const { snapshot } = await world.reach(other, 'refused')

    const asked = world.account.calls().map(({ operation }) => operation)
    expect(new Set(asked)).toEqual(new Set(['sts:GetCallerIdentity']))
    const evidence = await world.runtime.engine.store.readDocument(snapshot.context.evidenceDigest ?? '')
    expect(evidence?.body).toMatchObject({ sources: [{ status: 'failed' }], calls: 0 })
  })

  it.each(['tourniquet-runner', 'TOURNIQUET-Runner'])('that is ourselves is refused as %s', async (name) => {
    const world = await createWorld({ roles })
    const { tools } = world.as(world.account.issueCredentials('tourniquet-runner', 'wrk-1'))
    const outcome = await carryOut(
      tools,
      { incident: await world.read(await world.open()), guard: () => {} },
      { kind: 'preparePlan', principal: { ...world.principal, name }, evidenceDigest: null },
    )
    expect(outcome.outcome).toMatchObject({
      type: 'PLAN_REFUSED',
      reason: expect.stringMatching(/identity that Tourniquet itself uses \(.*assumed-role\/tourniquet-runner/),
      alternative: expect.stringMatching(/another role/),
    })
  })

  it('that has become ourselves since the approval is refused at the write', async () => {
    const world = await createWorld({ roles })
    const workers = await world.work()
    const id = await world.open({ principal: { ...world.principal, name: 'tourniquet-runner' } })
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    await world.approve(id)
    const incident = await world.read(id)
    const { tools } = world.as(world.account.issueCredentials('tourniquet-runner', 'wrk-1'))
    const planDigest = incident.snapshot.context.containPlanDigest ?? ''
    const result = await carryOut(tools, { incident, guard: () => {} }, { kind: 'putBlock', planDigest })
    expect(result.outcome).toMatchObject({ type: 'PLAN_REFUSED', reason: expect.stringMatching(/itself uses/) })
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toEqual([])
  })

  it('because only AWS can change it ends refused at the write, after one try', async () => {
    const world = await createWorld()
    await world.work()
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: { code: 'UnmodifiableEntity', status: 400 } })
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'refused', 'needsHuman', 'verifying')
    expect(snapshot.context.reason).toMatch(/UnmodifiableEntity.*Instead: .*SCP/)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
  })
})
