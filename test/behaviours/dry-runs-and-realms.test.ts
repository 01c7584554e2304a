import { FilterLogsTrailSource } from '../../integrations/aws/logs/filter-trail-source.js'
import { findAttacker } from '../../simulated-aws/attackers/attackers.js'
import { decodePolicyDocument } from '../../src/containment/policy-text.js'
import { preImageSchema } from '../../src/containment/pre-image.js'
import { containPlanSchema } from '../../src/domain/plan.js'
import { realmBanner } from '../../src/domain/realm.js'
import {
  closeAll,
  closing,
  everything,
  idsIn,
  instantPace,
  logGroup,
  manyRecords,
  readFrom,
  trailWorld,
} from '../integrations/aws/trail-world.js'
import { playScenario, scenario } from '../support/exercises/scenario-runs.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { ciDeploy } from '../support/world/seed.js'
import { slackThreadOf, wordsOf } from '../support/world/slack-thread.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages()
afterEach(closeAll)

/** The plan that was filed, without what differs between any two accounts on this machine: the endpoint in the realm. */
function plannedIn(stage: Stage) {
  const [filed] = stage.filed('plan').slice(-1)
  const { realm: _, ...plan } = containPlanSchema.parse(filed?.body)
  return plan
}

describe('24. Dry run/tabletop', () => {
  it('writes nothing at all, and its plan is the one that people would be asked about', async () => {
    const dry = await createStage({ rules: { writes: 'never' } })
    dry.report(role)
    const { snapshot } = await dry.reach(['refused'])
    await dry.world.run(60 * 60_000)
    const guarded = await createStage()
    guarded.report(role)
    await guarded.reach(['awaitingApproval'])

    expect(snapshot.context.reason).toMatch(/only observed: a plan was prepared/)
    expect(plannedIn(dry)).toEqual(plannedIn(guarded))
    expect(dry.people.asked).toEqual([])
    expect(ourWrites(dry.account)).toEqual([])
    const changing = /^(iam|organizations):(?!Get|List|Simulate)/
    const sent = dry.account.calls().filter(({ via, operation }) => via === 'http' && changing.test(operation))
    expect(sent.filter(({ parameters }) => parameters.RoleName !== 'no-such-role')).toEqual([])
  })

  it('is marked as an exercise wherever its realm is shown, and the endpoint with it', async () => {
    const stage = await createStage()
    expect(realmBanner(stage.world.parts.tools.realm)).toMatch(/EXERCISE/)
    expect(realmBanner({ kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null })).not.toMatch(
      /EXERCISE/,
    )
  })

  it.each([
    ['2', 'strip-inline'],
    ['13', 'federation'],
    ['15', 'mint'],
  ])('the attacker of behaviour %s can be chosen by name: %s', (_, name) => {
    expect(findAttacker(name)?.name).toBe(name)
  })

  it('policy documents are read percent-encoded and plain', () => {
    const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"a+b%20é"}]}'
    const plain = decodePolicyDocument(text)
    expect(plain).toMatchObject({ ok: true })
    expect(decodePolicyDocument(encodeURIComponent(text))).toEqual(plain)
  })

  it('a tabletop run ends with a report, and nothing of it left the simulated account', async () => {
    const { record, review, markdown } = await playScenario(scenario('starter-instance-credentials'), 'good')
    expect([record.end.kind, record.liveAwsCalls]).toEqual(['finished', 0])
    expect(review.objectives.map(({ status }) => status)).toEqual(Array(7).fill('met'))
    expect(markdown).toContain('# After-action report')
  })

  it('messages marked EXERCISE in Slack', async () => {
    const stage = await createStage()
    const marked = new Set<string>()
    const look = async () => {
      for (const post of await slackThreadOf(stage)) {
        marked.add(post.slot.split(':')[0] ?? '')
        expect(post.text).toMatch(/^EXERCISE/)
        expect(JSON.stringify(post.blocks[0])).toContain('EXERCISE')
      }
    }
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    await look()
    await stage.approve()
    await stage.reach(['contained'])
    await look()
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    await look()
    const live = { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null } as const
    for (const post of await slackThreadOf(stage, { realm: live })) expect(wordsOf(post)).not.toContain('EXERCISE')
    const all = ['headline', 'evidence', 'question', 'block', 'verification', 'restore', 'report']
    expect([...marked]).toEqual(expect.arrayContaining(all))
  })
})

describe('25. Partition/account mismatch and paging', () => {
  it.each([
    ['an arn:aws-cn: principal', { partition: 'aws-cn' as const }, /partition "aws-cn", and this realm is "aws"/],
    ['one of a foreign account', { accountId: '999988887777' }, /account 999988887777/],
  ])('%s is refused, and no endpoint is asked about it', async (_, changes, reason) => {
    const stage = await createStage()
    const before = stage.account.calls().length
    stage.report({ ...role, ...changes })
    const { snapshot } = await stage.reach(['refused'])
    await stage.world.run(60_000)
    expect(snapshot.context.reason).toMatch(reason)
    const asked = stage.account.calls().slice(before)
    expect(asked.map(({ operation }) => operation)).toEqual(['sts:GetCallerIdentity'])
  })

  it('130 inline policies on pages, an empty one that says IsTruncated among them, are all in the pre-image', async () => {
    const document = { Statement: [{ Effect: 'Deny', Action: 'a:B', Resource: '*' }] }
    const inlinePolicies = Array.from({ length: 130 }, (_, n) => ({ name: `p-${n}`, document }))
    const stage = await createStage({ seed: { roles: [ciDeploy({ inlinePolicies })] }, emptyPages: true })
    stage.report(role)
    await stage.reach(['awaitingApproval', 'refused'])
    const [filed] = stage.filed('preImage').slice(-1)
    const names = preImageSchema.parse(filed?.body).inlinePolicies.map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set(inlinePolicies.map(({ name }) => name)))
    expect(callsOf(stage.account, 'iam:ListRolePolicies').length).toBeGreaterThan(2)
  })

  it('CloudTrail is asked by whole seconds that leave nothing of the window out', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    const { appliedAt } = stage.incident().snapshot.context
    const lookups = callsOf(stage.account, 'cloudtrail:LookupEvents').map(({ parameters }) => parameters)
    const bounds = lookups.map(({ StartTime, EndTime }) => [Number(StartTime), Number(EndTime)])
    expect(bounds.flat().every(Number.isInteger)).toBe(true)
    const [, lastEnd = 0] = bounds.at(-1) ?? []
    expect(lastEnd * 1000).toBeGreaterThanOrEqual(Date.parse(appliedAt ?? '') + 120_000)
  })

  it('three empty pages of FilterLogEvents with a token are no end, and its times are in milliseconds', async () => {
    const world = await trailWorld(manyRecords(), { emptyPages: true })
    const { connection } = world
    const options = { connection, region: 'us-east-1', logGroups: [logGroup], pace: instantPace() }
    const { ids, report } = await readFrom(closing(new FilterLogsTrailSource(options)), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report).toMatchObject({ status: 'ok', events: ids.length, requests: 4 })
    const asked = callsOf(world.account, 'logs:FilterLogEvents').map(({ parameters }) => parameters)
    expect(asked.map(({ nextToken }) => nextToken !== undefined)).toEqual([false, true, true, true])
    for (const { startTime, endTime } of asked) {
      expect(startTime).toBe(Date.parse(everything.from))
      expect(Number(endTime)).toBeGreaterThanOrEqual(Date.parse(everything.to))
    }
  })
})
