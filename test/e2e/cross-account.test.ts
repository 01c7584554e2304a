import { intakeSources, judgePayload } from '../../app/intake.js'
import { openingFor } from '../../app/opening.js'
import { createActor } from '../../simulated-aws/actor.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { evidenceSchema } from '../../src/domain/evidence.js'
import type { Timing } from '../../src/domain/incident-context.js'
import { containPlanSchema } from '../../src/domain/plan.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { shownContainPlan } from '../../src/incidents/open-question.js'
import { request } from '../../src/incidents/request.js'
import { useTestPostgres } from '../support/services.js'
import { allow } from '../support/world/seed.js'
import { worldTiming } from '../support/world/timing.js'
import { approvalRules, createWorld, type World } from '../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const DAY_MS = 24 * 3_600_000
const partner = '444455556666'
const malloryKey = 'AKIAMALLORYMALLORYMA'

/** Whoever may ask for roles at all may ask for this one. */
const openTrust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
}
const neighbour: SeedInput = {
  accountId: partner,
  users: [
    { name: 'mallory', inlinePolicies: [{ name: 'x', document: allow('sts:*') }], accessKeys: [{ id: malloryKey }] },
  ],
}

/** An account whose role `audit` the scheduler uses each night, and mallory of the partner's account took a moment ago. */
async function createScene({ nights }: { readonly nights: number }) {
  const clock = { offsetMs: 0 }
  const now = () => new Date(Date.now() + clock.offsetMs)
  const world = await createWorld({
    databaseUrl,
    account: { now },
    neighbours: [neighbour],
    roles: [
      { name: 'scheduler', inlinePolicies: [{ name: 'run', document: allow('sts:*') }] },
      {
        name: 'audit',
        path: '/service/',
        trustPolicy: openTrust,
        inlinePolicies: [{ name: 'read', document: allow('s3:*', 'iam:*') }],
      },
    ],
  })
  const [away] = world.neighbours
  if (away === undefined) throw new Error('There is no account beside it.')
  const roleArn = `arn:aws:iam::${world.accountId}:role/service/audit`
  const from = { sourceIp: '198.51.100.7', userAgent: 'aws-cli/2' }
  const taken = (actor: ReturnType<typeof createActor>, sessionName: string): string => {
    const reply = actor.call({
      service: 'sts',
      action: 'AssumeRole',
      parameters: { RoleArn: roleArn, RoleSessionName: sessionName },
    })
    const key = reply.ok ? /"AccessKeyId":"(\w+)"/.exec(JSON.stringify(reply.result))?.[1] : undefined
    if (key === undefined) throw new Error(JSON.stringify(reply))
    return key
  }
  const scheduler = () =>
    createActor({ account: world.account.account, roleName: 'scheduler', sessionName: 'cron', ...from })
  for (let night = nights; night > 0; night -= 1) {
    clock.offsetMs = -(night + 1) * DAY_MS
    taken(scheduler(), 'nightly')
  }
  clock.offsetMs = 0
  const nightly = taken(scheduler(), 'nightly')
  const stolen = taken(createActor({ account: away.account, accessKeyId: malloryKey, ...from }), 'support-17')
  const thief = createActor({ account: world.account.account, accessKeyId: stolen, ...from })
  thief.call({ service: 's3', action: 'ListBuckets' })
  const another = { sourceIp: '203.0.113.77', userAgent: 'Boto3/1.34' }
  /** Under a name that nobody blocked, from elsewhere and with another tool. */
  const comeBack = (name: string) =>
    taken(createActor({ account: away.account, accessKeyId: malloryKey, ...another }), name)
  return { world, roleArn, nightly, stolen, comeBack, nextNight: () => taken(scheduler(), 'next-night') }
}

