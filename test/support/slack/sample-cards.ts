import type { Click, IncidentCard } from '../../../integrations/slack/incident-card.js'
import type { DeskIncident } from '../../../integrations/slack/slack-desk.js'
import { digestOf } from '../../../src/domain/canonical-json.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import { type ContainPlan, planDigest, type RestorePlan } from '../../../src/domain/plan.js'
import { viewQuestion } from '../../../src/incidents/question-view.js'
import { buildIncidentReport, type ReportInput } from '../../../src/report/incident-report.js'
import { aRestorePlan, aRolePlan, containmentId } from '../../src/report/plans.js'
import { aLook, anEvidence, applied, at, Story, timeUp } from '../../src/report/story.js'
import { aBrief } from '../fixtures/evidence.js'
import { anImpact } from '../fixtures/plans.js'

export const evidence: Evidence = anEvidence({
  investigation: aBrief({
    statement:
      'The session build-17 of arn:aws:iam::111122223333:role/ci-deploy was used from 198.51.100.77, where it had never been used before, and read 14 secrets.',
    confidence: 'high',
    doubts: ['The address belongs to a cloud provider: a moved build agent would look the same.'],
    proposed: [
      {
        key: 'role:111122223333:ci-deploy',
        arn: 'arn:aws:iam::111122223333:role/ci-deploy',
        type: 'role',
        name: 'ci-deploy',
        confidence: 'high',
        reasons: ['Its credentials were used from two countries within 4 minutes.'],
      },
    ],
    detections: [
      {
        id: 'roles-anywhere-profile',
        title: 'IAM Roles Anywhere profile created',
        technique: 'T1098.003',
        severity: 'high',
        status: 'succeeded',
        what: 'CreateProfile for role ops.',
        firstSeen: at(-900),
        events: 1,
      },
      {
        id: 'secrets-read-in-bulk',
        title: 'Secrets read in bulk',
        technique: 'T1555.006',
        severity: 'medium',
        status: 'attempted',
        what: '12 of 14 reads were denied.',
        firstSeen: at(-600),
        events: 14,
      },
    ],
    chains: [{ root: 'ana@sso', path: ['ana@sso', 'role/ops', 'role/ci-deploy'], unresolved: false }],
    indicators: [{ by: 'records', type: 'newAddress', severity: 'high', technique: null }],
  }),
})

export const containPlan: ContainPlan = aRolePlan({
  approval: { quorum: 2, raisedBecause: ['The role is used by a service: one approval more.'] },
  impact: anImpact({
    lastUsedAt: '2026-03-01T09:51:00Z',
    lastUsedRegion: 'eu-central-1',
    trustedServices: ['codebuild.amazonaws.com'],
    trustedPrincipals: ['arn:aws:iam::111122223333:role/ops'],
    sessionsAlive: 3,
  }),
  notCovered: [
    'Sessions in other roles that it assumed (2) live on.',
    'The role can still be assumed: its trust policy is not touched. New sessions are issued, and then denied.',
    'sts:GetCallerIdentity and sts:GetSessionToken answer in spite of any policy, and change nothing.',
    'Running compute and open data connections stay open until they are closed.',
  ],
})
export const restorePlan: RestorePlan = aRestorePlan('false-alarm', { approval: { quorum: 1, raisedBecause: [] } })

const approvers = ['ana', 'raj', 'kim']
const rules = {
  contain: { approvers, quorum: 2 },
  restore: { approvers: ['raj', 'kim'], quorum: 1 },
  operators: ['lee'],
}
export const slackIds: ReadonlyMap<string, string> = new Map([
  ['ana', 'U0ANA0001'],
  ['raj', 'U0RAJ0001'],
  ['kim', 'U0KIM0001'],
])

/** What Slack shows of a story, as the store and the configuration would give it. */
export function cardOf(
  story: Story,
  changes: Partial<ReportInput> = {},
  card: Partial<IncidentCard> = {},
): IncidentCard {
  const { incident } = story
  const { containPlanDigest, restorePlanDigest } = incident.snapshot.context
  const report = buildIncidentReport(
    story.input({
      banner: '',
      evidence,
      containPlan: containPlanDigest === null ? null : containPlan,
      restorePlan: restorePlanDigest === null ? null : restorePlan,
      ...changes,
    }),
  )
  const timers = ['approvalExpiry', 'restoreExpiry'].map((wait) => ({
    name: `xstate.after.${wait}.incident.x`,
    dueAt: '2026-03-01T10:32:00.000Z',
  }))
  return {
    report,
    question: viewQuestion(rules, incident, timers),
    accountName: 'payments',
    consoleUrl: `https://tourniquet.example/incidents/${incident.id}`,
    slackIds,
    approvers,
    hasOwner: true,
    ...card,
  }
}

