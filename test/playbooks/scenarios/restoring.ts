import { after, happens } from '../../support/fixtures/incident-events.js'
import { confirming, lastLook, removing, restored, revokeSoaking, revoking } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const preparing = 'awaitingRestoreApproval.preparing+waiting'

/** restoring */
export const restoringScenarios: readonly Scenario[] = [
  {
    rule: 'after a false alarm the block goes at once',
    given: removing,
    follows: [
      { event: happens.blockRemoved, state: 'restoring.confirming', orders: ['checkRestored'] },
      { event: happens.restoreConfirmed, state: 'restored.waiting', orders: ['notify:restored', 'writeReport'] },
    ],
    remembers: { appliedAt: null, blockMayStand: false, restoredAt: '2026-03-01T11:05:00Z' },
  },
  {
    rule: 'compromise revokes older sessions before the block goes',
    given: revoking,
    follows: [
      { event: happens.olderSessionsRevoked, state: 'restoring.revokeSoaking', orders: [] },
      {
        event: after('revokeSoak', 'restoring.revokeSoaking'),
        state: 'restoring.removing',
        orders: ['removeBlock'],
      },
    ],
  },
  {
    rule: 'a revocation that does not fit any more is asked again',
    given: revoking,
    follows: [{ event: happens.planOutdated, state: preparing, orders: ['prepareRestore:compromise'] }],
  },
  {
    rule: 'a removal that does not fit any more is asked again',
    given: removing,
    follows: [{ event: happens.planOutdated, state: preparing, orders: ['prepareRestore:false-alarm'] }],
  },
  {
    rule: 'once the block is off there is nothing to ask again',
    given: confirming,
    follows: [{ event: happens.planOutdated, state: 'restoring.confirming', orders: [] }],
  },
  {
    rule: 'a role that was re-created is not touched',
    given: removing,
    follows: [{ event: happens.entityReplaced, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: null },
  },
  {
    rule: 'a policy that somebody rewrote is not removed',
    given: removing,
    follows: [{ event: happens.ownershipConflict, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a block that is still there after its removal is told at once',
    given: confirming,
    follows: [{ event: happens.lateWriteFound, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'The policy is there again.', blockMayStand: true, restoredAt: null },
  },
  {
    rule: 'a restore that takes too long asks a person, and the block is still known',
    given: revokeSoaking,
    follows: [{ event: after('writeBudget', 'restoring'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a removal that fails for good asks a person, and the block is still known',
    given: removing,
    follows: [{ event: happens.failed('removeBlock'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { appliedAt: '2026-03-01T10:00:00Z' },
  },
  {
    rule: 'a restore under way is not asked for again',
    given: removing,
    follows: [{ event: happens.restoreRequested('compromise'), state: 'restoring.removing', orders: [] }],
    remembers: { restoreAs: 'false-alarm' },
  },
]

const activeAgain = 'A finding shows activity of the principal after access was given back.'
const forgedAfterwards = {
  finding: 'fnd_9',
  lastSeenAt: '2026-03-01T11:05:00.001Z',
  trusted: false,
  callBack: false,
  requestedBy: null,
}

/** restored */
export const restoredScenarios: readonly Scenario[] = [
  {
    rule: 'an incident is closed after a last look for late writes of ours',
    given: restored,
    follows: [
      {
        event: after('lateWriteWatch', 'restored.waiting'),
        state: 'restored.checking',
        orders: ['checkRestored:last'],
      },
      { event: happens.restoreConfirmed, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
  },
  {
    rule: 'activity newer than the restore asks a person again, while the incident is still open',
    given: restored,
    follows: [
      { event: happens.newerFindingJoined, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.retryRequested, state: 'investigating.collecting', orders: ['collectEvidence'] },
    ],
    remembers: { joinedFindings: 1 },
  },
  {
    rule: 'activity that is newer than a restore under confirmation asks a person, too',
    given: confirming,
    follows: [{ event: happens.newerFindingJoined, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: activeAgain, appliedAt: null },
  },
  {
    rule: 'whoever is asked after a restore reads that the newer activity could have been forged',
    given: restored,
    follows: [
      {
        event: { type: 'FINDING_JOINED', ...forgedAfterwards },
        state: 'needsHuman.waiting',
        orders: ['notify:needsHuman'],
      },
    ],
    remembers: { reason: `${activeAgain} It could have been forged, and nobody has confirmed it.` },
  },
  {
    rule: 'a finding about what was before the restore is only counted',
    given: restored,
    follows: [{ event: happens.findingJoined, state: 'restored.waiting', orders: [] }],
    remembers: { joinedFindings: 1 },
  },
  {
    rule: 'activity that shows at the last look for late writes asks a person, too',
    given: lastLook,
    follows: [{ event: happens.newerFindingJoined, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
    remembers: { reason: activeAgain },
  },
  {
    rule: 'a block that came back late is not closed over',
    given: lastLook,
    follows: [{ event: happens.lateWriteFound, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a block that reports late after the restore can be restored again',
    given: restored,
    follows: [
      { event: happens.blockAppliedAgain, state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.restoreRequested(), state: preparing, orders: ['prepareRestore:false-alarm'] },
    ],
    remembers: { appliedAt: '2026-03-01T10:03:00Z', restoredAt: null },
  },
  {
    rule: 'a last look that cannot be made asks a person, who may close',
    given: lastLook,
    follows: [
      { event: happens.failed('checkRestored'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
      { event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] },
    ],
  },
]