/** As Splunk posts it. */
function splunkPayload(accountId: string) {
  return Buffer.from(
    JSON.stringify({
      sid: 'scheduler__admin__search__RMD5c0ffee_at_1772359290_42',
      search_name: 'AWS Cross Account Activity From Previously Unseen Account',
      results_link: 'https://splunk.example.com/app/search/@go?sid=x',
      owner: 'admin',
      app: 'search',
      result: {
        requestingAccountId: partner,
        requestedAccountId: accountId,
        user: 'mallory',
        src: '198.51.100.7',
        user_role: `arn:aws:sts::${accountId}:assumed-role/audit/support-17`,
        firstTime: new Date().toISOString(),
        lastTime: new Date().toISOString(),
        severity: 'high',
      },
    }),
  )
}

/** What the webhook does with it. */
async function takeIn({ realm, runtime }: World, timing: Timing): Promise<string> {
  const source = intakeSources.find(({ name }) => name === 'splunk')
  if (source === undefined) throw new Error('Splunk is no source.')
  const intake = judgePayload(source, splunkPayload(realm.accountId), [realm])
  if (!intake.accepted) throw new Error(intake.reason)
  const [finding] = intake.findings
  const opening = openingFor(runtime, { timing }, finding)
  expect(opening.playbook).toBe('cross-account-activity')
  return (await openIncident(runtime.engine, finding, opening)).incidentId
}

async function documents({ runtime: { engine }, read }: World, id: string) {
  const { containPlanDigest, evidenceDigest } = (await read(id)).snapshot.context
  const plan = containPlanSchema.parse((await engine.store.readDocument(containPlanDigest ?? ''))?.body)
  const evidence = evidenceSchema.parse((await engine.store.readDocument(evidenceDigest ?? ''))?.body)
  return { plan, evidence }
}