/** Up to the question about the block. */
export function asked(): Story {
  return new Story()
    .next({ type: 'EVIDENCE_COLLECTED', evidenceDigest: digestOf(evidence) }, 3)
    .next({ type: 'PLAN_PREPARED', planDigest: planDigest(containPlan), containmentId, quorum: 2 }, 2)
    .next({ type: 'QUESTION_ASKED' })
}

export function approvedBy(story: Story, by: string, reason: string, seconds = 240): Story {
  return story.next({ type: 'APPROVED', by, planDigest: planDigest(containPlan), reason }, seconds)
}

/** Up to AWS's yes to the block. */
export function blocked(): Story {
  const story = approvedBy(asked(), 'ana', 'The owner says it was not them (SEC-142).')
  return approvedBy(story, 'raj', 'Confirmed: the address is not ours.', 92).next(applied(containPlan, 341), 3)
}

/** Up to the end of the soak. */
export function contained(): Story {
  const story = blocked().next(timeUp('nextSoakCheck', 'verifying.waiting'), 8)
  const depths = Array.from({ length: 40 }, (_, index) => index)
  for (const index of depths) {
    if (story.state !== 'verifying') break
    const { depth } = soakLook(story)
    story.next(aLook(345 + index * 6, { depth, eventsRead: depth === 'full', denied: depth === 'full' ? 2 : 0 }), 6)
    if (story.state === 'verifying') story.next(timeUp('nextSoakCheck', 'verifying.waiting'), 0)
  }
  return story
}

function soakLook({ incident }: Story): { depth: 'policy' | 'account' | 'full' } {
  const { timing, soakChecks } = incident.snapshot.context
  return timing.soakLooks[soakChecks] ?? { depth: 'full' }
}

/** Up to the question about the restore. */
export function restoreAsked(): Story {
  return contained()
    .next(
      {
        type: 'RESTORE_REQUESTED',
        by: 'lee',
        restoreAs: 'false-alarm',
        reason: 'It was the nightly build on a new agent.',
      },
      600,
    )
    .next({ type: 'RESTORE_PREPARED', planDigest: planDigest(restorePlan), quorum: 1, drift: 1 }, 2)
    .next({ type: 'QUESTION_ASKED' })
}

/** To the end. */
export function closed(): Story {
  return restoreAsked()
    .next(
      { type: 'APPROVED', by: 'raj', planDigest: planDigest(restorePlan), reason: 'Checked with the build team.' },
      60,
    )
    .next({ type: 'BLOCK_REMOVED', removedAt: at(1_141), requestId: '7c1e42f0-9d', writes: [] }, 3)
    .next({ type: 'RESTORE_CONFIRMED' }, 2)
    .next(timeUp('lateWriteWatch', 'restored.waiting'), 900)
    .next({ type: 'RESTORE_CONFIRMED' }, 2)
}

export const aClick: Click = {
  incidentId: 'inc_0123456789abcdefghij',
  question: 'contain',
  decision: 'approve',
  planDigest: planDigest(containPlan),
  expiresAt: '2026-03-01T10:32:00.000Z',
  channel: 'C0SEC0001',
  target: 'role ci-deploy',
}

/** What a desk lists: one that waits for the person, one that is blocked, one that is over. */
export const deskIncidents: readonly DeskIncident[] = [
  {
    incidentId: 'inc_0123456789abcdefghij',
    state: 'awaitingApproval',
    principal: 'role ci-deploy',
    account: 'payments (111122223333)',
    openedAt: '2026-03-01T10:00:00Z',
    blockedSince: null,
    waitsForYou: true,
    isExercise: false,
    permalink: 'https://example.slack.com/archives/C0SEC0001/p1772359200000100',
  },
  {
    incidentId: 'inc_1123456789abcdefghij',
    state: 'contained',
    principal: 'user backup-robot',
    account: 'storage (222233334444)',
    openedAt: '2026-02-27T08:00:00Z',
    blockedSince: '2026-02-27T08:06:00Z',
    waitsForYou: false,
    isExercise: false,
    permalink: 'https://example.slack.com/archives/C0SEC0001/p1772179200000100',
  },
  {
    incidentId: 'inc_2123456789abcdefghij',
    state: 'closed',
    principal: 'role analytics',
    account: 'exercise (111122223333)',
    openedAt: '2026-02-25T13:00:00Z',
    blockedSince: null,
    waitsForYou: false,
    isExercise: true,
    permalink: null,
  },
]
