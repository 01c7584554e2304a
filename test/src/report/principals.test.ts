import { planCard } from '../../../app/plan-card.js'
import { type ContainPlan, planDigest } from '../../../src/domain/plan.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { renderHtml } from '../../../src/report/render-html.js'
import { renderMarkdown } from '../../../src/report/render-markdown.js'
import { aGroupPlan, aRestorePlan, aRolePlan, aUserPlan } from './plans.js'
import { applied, askedStory, at, blockedStory, containedStory, evidence, Story } from './story.js'

const call = (eventId: string, eventName: string, seconds: number) => ({ eventId, eventName, eventTime: at(seconds) })
const reportOf = (story: Story, containPlan: ContainPlan = aRolePlan()) =>
  buildIncidentReport(story.input({ evidence, containPlan }))

/** What a person reads on the card, in the report as Markdown and as HTML. */
function everywhere(plan: ContainPlan): string[] {
  const report = reportOf(askedStory(undefined, plan), plan)
  const card = planCard({ containPlan: plan, restorePlan: null, evidence, context: { openPlanDigest: 'sha256:x' } })
  return [card, renderMarkdown(report).replaceAll('\u2060', ''), renderHtml(report)]
}

describe('the plan, on the card and in the report', () => {
  it('of a user shows keys, console, groups, what lives on elsewhere and what could not be read', () => {
    for (const shown of everywhere(aUserPlan())) {
      expect(shown).toContain('PutUserPolicy')
      expect(shown).toMatch(/UpdateAccessKey.*AKIAEXAMPLEACTIVE0001/)
      expect(shown).toContain('AKIAEXAMPLEOLD0000002 (Inactive, last use not known)')
      expect(shown).toMatch(/console access.*yes, a password is set/i)
      expect(shown).toContain('developers')
      expect(shown).toContain('arn:aws:iam::111122223333:role/deploy')
      expect(shown).toContain('The groups of ana could not be read (AccessDenied).')
      expect(shown).toContain('disable-keys: turns the active access keys off')
    }
  })

  it('of a group shows each member, the managed policy, and why it takes one approval more', () => {
    for (const shown of everywhere(aGroupPlan())) {
      expect(shown).toMatch(/AttachGroupPolicy.*arn:aws:iam::aws:policy\/AWSDenyAll/)
      expect(shown).toMatch(/members denied.*ana, bo \(2\)/i)
      expect(shown).toMatch(/A group takes one approval more: 2 members are denied\./)
    }
  })

  it('of a group names all of them, however many', () => {
    const members = Array.from({ length: 60 }, (_, index) => `developer-${index}`)
    const plan = { ...aGroupPlan(), impact: { ...aGroupPlan().impact, members } }
    for (const shown of everywhere(plan)) for (const member of members) expect(shown).toContain(member)
  })

  it('of a session names it', () => {
    const plan = aRolePlan({ sessionName: 'build-17', modes: ['deny-session'] })
    for (const shown of everywhere(plan)) expect(shown).toMatch(/session.*build-17/i)
  })

  it('never lets a name reach the terminal as it is', () => {
    const evil = '\u001b[2J\u202eevil'
    const impact = { ...aUserPlan().impact, groups: [evil], unread: [evil], members: [evil] }
    const plan = { ...aUserPlan(), impact, notCovered: [evil], sessionName: evil }
    const card = planCard({ containPlan: plan, restorePlan: null, evidence, context: { openPlanDigest: null } })
    expect([card.includes('\u001b[2J'), card.includes('\u202e')]).toEqual([false, false])
    expect(card).toContain('\\u{202e}evil')
  })

  it('of a block that is asked about after a restore was denied shows the block', () => {
    const restorePlan = aRestorePlan('false-alarm')
    const plan = aUserPlan()
    const view = { containPlan: plan, restorePlan, evidence: null }
    expect(planCard({ ...view, context: { openPlanDigest: planDigest(plan) } })).not.toContain('restore as')
    expect(planCard({ ...view, context: { openPlanDigest: planDigest(restorePlan) } })).toContain('restore as')
  })

  it('of a restore says what goes on denying the entity, and what stays off', () => {
    const restorePlan = aRestorePlan('false-alarm', {
      stillDenied: ['DenyAll-cnt_9 of another containment denies it.'],
      intendedDifferences: ['AKIAEXAMPLEOLD0000002 stays off: it was off before.'],
    })
    const card = planCard({ containPlan: null, restorePlan, evidence, context: { openPlanDigest: null } })
    expect(card).toMatch(/still denied.*DenyAll-cnt_9 of another containment/)
    expect(card).toMatch(/stays.*AKIAEXAMPLEOLD0000002 stays off/)
    const report = reportOf(containedStory())
    const shown = renderHtml({ ...report, restore: { status: 'known', digest: 'sha256:x', content: restorePlan } })
    expect(shown).toMatch(/Still denied after it.*DenyAll-cnt_9 of another.*Different on purpose.*stays off/s)
  })
})

