import { athenaQueries } from '../../integrations/aws/athena/athena-queries.js'
import { namedQuery } from '../../integrations/aws/logs/named-query.js'
import { createActor } from '../../simulated-aws/actor.js'
import type { Incident } from '../../src/domain/incident.js'
import { decide } from '../../src/incidents/decide.js'
import { ourWrites } from '../support/world/calls.js'
import { recreateRole } from '../support/world/recreate-role.js'
import { ciDeploy, dana } from '../support/world/seed.js'
import { slackThreadOf, wordsOf } from '../support/world/slack-thread.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const group = { type: 'group', name: 'release' } as const
const createStage = useStages()
const MINUTE_MS = 60_000

/** Lets time go on until people are asked about another plan than this. */
async function askedAnew(stage: Stage, before: Incident): Promise<Incident> {
  const { openPlanDigest } = before.snapshot.context
  const isAsked = ({ state, snapshot: { context } }: Incident) =>
    state === 'awaitingApproval' && context.openPlanDigest !== openPlanDigest
  await stage.world.run(MINUTE_MS, () => isAsked(stage.incident()))
  if (!isAsked(stage.incident())) throw new Error(`It is in ${stage.incident().state}.`)
  return stage.incident()
}

describe('22. Approval binding', () => {
  it('an entity that was replaced voids the approval: the new one is asked about, by another plan', async () => {
    const stage = await createStage()
    await stage.block(role)
    const before = stage.incident()
    recreateRole(stage)
    const { snapshot } = await askedAnew(stage, before)
    expect(snapshot.context).toMatchObject({ approvals: [], decidedBy: [] })
    expect(snapshot.context.containmentId).not.toBe(before.snapshot.context.containmentId)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('a group that gained a member voids it: the new plan shows that member', async () => {
    const users = [dana({ groups: ['release'] }), { name: 'erin' }]
    const stage = await createStage({ seed: { groups: [{ name: 'release' }], users } })
    stage.report(group)
    await stage.reach(['awaitingApproval'])
    await stage.approve('ana')
    await stage.approve('bo')
    const before = stage.incident()
    expect(before.state).toBe('blocking')
    stage.admin('AddUserToGroup', { GroupName: 'release', UserName: 'erin' })
    await askedAnew(stage, before)
    expect((await stage.containPlan()).impact.members).toEqual(['dana', 'erin'])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('a protected list that names it by now refuses it, though it was approved', async () => {
    const stage = await createStage()
    await stage.block(role)
    stage.kept.protect({ arns: ['arn:aws:iam::*:role/service/CI-*'] })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/protected by the configuration \(arn:aws:iam::\*:role\/service\/CI-\*\)/)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('rules by which it takes more people by now void it', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ tags: [{ key: 'tier', value: 'critical' }] })] } })
    await stage.block(role)
    const before = stage.incident()
    stage.kept.protect({ raisingTags: [{ key: 'Tier', value: 'critical' }] })
    const { snapshot } = await askedAnew(stage, before)
    expect(snapshot.context).toMatchObject({ quorum: 2, decidedBy: [] })
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('an answer to a plan that was replaced is refused', async () => {
    const stage = await createStage()
    await stage.block(role)
    const before = stage.incident()
    recreateRole(stage)
    await askedAnew(stage, before)
    const planDigest = before.snapshot.context.openPlanDigest ?? ''
    const rules = { contain: { approvers: ['bo'], quorum: 1 }, restore: { approvers: ['bo'], quorum: 1 } }
    const stale = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by: 'bo' } as const
    expect(await decide(stage.world.engine, rules, before.id, stale)).toMatchObject({ code: 'planChanged' })
    await stage.world.run(MINUTE_MS)
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('after half an hour without a decision the question has expired: a late yes writes nothing', async () => {
    const stage = await createStage()
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    await stage.world.run(29 * MINUTE_MS)
    expect(stage.incident().state).toBe('awaitingApproval')
    await stage.world.run(2 * MINUTE_MS)
    expect(await stage.approve()).toMatchObject({ status: 'refused', code: 'expired' })
    await stage.world.run(MINUTE_MS)
    expect(stage.incident().state).toBe('needsHuman')
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['reminder', 'needsHuman'])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('session names and user agents are escaped in Slack', async () => {
    const hostile = '<!channel> <https://evil.example|Approve> *x* `y` \u202e AKIAEXAMPLE000000001'
    const stage = await createStage()
    const { account } = stage.account
    const userAgent = `curl ${hostile}`
    const intruder = createActor({
      account,
      sourceIp: '198.51.100.7',
      userAgent,
      roleName: 'ci-deploy',
      sessionName: hostile,
    })
    intruder.call({ service: 's3', action: 'ListBuckets', parameters: {} })
    await stage.world.run(5_000)
    const accused = { ...role, sessionName: hostile, accessKeyId: intruder.accessKeyId }
    stage.report(accused, { title: hostile })
    await stage.reach(['awaitingApproval'])
    await stage.world.run(1_000)

    const said = (await slackThreadOf(stage)).map(wordsOf).join('\n')
    expect(said).toContain('&lt;!channel&gt;')
    expect(JSON.stringify(await stage.evidence())).toContain('curl <!channel>')
    const live = [...said.matchAll(/<[^>]*>/g)].map(([token]) => token)
    expect(live.filter((token) => !/^<(@U0(ANA|BO|CYD)|!date\^\d+\^[^|]*\|[^<|]*)>$/.test(token))).toEqual([])
    expect(said).not.toMatch(/\u202e|AKIAEXAMPLE|<!channel|<https/)
  })

  it('what an attacker put into a session name cannot leave its place in an Insights or Athena query', () => {
    const hostile = `x' OR '1'='1" | stats count(*) by /.*/ -- \n`
    const { insights, condition, filterPattern } = namedQuery('bySourceIp', { sourceIp: hostile })
    for (const query of [insights, condition, filterPattern]) {
      const outsideOfLiterals = query.replaceAll(/"[^"'\\\n|]*"/g, '')
      expect(outsideOfLiterals).not.toMatch(/OR|stats|--|'/)
    }
    const scope = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
    const sql = athenaQueries({ database: 'logs', table: 'trail', ...scope }).sourceIp(`1' OR '1'='1`)
    expect(sql).toContain("'1'' OR ''1''=''1'")
  })
})
