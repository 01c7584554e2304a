import type { IncidentInput } from '../../../src/domain/incident-context.js'
import { after, happens, observedOff, otherPlanDigest, restoreDigest } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aLookedUpPrincipal, anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { aHoldDown, aTiming, escalating } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'

const escalatingInput = { ...anInput, timing: aTiming({ questions: escalating }) }
const untrustedInput = { ...anInput, trusted: false, distrust: 'Its product is none of AWS.' }
const containExpiry = after('approvalExpiry', 'awaitingApproval')
const restoreExpiry = after('restoreExpiry', 'awaitingRestoreApproval.question.asking')

/** How a stored snapshot came to be: the file's name, and the course of events on the machine of that version. */
export type GoldenJourney = readonly [name: string, events: readonly journeys.Happening[], input: IncidentInput]

/** What moves each of them on, as its orders and people would: the event, and the state that it has always led to. */
export type GoldenMoves = Readonly<Record<string, readonly [event: journeys.Happening, state: string]>>

/** Through the stages that every playbook shares. */
export const goldenJourneys: readonly GoldenJourney[] = [
  ['investigating.collecting', [], anInput],
  ['heldDown', [], { ...anInput, holdDown: aHoldDown }],
  ['unresolved', [], { ...anInput, principal: anUnresolvedPrincipal() }],
  ['investigating.lookingUp', [], { ...anInput, principal: aLookedUpPrincipal() }],
  ['investigating.confirming', journeys.unconfirmed, { ...anInput, trusted: false, callBack: true }],
  ['unconfirmed.waiting', journeys.unconfirmed, untrustedInput],
  ['unconfirmed.confirming', [...journeys.unconfirmed, happens.confirmableJoined], untrustedInput],
  ['planning', journeys.planning, anInput],
  ['awaitingApproval', [...journeys.awaitingTwo, happens.approved('ana')], anInput],
  [
    'awaitingApproval.refreshing',
    [...journeys.awaitingTwo, happens.approved('ana'), after('evidenceRefresh', 'awaitingApproval.waiting')],
    anInput,
  ],
  ['awaitingApproval.secondCircle', [...journeys.awaitingTwo, happens.approved('ana'), containExpiry], escalatingInput],
  ['blocking', journeys.blocking, anInput],
  ['verifying.waiting', journeys.verifying, anInput],
  ['verifying.puttingAgain', [...journeys.gotThrough, happens.retryRequested], anInput],
  ['verifying.checking', journeys.lastSoakCheck, anInput],
  ['contained.waiting', journeys.contained, anInput],
  ['contained.checking', journeys.watchCheck, anInput],
  ['tampered', journeys.tampered, anInput],
  ['awaitingRestoreApproval.preparing', journeys.preparingRestore, anInput],
  ['awaitingRestoreApproval.asking', journeys.askingRestoreFor('compromise', 2), anInput],
  [
    'awaitingRestoreApproval.secondCircle',
    [...journeys.askingRestoreFor('compromise', 2), restoreExpiry],
    escalatingInput,
  ],
  ['restoring.revoking', journeys.revoking, anInput],
  ['restoring.revokeSoaking', journeys.revokeSoaking, anInput],
  ['restoring.removing', journeys.removing, anInput],
  ['restoring.confirming', journeys.confirming, anInput],
  ['restored.waiting', journeys.restored, anInput],
  ['restored.checking', journeys.lastLook, anInput],
  ['refused', [...journeys.planning, happens.planRefused], anInput],
  ['denied', [...journeys.awaitingApproval, happens.denied()], anInput],
  ['needsHuman.waiting', journeys.gotThrough, anInput],
  ['needsHuman.checking', journeys.lookWhileAsked, anInput],
  ['closed', [...journeys.lastLook, happens.restoreConfirmed], anInput],
]

export const goldenMoves: GoldenMoves = {
  'investigating.collecting': [happens.evidenceCollected, 'planning'],
  'investigating.lookingUp': [happens.principalFound, 'investigating'],
  'investigating.confirming': [happens.findingConfirmed, 'planning'],
  'unconfirmed.waiting': [happens.vouched, 'planning'],
  'unconfirmed.confirming': [happens.findingConfirmed, 'planning'],
  unresolved: [happens.principalNamed(), 'investigating'],
  planning: [happens.planPrepared(), 'awaitingApproval'],
  awaitingApproval: [happens.approved('ben'), 'blocking'],
  'awaitingApproval.refreshing': [happens.evidenceRefreshed('A new user appeared.'), 'planning'],
  'awaitingApproval.secondCircle': [containExpiry, 'needsHuman'],
  blocking: [happens.blockApplied, 'verifying'],
  'verifying.waiting': [happens.restoreRequested(), 'awaitingRestoreApproval'],
  'verifying.puttingAgain': [happens.blockAppliedAgain, 'verifying'],
  'verifying.checking': [happens.failed('checkBlock'), 'needsHuman'],
  'contained.waiting': [happens.restoreRequested(), 'awaitingRestoreApproval'],
  'contained.checking': [happens.restoreRequested(), 'awaitingRestoreApproval'],
  tampered: [happens.blockAppliedAgain, 'verifying'],
  'awaitingRestoreApproval.preparing': [happens.entityReplaced, 'needsHuman'],
  'awaitingRestoreApproval.asking': [happens.denied('ana', restoreDigest), 'contained'],
  'awaitingRestoreApproval.secondCircle': [restoreExpiry, 'contained'],
  'restoring.revoking': [happens.planOutdated, 'awaitingRestoreApproval'],
  'restoring.revokeSoaking': [happens.failed('removeBlock'), 'needsHuman'],
  'restoring.removing': [happens.ownershipConflict, 'needsHuman'],
  'restoring.confirming': [happens.restoreConfirmed, 'restored'],
  'restored.waiting': [happens.lateWriteFound, 'needsHuman'],
  'restored.checking': [happens.restoreConfirmed, 'closed'],
  'needsHuman.waiting': [happens.retryRequested, 'verifying'],
  'needsHuman.checking': [observedOff(), 'tampered'],
}

/** cross-account-activity: through the stages of a wider block. */
export const widerJourneys: readonly GoldenJourney[] = [
  ['awaitingWiderApproval.preparing', journeys.preparingWider, anInput],
  ['awaitingWiderApproval.asking', journeys.askingWider, anInput],
  ['widening', journeys.widening, anInput],
  ['needsHuman.widerUnreported', [...journeys.widening, after('writeBudget', 'widening')], anInput],
]

export const widerMoves: GoldenMoves = {
  'awaitingWiderApproval.preparing': [happens.principalUnresolved, 'needsHuman'],
  'awaitingWiderApproval.asking': [happens.approved('ben', otherPlanDigest), 'widening'],
  widening: [happens.planOutdated, 'needsHuman'],
  'needsHuman.widerUnreported': [happens.retryRequested, 'verifying'],
}
