import { liveTiming } from '../../../playbooks/stages/timing.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { escalating } from '../../support/fixtures/timings.js'
import { aRestorePlan } from './plans.js'
import {
  aLook,
  anEvidence,
  applied,
  askedStory,
  at,
  blockedStory,
  containedStory,
  containPlan,
  evidence,
  restoredStory,
  Story,
  timeUp,
} from './story.js'

const documents = { evidence, containPlan }

describe('the block in a report', () => {
  it('is none before it is ordered, and there is nothing to undo', () => {
    const report = buildIncidentReport(askedStory().input(documents))
    expect([report.block, report.undo]).toEqual(['none', null])
  })

  it('may be there from the moment it is ordered: an answer can be lost', () => {
    const story = askedStory().next({
      type: 'APPROVED',
      by: 'ana',
      planDigest: askedStory().incident.snapshot.context.openPlanDigest ?? '',
      reason: 'yes',
    })
    expect(buildIncidentReport(story.input(documents)).block).toBe('maybe')
    story.next(timeUp('writeBudget', 'blocking'), 600)
    expect(story.state).toBe('needsHuman')
    const report = buildIncidentReport(story.input(documents))
    expect(report.block).toBe('maybe')
    expect(report.undo?.commands).toHaveLength(3)
    expect(report.followUps).toContainEqual(expect.stringContaining('Look whether the block is in place'))
  })

  it('is none again where the plan was refused instead of being written', () => {
    const approved = askedStory()
    const planDigest = approved.incident.snapshot.context.openPlanDigest ?? ''
    approved
      .next({ type: 'APPROVED', by: 'ana', planDigest, reason: 'yes' })
      .next({ type: 'PLAN_REFUSED', reason: 'Protected.', alternative: 'Use an SCP.', nothingStands: true })
    expect(buildIncidentReport(approved.input(documents)).block).toBe('none')
  })

  it('is in place once it is written, with the commands that take exactly it off, and where to send them', () => {
    const { undo, block } = buildIncidentReport(blockedStory().input(documents))
    expect(block).toBe('inPlace')
    expect(undo?.commands).toEqual([
      'tourniquet restore inc_0123456789abcdefghij --as false-alarm   # or --as compromise',
      expect.stringMatching(
        /iam get-role-policy --role-name ci-deploy --policy-name DenyAll-cnt_0123456789abcdefghij$/,
      ),
      expect.stringMatching(
        /&& .* delete-role-policy --role-name ci-deploy --policy-name DenyAll-cnt_0123456789abcdefghij$/,
      ),
    ])
    expect(undo?.note).toContain('set AWS_ENDPOINT_URL to 127.0.0.1:4566 first')
  })

  it('can still be taken off by hand where its plan is lost', () => {
    const { undo, plan } = buildIncidentReport(blockedStory().input({ containPlan: null }))
    expect(plan.status).toBe('lost')
    expect(undo?.commands).toEqual(buildIncidentReport(blockedStory().input(documents)).undo?.commands)
    expect(undo?.note).toMatch(/^The plan is lost, so this is the block as it usually is; the undo card of cnt_/)
  })

  it('is missing where the last look did not find it', () => {
    const story = blockedStory()
      .next(timeUp('nextSoakCheck', 'verifying.waiting'))
      .next(aLook(250, { policy: 'missing' }))
    expect(buildIncidentReport(story.input(documents)).block).toBe('missing')
  })

  it('is removed after the restore, and the containment is told as past', () => {
    const restorePlan = aRestorePlan('false-alarm')
    const report = buildIncidentReport(restoredStory(restorePlan).input({ ...documents, restorePlan }, 700))
    expect([report.block, report.undo, report.statement.headline]).toEqual([
      'removed',
      null,
      'Was contained, access restored',
    ])
  })
})

