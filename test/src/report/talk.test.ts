import { liveTiming } from '../../../playbooks/stages/timing.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { planDigest } from '../../../src/domain/plan.js'
import { buildIncidentReport, type IncidentReport } from '../../../src/report/incident-report.js'
import { renderMarkdown } from '../../../src/report/render-markdown.js'
import { escalating } from '../../support/fixtures/timings.js'
import { aRestorePlan, aRolePlan, containmentId } from './plans.js'
import {
  askedStory,
  at,
  blockedStory,
  containedStory,
  containPlan,
  restoredStory,
  type Story,
  timeUp,
} from './story.js'

const reportOf = (story: Story): IncidentReport => buildIncidentReport(story.input())
const fatesOf = (story: Story) => reportOf(story).questions.map(({ question, fate }) => [question, fate])
const newPlan = aRolePlan({ containmentId: 'cnt_00000000000000000002' })
const prepared = (plan = containPlan): IncidentEvent => ({
  type: 'PLAN_PREPARED',
  planDigest: planDigest(plan),
  containmentId,
  quorum: 1,
})
const restorePlan = aRestorePlan('false-alarm')
const wanted = { type: 'RESTORE_REQUESTED', by: 'lee', restoreAs: 'false-alarm', reason: 'a drill' } as const
const restorePrepared: IncidentEvent = {
  type: 'RESTORE_PREPARED',
  planDigest: planDigest(restorePlan),
  quorum: 1,
  drift: 0,
}
const askedToRestore = () => containedStory().next(wanted, 60).next(restorePrepared)

describe('the questions of an incident', () => {
  it('are there from the moment of their plan, each with its digest', () => {
    expect(reportOf(askedStory()).questions).toEqual([
      { question: 'contain', planDigest: planDigest(containPlan), askedAt: at(5), votes: [], fate: { kind: 'open' } },
    ])
  })

  it('say who approved, and when that decided', () => {
    const [first, second] = reportOf(restoredStory(restorePlan)).questions
    expect(first).toMatchObject({
      votes: [{ who: 'ana', at: at(246), reason: 'confirmed by the owner' }],
      fate: { kind: 'approved', at: at(246) },
    })
    expect(second).toMatchObject({
      question: 'restore',
      votes: [{ who: 'raj', reason: 'ok' }],
      fate: { kind: 'approved' },
    })
  })

  it('stay open while votes are missing', () => {
    const plan = aRolePlan({ approval: { quorum: 2, raisedBecause: [] } })
    const vote = { type: 'APPROVED', by: 'ana', planDigest: planDigest(plan), reason: 'yes' } as const
    const [question] = reportOf(askedStory(undefined, plan).next(vote)).questions
    expect(question).toMatchObject({ votes: [{ who: 'ana' }], fate: { kind: 'open' } })
  })

  it('say who denied and why', () => {
    const no = { type: 'DENIED', by: 'ben', planDigest: planDigest(containPlan), reason: 'it is the audit' } as const
    expect(fatesOf(askedStory().next(no))).toEqual([
      ['contain', { kind: 'denied', who: 'ben', at: at(7), reason: 'it is the audit' }],
    ])
  })

  it('an answer to another plan is none', () => {
    const other = { type: 'APPROVED', by: 'ana', planDigest: planDigest(newPlan), reason: 'late' } as const
    expect(reportOf(askedStory().next(other)).questions).toMatchObject([{ votes: [], fate: { kind: 'open' } }])
  })

  it('expire when the last circle let them, not when a second one is asked', () => {
    const story = askedStory(undefined, containPlan, { ...liveTiming, questions: escalating })
    const expiry = timeUp('approvalExpiry', 'awaitingApproval')
    expect(fatesOf(story.next(expiry, 1_800))).toEqual([['contain', { kind: 'open' }]])
    expect(fatesOf(story.next(expiry, 1_800))).toEqual([['contain', { kind: 'expired', at: at(3_606) }]])
    const restore = askedToRestore().next(timeUp('restoreExpiry', 'awaitingRestoreApproval.question.asking'), 1_800)
    expect(fatesOf(restore).at(-1)).toMatchObject(['restore', { kind: 'expired' }])
  })

  it('are void where newer evidence changes the plan, and the next one is asked', () => {
    const changed = {
      type: 'EVIDENCE_REFRESHED',
      evidenceDigest: `sha256:${'d'.repeat(64)}`,
      changesPlan: 'A new key.',
    } as const
    const story = askedStory()
      .next(timeUp('evidenceRefresh', 'awaitingApproval.waiting'), 300)
      .next(changed)
      .next(prepared(newPlan))
    expect(fatesOf(story)).toEqual([
      ['contain', { kind: 'void', at: at(307), why: 'Newer evidence changes the plan: A new key.' }],
      ['contain', { kind: 'open' }],
    ])
  })

  it('are void where the plan is outdated, also after they were approved', () => {
    const outdated = { type: 'PLAN_OUTDATED', reason: 'The role was made anew.' } as const
    expect(fatesOf(askedStory().next(outdated))).toMatchObject([
      ['contain', { kind: 'void', why: 'The plan no longer fits: The role was made anew.' }],
    ])
    const approval = { type: 'APPROVED', by: 'ana', planDigest: planDigest(containPlan), reason: 'yes' } as const
    expect(reportOf(askedStory().next(approval).next(outdated).next(prepared(newPlan))).questions).toMatchObject([
      {
        votes: [{ who: 'ana' }],
        fate: { kind: 'void', why: 'It was approved, and then the plan no longer fitted: The role was made anew.' },
      },
      { fate: { kind: 'open' } },
    ])
  })

  it('are void where a restore is asked for anew, and say by whom', () => {
    const anew = { ...wanted, by: 'ben', restoreAs: 'compromise', reason: 'keys were stolen' } as const
    expect(fatesOf(askedToRestore().next(anew)).at(-1)).toMatchObject([
      'restore',
      { kind: 'void', why: 'ben asked for a restore anew, as compromise: keys were stolen' },
    ])
  })

  it('are void where the incident goes on without an answer, and say what happened', () => {
    const conflict = { type: 'OWNERSHIP_CONFLICT', reason: 'Somebody changed our policy.' } as const
    const fate = fatesOf(askedToRestore().next(conflict)).at(-1)?.[1]
    expect(fate).toMatchObject({ kind: 'void', why: expect.stringContaining('Somebody changed our policy.') })
  })

  it('are none while nobody was asked, and of a record that cannot be read', () => {
    expect(fatesOf(blockedStory()).length).toBe(1)
    const { audit, ...input } = askedStory().input()
    const spoilt = audit.map((record) => ({ ...record, body: { ...record.body, detail: null } }))
    expect(buildIncidentReport({ ...input, audit: spoilt }).questions).toEqual([])
  })
})

