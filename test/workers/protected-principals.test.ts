import { connectAwsAccess } from '../../integrations/aws/aws-access.js'
import type { Effect } from '../../src/domain/effect.js'
import type { Principal } from '../../src/domain/principal.js'
import { carryOut } from '../../workers/carry-out.js'
import type { WorkerTools } from '../../workers/worker-tools.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { allow, ciDeploy } from '../support/world/seed.js'
import { createWorld, type World } from '../support/world.js'
import { worldServers } from '../support/worlds.js'

const [server] = await worldServers()
if (server === undefined) throw new Error('There is no database.')

const runner = {
  name: 'tourniquet-runner',
  path: '/security/',
  inlinePolicies: [{ name: 'run', document: allow('iam:*', 'cloudtrail:*', 'sts:*') }],
}

const handed = { effectId: 'eff_1', attempt: 1, guard: async () => {}, givingUp: new AbortController().signal }

describe('a principal that is ourselves', () => {
  const shared: { world?: World } = {}
  const worldNow = (): World => {
    if (shared.world === undefined) throw new Error('The world was not made.')
    return shared.world
  }
  beforeAll(async () => {
    shared.world = await createWorld({ ...server, roles: [ciDeploy(), runner] })
  })
  afterAll(() => shared.world?.close())

  const asSession = () => worldNow().as(worldNow().account.issueCredentials('tourniquet-runner', 'wrk-1')).tools

  /** Working as ci-deploy, which the runner assumed. */
  function asChain(): { tools: WorkerTools; close: () => void } {
    const { account, accountId, runtime } = worldNow()
    const access = connectAwsAccess({
      partition: 'aws',
      accountId,
      endpoint: account.url,
      credentials: account.issueCredentials('tourniquet-runner', 'base'),
      containRole: { roleArn: `arn:aws:iam::${accountId}:role/service/ci-deploy` },
    })
    return { tools: { ...runtime.tools, access }, close: () => access.close() }
  }

  async function outcomeOf(tools: WorkerTools, effect: Effect) {
    const world = worldNow()
    const id = await world.open({ sourceId: `by ${JSON.stringify(effect).length}` })
    const { outcome } = await carryOut(tools, { ...handed, incident: await world.read(id) }, effect)
    return outcome
  }
  const planFor = (principal: Partial<Principal>): Effect => ({
    kind: 'preparePlan',
    principal: { ...worldNow().principal, ...principal },
    evidenceDigest: null,
  })

  it.each<[string, Partial<Principal>]>([
    ['by its assumed-role ARN', { arn: 'arn:aws:sts::111122223333:assumed-role/tourniquet-runner/wrk-1' }],
    ['in another case', { name: 'TOURNIQUET-Runner' }],
    ['with its path left out', { arn: 'arn:aws:iam::111122223333:role/tourniquet-runner' }],
  ])('is refused %s, with what to do instead', async (_, principal) => {
    expect(await outcomeOf(asSession(), planFor({ name: 'tourniquet-runner', ...principal }))).toMatchObject({
      type: 'PLAN_REFUSED',
      reason: expect.stringMatching(/identity that Tourniquet itself uses \(.*assumed-role\/tourniquet-runner/),
      alternative: expect.stringMatching(/another role/),
    })
  })

  it.each([
    ['the role that writes', 'ci-deploy'],
    ['the role before it in the chain', 'tourniquet-runner'],
  ])('is refused as %s', async (_, name) => {
    const { tools, close } = asChain()
    const outcome = await outcomeOf(tools, planFor({ name }))
    close()
    expect(outcome).toMatchObject({
      type: 'PLAN_REFUSED',
      reason: expect.stringMatching(new RegExp(`Tourniquet itself uses \\(.*assumed-role/${name}`)),
    })
  })

  it('that has become ourselves since the approval is refused at the write', async () => {
    const world = worldNow()
    const workers = await world.work()
    const id = await world.open({ sourceId: 'x', principal: { ...world.principal, name: 'tourniquet-runner' } })
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    await world.approve(id)
    const incident = await world.read(id)
    const planDigest = incident.snapshot.context.containPlanDigest ?? ''
    const assignment = { ...handed, incident }
    const chain = asChain()
    for (const tools of [asSession(), chain.tools]) {
      const { outcome } = await carryOut(tools, assignment, { kind: 'putBlock', planDigest })
      expect(outcome).toMatchObject({ type: 'PLAN_REFUSED', reason: expect.stringMatching(/itself uses/) })
    }
    chain.close()
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toEqual([])
    expect(ourWrites(world.account)).toEqual([])
  })

  it('cannot be written by credentials of another account: nothing of the plan holds there', async () => {
    const world = worldNow()
    const { access } = world.runtime.tools
    const reader = () => ({ ...access.reader(null), accountId: '999988887777' })
    const tools = { ...world.runtime.tools, access: { ...access, reader } }
    expect(await outcomeOf(tools, planFor({ accountId: '999988887777' }))).toMatchObject({
      type: 'PLAN_REFUSED',
      reason: expect.stringMatching(/credentials belong to account \d{12}, but this realm is account 999988887777/),
    })
  })
})