describe("Splunk's story: an account asks for a role that it never used", () => {
  const scenes: World[] = []
  afterEach(async () => {
    for (const world of scenes.splice(0)) await world.close()
  })
  async function atTheQuestion(nights: number, timing: Timing = worldTiming) {
    const scene = await createScene({ nights })
    scenes.push(scene.world)
    await scene.world.work()
    const id = await takeIn(scene.world, timing)
    await scene.world.reach(id, 'awaitingApproval')
    const may = (key: string) => scene.world.account.isKeyAllowed(key, 's3:ListAllMyBuckets')
    return { ...scene, id, may, ...(await documents(scene.world, id)) }
  }
  async function restored(world: World, id: string) {
    await world.prepareRestore(id, 'false-alarm')
    await world.approveRestore(id)
    await world.reach(id, 'closed')
  }

  it('denies the one session where others use the role each night, and gives it back', async () => {
    const { world, id, may, plan, evidence, stolen, nightly } = await atTheQuestion(4)
    expect(evidence.roleUse?.askers).toMatchObject([
      { accountId: partner, isExternal: true, isNew: true, isAccused: true, externalId: 'never', alive: 1, given: 1 },
      { who: expect.stringContaining('scheduler'), isExternal: false, isNew: false, isRoutine: true, daysBefore: 4 },
    ])
    expect(plan).toMatchObject({
      modes: ['deny-session'],
      sessionName: 'support-17',
      scope: { is: 'session', other: 'role', trustProposal: expect.stringContaining(partner) },
    })
    await world.approve(id)
    await world.reach(id, 'contained')
    expect([may(stolen), may(nightly)]).toEqual([false, true])

    await restored(world, id)
    expect([may(stolen), may(nightly)]).toEqual([true, true])
    expect(Object.keys(world.account.describeRole('audit')?.inlinePolicies ?? {})).toEqual(['read'])
  })

  it('denies the role where nobody else is seen to use it', async () => {
    const { world, id, may, plan, stolen, nightly } = await atTheQuestion(1)
    expect(plan).toMatchObject({ modes: ['deny-all'], scope: { is: 'role', other: 'session' } })
    await world.approve(id)
    await world.reach(id, 'contained')
    expect([may(stolen), may(nightly)]).toEqual([false, false])
    await restored(world, id)
    expect([may(stolen), may(nightly)]).toEqual([true, true])
  })

  it('denies what a person chose before approving: the first question is void', async () => {
    const { world, id, may, plan, stolen, nightly } = await atTheQuestion(4)
    expect(plan.scope?.is).toBe('session')
    const first = (await world.read(id)).snapshot.context.openPlanDigest
    const wish = { ask: 'scope', scope: 'role' } as const
    expect(await request(world.runtime.engine, approvalRules, id, 'bo', 'It is theirs.', wish)).toMatchObject({
      status: 'accepted',
    })
    await world.until(
      id,
      ({ state, snapshot: { context } }) => state === 'awaitingApproval' && context.openPlanDigest !== first,
    )
    const { plan: other } = await documents(world, id)
    expect(other).toMatchObject({ modes: ['deny-all'], scope: { is: 'role', chosenBy: 'bo', other: 'session' } })
    await world.approve(id)
    await world.reach(id, 'contained')
    expect([may(stolen), may(nightly)]).toEqual([false, false])
  })

  it('tells people of a stranger who comes back under another name, and has the whole role denied once they approve that', async () => {
    const scene = await atTheQuestion(4, { ...worldTiming, watchIntervalMs: 60_000 })
    const { world, id, may, stolen } = scene
    await world.approve(id)
    await world.reach(id, 'contained')
    const { containmentId } = (await documents(world, id)).plan
    const regular = scene.nextNight()
    const back = scene.comeBack('helpdesk-9')
    expect([may(stolen), may(back), may(regular)]).toEqual([false, true, true])

    const { snapshot } = await world.reach(id, 'needsHuman')
    const { verdict, reason } = snapshot.context
    expect(verdict.suspects).toMatchObject([
      {
        kind: 'session',
        name: expect.stringContaining(`/helpdesk-9/${back}`),
        by: expect.stringContaining(partner),
        returned: { asker: 'same', sourceIp: '203.0.113.77', userAgent: 'Boto3/1.34' },
      },
    ])
    const { eventId, sharedEventId } = verdict.suspects[0]?.returned ?? {}
    expect(sharedEventId).toEqual(expect.any(String))
    for (const told of [`event ${eventId}`, `shared event ${sharedEventId}`, '"203.0.113.77"', '"Boto3/1.34"']) {
      expect(reason).toContain(told)
    }
    expect(reason).toContain('`tourniquet scope` asks for the whole role')
    // Nothing is denied by itself.
    expect([may(back), Object.keys(world.account.describeRole('audit')?.inlinePolicies ?? {}).length]).toEqual([
      true,
      2,
    ])

    const wish = { ask: 'scope', scope: 'role' } as const
    await request(world.runtime.engine, approvalRules, id, 'bo', 'They are back.', wish)
    const asked = await world.until(id, ({ snapshot: { context } }) => context.widened?.to != null)
    expect(asked.state).toBe('awaitingWiderApproval')
    // Whoever is asked is shown what they are asked about, not the plan of the block that stands.
    expect(shownContainPlan(asked)).toBe(asked.snapshot.context.openPlanDigest)
    expect(shownContainPlan(asked)).not.toBe(asked.snapshot.context.containPlanDigest)
    const wider = containPlanSchema.parse(
      (await world.runtime.engine.store.readDocument(asked.snapshot.context.openPlanDigest ?? ''))?.body,
    )
    expect(wider).toMatchObject({
      containmentId,
      modes: ['deny-all'],
      sessionName: null,
      scope: { is: 'role', other: null },
    })
    expect(wider.widens).toBe(asked.snapshot.context.containPlanDigest)
    expect(wider.writes.map(({ purpose }) => purpose)).toEqual(['denyAll', 'denySession'])
    await world.approve(id)
    await world.reach(id, 'contained')
    expect([may(stolen), may(back), may(regular)]).toEqual([false, false, false])

    await restored(world, id)
    expect([may(stolen), may(back), may(regular)]).toEqual([true, true, true])
    expect(Object.keys(world.account.describeRole('audit')?.inlinePolicies ?? {})).toEqual(['read'])
  })
})