const note = {
  type: 'NOTE_ADDED',
  by: 'ana',
  text: 'The build server was rebooted.',
  author: 'dana',
  writtenAt: '2026-03-01T09:59:00.000Z',
  permalink: 'https://example.slack.com/archives/C1/p1',
  source: 'slack',
} as const

describe('what people were told and said', () => {
  it('notices are listed with topic and words', () => {
    const story = blockedStory().next({ type: 'NOTICE_SENT', topic: 'contained', reason: 'It held.' })
    const { notices, timeline } = reportOf(story)
    expect(notices).toEqual([{ seq: story.audit.length, at: at(248), topic: 'contained', reason: 'It held.' }])
    expect(timeline.at(-1)).toMatchObject({ what: 'People were told (contained): It held.', ignored: false })
  })

  it('notes are listed as they were written, and never shown as without effect', () => {
    const { notes, timeline, decisions } = reportOf(askedStory().next(note))
    const { type: _type, source: _source, ...kept } = note
    expect(notes).toEqual([{ seq: 5, at: at(7), ...kept }])
    expect(timeline.at(-1)).toMatchObject({
      actor: 'ana',
      what: 'Note, as dana wrote: The build server was rebooted.',
      ignored: false,
    })
    expect(decisions).toEqual([])
  })

  it('a note longer than the record takes, or with a link that is none, is no event', () => {
    const written = (changes: object) => {
      const { audit, ...input } = askedStory().next(note).input()
      const spoilt = audit.map((one, index) =>
        index === audit.length - 1 ? { ...one, body: { ...one.body, detail: { ...note, ...changes } } } : one,
      )
      return buildIncidentReport({ ...input, audit: spoilt }).notes.length
    }
    expect([written({}), written({ permalink: null })]).toEqual([1, 1])
    expect([written({ text: 'x'.repeat(2_001) }), written({ permalink: 'javascript:alert(1)' })]).toEqual([0, 0])
  })

  it('both are in the report, where anybody said anything', () => {
    const story = askedStory().next(note).next({ type: 'OWNER_ASKED', by: 'ben', owner: 'dana' })
    const text = renderMarkdown(
      reportOf(story.next({ type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: false })),
    )
    expect(text).toContain('## What people said')
    expect(text).toContain('dana answered: no, it was not me. This is evidence, and decides nothing')
    expect(text).toContain('The build server was rebooted.')
    expect(text).not.toContain('came to nothing here')
    expect(renderMarkdown(reportOf(askedStory()))).not.toContain('## What people said')
  })

  it('a "no" over which nothing was blocked is left to be done', () => {
    const denied = {
      type: 'DENIED',
      by: 'ben',
      planDigest: planDigest(containPlan),
      reason: 'it is the audit',
    } as const
    const no = { type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: false } as const
    const left = (story: Story) => reportOf(story).followUps.filter((each) => each.startsWith('dana said'))
    expect(left(askedStory().next(denied).next(no))).toEqual([
      'dana said that it was not them, and no block stands: look at it again.',
    ])
    expect(left(blockedStory().next(no))).toEqual([])
    expect(
      left(
        askedStory()
          .next(no)
          .next({ ...no, wasMe: true }),
      ),
    ).toEqual([])
  })

  it("an owner's answer is shown with who asked; what is not answered is shown so", () => {
    const asked = { type: 'OWNER_ASKED', by: 'ben', owner: 'dana' } as const
    const answered = { type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: false } as const
    const story = askedStory().next(asked)
    const open = { seq: 5, at: at(7), owner: 'dana', askedBy: 'ben', wasMe: null }
    expect(reportOf(story).ownerAnswers).toEqual([open])
    const no = { seq: 7, at: at(9), owner: 'dana', askedBy: 'ana', wasMe: false }
    expect(reportOf(story.next({ ...asked, by: 'ana' }).next(answered)).ownerAnswers).toEqual([no])
    expect(reportOf(story.next({ ...answered, wasMe: true })).ownerAnswers).toEqual([
      no,
      { ...no, seq: 8, at: at(10), wasMe: true },
    ])
  })
})