describe('key times', () => {
  it('tell how long the decision, the write and the proof took', () => {
    const { keyTimes } = buildIncidentReport(containedStory().input(documents, 600))
    expect(Object.fromEntries(keyTimes.durations.map(({ what, durationMs }) => [what, durationMs]))).toEqual({
      'Time to decide': 240_000,
      'Time to block, from opening': 247_000,
      'Time to contain, from opening': 247_000 + liveTiming.soakLooks.length * 8_000,
      'Block age': 353_000,
    })
  })

  it('end the age of the block at its removal', () => {
    const restorePlan = aRestorePlan('false-alarm')
    const { keyTimes } = buildIncidentReport(restoredStory(restorePlan).input({ ...documents, restorePlan }, 9_999))
    expect(keyTimes.durations.at(-1)).toEqual({ what: 'Block stood for', durationMs: 233_000 })
  })

  it("are never negative: AWS's clock counts whole seconds, ours does not", () => {
    const story = askedStory()
    const planDigest = story.incident.snapshot.context.openPlanDigest ?? ''
    story.next({ type: 'APPROVED', by: 'ana', planDigest, reason: 'yes' }, 0).next(applied(containPlan, -1), 0)
    const { keyTimes } = buildIncidentReport(story.input(documents, -1))
    expect(Math.min(...keyTimes.durations.map(({ durationMs }) => durationMs))).toBe(0)
  })
})

describe('decisions', () => {
  it('name who decided what, when, why and on which plan', () => {
    const [decision] = buildIncidentReport(blockedStory().input(documents)).decisions
    expect(decision).toMatchObject({
      who: 'ana',
      what: 'approved the block',
      at: at(246),
      reason: 'confirmed by the owner',
      counted: true,
    })
    expect(decision?.planDigest).toMatch(/^sha256:/)
  })

  it('show an approval that came to nothing as one without effect', () => {
    const story = blockedStory()
    const planDigest = story.incident.snapshot.context.openPlanDigest ?? ''
    story.next({ type: 'DENIED', by: 'raj', planDigest, reason: 'too late' })
    const { decisions } = buildIncidentReport(story.input(documents))
    expect(decisions.map(({ who, counted }) => [who, counted])).toEqual([
      ['ana', true],
      ['raj', false],
    ])
  })

  it('say that nobody decided where the question expired', () => {
    const story = askedStory().next(timeUp('approvalExpiry', 'awaitingApproval'), 1_800)
    const { decisions } = buildIncidentReport(story.input(documents))
    expect(decisions).toEqual([expect.objectContaining({ who: null, what: 'nobody decided about the block in time' })])
  })

  it('tell a question that went on to a second circle, and who was answered no, which counts for nothing', () => {
    const timing = { ...liveTiming, questions: escalating }
    const refused = { by: 'eve', question: 'contain', decision: 'approve', planDigest: 'sha256:x', repeats: 3 } as const
    const story = askedStory(undefined, undefined, timing)
      .next({ type: 'DECISION_REFUSED', ...refused, code: 'notAnApprover' }, 60)
      .next(timeUp('approvalExpiry', 'awaitingApproval'), 1_800)
    const { decisions, timeline } = buildIncidentReport(story.input(documents))
    expect(decisions.map(({ who, what, counted }) => [who, what, counted])).toEqual([
      ['eve', 'was not let approve: not an approver', false],
      [null, 'nobody decided about the block in time: a second circle was asked', true],
    ])
    expect(timeline.map(({ what }) => what)).toContain(
      'Was not let approve the block (not an approver), after 3 more attempts like it',
    )
  })

  it('tell the restore from the block', () => {
    const restorePlan = aRestorePlan('compromise')
    const { decisions } = buildIncidentReport(restoredStory(restorePlan).input({ ...documents, restorePlan }))
    expect(decisions.map(({ who, what }) => `${who}: ${what}`)).toEqual([
      'ana: approved the block',
      'lee: asked for a restore as compromise',
      'raj: approved the restore',
    ])
  })
})

describe('the timeline', () => {
  it('has every record, in order, with what it ordered', () => {
    const story = containedStory()
    const { timeline } = buildIncidentReport(story.input(documents))
    expect(timeline.map(({ seq }) => seq)).toEqual(story.audit.map(({ body }) => body.seq))
    expect(timeline.at(-1)).toMatchObject({ from: 'verifying', to: 'contained', orders: ['notify', 'write report'] })
  })

  it('keeps a record whose details it cannot read, under its name', () => {
    const input = blockedStory().input(documents)
    const audit = input.audit.map((record) => ({ ...record, body: { ...record.body, detail: null } }))
    const { timeline } = buildIncidentReport({ ...input, audit })
    expect(timeline).toHaveLength(audit.length)
    expect(timeline[1]?.what).toContain('evidence collected')
    expect(timeline[1]?.what).toContain('cannot read')
  })

  it('says of what reports a message that people were told, not that it came to nothing', () => {
    const asked = buildIncidentReport(askedStory().input(documents)).timeline.at(-1)
    expect(asked).toMatchObject({ what: 'People were asked', ignored: false })
  })
})