describe('what was written', () => {
  it('is told write by write, with what could not be done and is left to people', () => {
    const plan = aUserPlan()
    const lost = 'UpdateAccessKey AKIAEXAMPLEACTIVE0001: access denied.'
    const story = askedStory(undefined, plan)
    const planDigest = story.incident.snapshot.context.openPlanDigest ?? ''
    story.next({ type: 'APPROVED', by: 'ana', planDigest, reason: 'yes' })
    story.next({ type: 'APPROVED', by: 'bo', planDigest, reason: 'yes' }).next(applied(plan, 247, [lost]))
    const report = reportOf(story, plan)
    expect(report.notDone).toEqual([lost])
    expect(report.timeline.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(
        /^Block written at .*: PutUserPolicy DenyAll-cnt_\w+, UpdateAccessKey .*\. Not done: UpdateAccessKey/,
      ),
    )
    expect(report.followUps).toContainEqual(expect.stringContaining(lost))
  })
})

describe('what went against the block', () => {
  const mallory = 'arn:aws:iam::111122223333:user/mallory'
  const newUser = { kind: 'user', name: 'support-2', createdAt: at(249), by: mallory, cause: 'principal' } as const

  it('calls for a service control policy, ready to copy, that names the principal and its suspects', () => {
    const tampering = [{ what: 'DeleteRolePolicy', by: mallory, at: at(260) }]
    const report = reportOf(containedStory({ tampering, suspects: [newUser] }))
    expect(report.statement.tone).toBe('bad')
    expect(report.escalation).toContain('role/ci-deploy')
    const [fenced = ''] =
      /```json\n(\{\n {2}"Version"[^`]*"aws:PrincipalArn"[^`]*)```/.exec(renderMarkdown(report)) ?? []
    const policy: object = JSON.parse(fenced.replace(/```(json)?/g, ''))
    expect(JSON.stringify(policy)).toContain('user/support-2')
  })

  it('is not called for while the block holds and nobody touched it', () => {
    expect(reportOf(containedStory()).escalation).toBeNull()
    expect(reportOf(new Story()).escalation).toBeNull()
  })

  it('is called for where a person has to decide about a block that may stand', () => {
    const story = blockedStory().next({
      type: 'EFFECT_FAILED',
      effect: 'checkBlock',
      code: 'accessDenied',
      message: 'no',
    })
    expect([story.state, reportOf(story).escalation]).toEqual(['needsHuman', expect.stringContaining('role/ci-deploy')])
  })

  it('names each suspect as somebody to decide about', () => {
    const { followUps } = reportOf(containedStory({ suspects: [newUser] }))
    expect(followUps).toContainEqual(expect.stringMatching(/^Decide about user support-2, .*made by the principal/))
  })

  it('names a role whose trust was changed as one that was there before, everywhere', () => {
    const trust = { ...newUser, kind: 'role', name: 'claims-deploy', opened: 'trust' } as const
    const report = reportOf(containedStory({ suspects: [trust] }))
    expect(report.followUps).toContainEqual(
      expect.stringMatching(/^Decide about trust of role claims-deploy changed at .*: it was there before/),
    )
    expect(report.statement.sentence).toMatch(/^Not contained: 1 suspect, new or opened another way, may be/)
    const markdown = renderMarkdown(report)
    expect(markdown).toContain('trust of role, changed')
    expect(markdown).not.toMatch(/new role|New suspects|made by/)
  })

  it('does not count calls that nothing denies, and lists them as expected', () => {
    const report = reportOf(containedStory({ denied: 1, undeniable: [call('e1', 'GetCallerIdentity', 300)] }))
    expect([report.verdict.contained, report.passedCalls]).toEqual([true, []])
    expect(report.undeniableCalls).toEqual([call('e1', 'GetCallerIdentity', 300)])
    expect(renderMarkdown(report)).toContain('Succeeded as expected: no policy denies these')
  })
})

describe('a finding that a restore speaks for', () => {
  it('is told as held down: nothing was written, and nobody was asked', () => {
    const holdDown = { incidentId: 'inc_9', restoredAt: at(-30), until: at(3_570) }
    const story = new Story(undefined, holdDown)
    expect(story.state).toBe('heldDown')
    const report = buildIncidentReport(story.input())
    expect(report.statement.sentence).toContain('nothing newer than a restore just before it')
    expect([report.block, report.undo]).toEqual(['none', null])
  })
})