describe('documents', () => {
  it('that were never made are told from those that are lost', () => {
    const young = buildIncidentReport(new Story().input())
    expect([young.evidence.status, young.plan.status]).toEqual(['none', 'none'])
    const lost = buildIncidentReport(askedStory().input({ evidence: null, containPlan: null }))
    expect([lost.evidence.status, lost.plan.status, lost.restore.status]).toEqual(['lost', 'lost', 'none'])
  })
})

describe('what remains', () => {
  it('names whoever acted against the block and the calls that got through', () => {
    const call = { eventId: 'e1', eventName: 'CreateUser', eventTime: at(249) }
    const by = 'arn:aws:iam::111122223333:user/mallory'
    const story = containedStory({ inWindow: [call], tampering: [{ what: 'DeleteRolePolicy', by, at: at(300) }] })
    const report = buildIncidentReport(story.input(documents))
    expect(report.passedCalls).toEqual([{ ...call, when: 'within the window' }])
    expect(report.followUps).toContainEqual(expect.stringContaining('1 call that succeeded after the block'))
    expect(report.followUps).toContainEqual(expect.stringContaining(by))
  })

  it.each(['failed', 'truncated'] as const)('says that the evidence is incomplete where a source is %s', (status) => {
    const partial = anEvidence({ sources: [{ name: 'cloudtrail:LookupEvents', status, requests: 1, events: 0 }] })
    const { followUps } = buildIncidentReport(askedStory().input({ ...documents, evidence: partial }))
    expect(followUps).toContainEqual(expect.stringContaining(`cloudtrail:LookupEvents: ${status}`))
  })

  it('warns of a broken record first', () => {
    const chain = { ok: false, records: 6, brokenAtSeq: 3, reason: 'was changed after it was written' } as const
    const [first] = buildIncidentReport(blockedStory().input({ ...documents, chain })).followUps
    expect(first).toContain('Do not rely on this record from number 3 on')
  })

  it('names what came to life again and what others changed, after a restore as a false alarm', () => {
    const restorePlan = aRestorePlan('false-alarm')
    const { followUps } = buildIncidentReport(restoredStory(restorePlan).input({ ...documents, restorePlan }))
    expect(followUps.join(' ')).toMatch(/1 session from before .* 1 change by others/)
  })
})

describe('what was written to AWS, in a report', () => {
  it('is the block, then its removal, each as the timeline words it, with AWS’s request ids', () => {
    const restorePlan = aRestorePlan('false-alarm')
    const report = buildIncidentReport(restoredStory(restorePlan).input({ ...documents, restorePlan }, 700))
    expect(report.writes.map(({ kind }) => kind)).toEqual(['block', 'removal'])
    for (const { seq, at, what } of report.writes) {
      expect(report.timeline).toContainEqual(expect.objectContaining({ seq, at, what }))
      expect(what).toMatch(/^Block (written|removed) at \S+ \(AWS request \S+\)/)
    }
  })

  it('is nothing before AWS was asked, though the block is approved', () => {
    const planDigest = askedStory().incident.snapshot.context.openPlanDigest ?? ''
    const approved = askedStory().next({ type: 'APPROVED', by: 'ana', planDigest, reason: 'Block written by ana' })
    expect(buildIncidentReport(approved.input(documents)).writes).toEqual([])
  })

  it('tells the revocation of older sessions from the block and from its removal', () => {
    const restorePlan = aRestorePlan('compromise')
    const story = restoredStory(restorePlan)
    story.next({ type: 'OLDER_SESSIONS_REVOKED', revokedBefore: at(600), requestId: 'req-r' })
    const { writes } = buildIncidentReport(story.input({ ...documents, restorePlan }, 700))
    expect(writes.at(-1)).toMatchObject({ kind: 'revocation', what: expect.stringContaining('(AWS request req-r)') })
  })
})
