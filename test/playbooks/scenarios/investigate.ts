import { after, evidenceDigest, happens } from '../../support/fixtures/incident-events.js'
import { planning, writeTimedOut } from '../../support/fixtures/journeys.js'
import { anUnresolvedPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'
import { aHoldDown } from '../../support/fixtures/timings.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const unresolved = { ...anInput, principal: anUnresolvedPrincipal() }
const collecting = 'investigating.collecting'

/** investigating, unresolved, planning */
export const investigateScenarios: readonly Scenario[] = [
  {
    rule: 'evidence leads to a plan, and the plan to a question',
    given: [],
    follows: [
      { event: happens.evidenceCollected, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(), state: 'awaitingApproval.waiting', orders: ['askApproval:contain'] },
    ],
    remembers: { evidenceDigest },
  },
  {
    rule: 'a finding that shows nothing newer than a restore just before it is told and not asked',
    input: { ...anInput, holdDown: aHoldDown },
    given: [],
    follows: [{ event: happens.findingJoined, state: 'heldDown', orders: [] }],
    remembers: {
      evidenceDigest: null,
      reason:
        'Access was given back at 2026-03-01T09:45:00Z (inc_00000000000000000001), and this finding shows no newer activity.',
    },
  },
  {
    rule: 'what is held down stays so, also where nobody knows whom it is about',
    input: { ...anInput, principal: anUnresolvedPrincipal(), holdDown: aHoldDown },
    given: [],
    follows: [{ event: happens.principalNamed(), state: 'heldDown', orders: [] }],
  },
  {
    rule: 'evidence that takes too long is not waited for',
    given: [],
    follows: [{ event: after('evidenceBudget', collecting), state: 'planning', orders: ['preparePlan'] }],
    remembers: { evidenceDigest: null },
  },
  {
    rule: 'evidence that comes after its budget changes nothing',
    given: [after('evidenceBudget', collecting)],
    follows: [{ event: happens.evidenceCollected, state: 'planning', orders: [] }],
    remembers: { evidenceDigest: null },
  },
  {
    rule: 'evidence that cannot be collected at all does not hold up the question',
    given: [],
    follows: [{ event: happens.failed('collectEvidence'), state: 'planning', orders: ['preparePlan'] }],
    remembers: { evidenceDigest: null },
  },
  {
    rule: 'a finding without a principal waits for a person to name one',
    input: unresolved,
    given: [],
    follows: [
      { event: happens.evidenceCollected, state: 'unresolved', orders: [] },
      { event: happens.principalNamed(), state: collecting, orders: ['collectEvidence'] },
    ],
    remembers: { principal: aRolePrincipal() },
  },
  {
    rule: 'a person who names nobody is asked again',
    input: unresolved,
    given: [],
    follows: [
      {
        event: happens.principalNamed(anUnresolvedPrincipal()),
        state: 'unresolved',
        orders: ['notify:unresolved'],
      },
    ],
  },
  {
    rule: 'whoever does not name the principal is reminded, again and again',
    input: unresolved,
    given: [after('humanReminder', 'unresolved')],
    follows: [{ event: after('humanReminder', 'unresolved'), state: 'unresolved', orders: ['notify:unresolved'] }],
  },
  {
    rule: 'an incident about nobody can be closed',
    input: unresolved,
    given: [],
    follows: [{ event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
    remembers: { reason: 'Handled by hand.' },
  },
  {
    rule: 'a refused plan ends the incident with the reason and what to do instead',
    given: planning,
    follows: [{ event: happens.planRefused, state: 'refused', orders: ['notify:refused', 'writeReport'] }],
    remembers: { reason: 'The role is protected. Instead: Use an SCP.' },
  },
  {
    rule: 'a principal that planning cannot find is asked for',
    given: planning,
    follows: [{ event: happens.principalUnresolved, state: 'unresolved', orders: ['notify:unresolved'] }],
    remembers: { reason: 'No such role.', blockMayStand: false },
  },
  {
    rule: 'a plan that is refused before anybody looked for the block asks a person: it is not forgotten with the refusal',
    given: [...writeTimedOut, happens.retryRequested, happens.evidenceCollected],
    follows: [
      {
        event: { ...happens.planRefused, nothingStands: false },
        state: 'needsHuman.waiting',
        orders: ['notify:needsHuman'],
      },
      { event: happens.closeRequested, state: 'needsHuman.waiting', orders: [] },
    ],
    remembers: { reason: 'The role is protected. Instead: Use an SCP.', blockMayStand: true },
  },
  {
    rule: 'a plan that is refused once nothing of this incident was found ends it',
    given: [...writeTimedOut, happens.retryRequested, happens.evidenceCollected],
    follows: [{ event: happens.planRefused, state: 'refused', orders: ['notify:refused', 'writeReport'] }],
    remembers: { blockMayStand: false },
  },
  {
    rule: 'a plan that takes too long asks a person',
    given: planning,
    follows: [
      { event: after('planningBudget', 'planning'), state: 'needsHuman.waiting', orders: ['notify:needsHuman'] },
    ],
    remembers: { reason: 'No plan could be prepared in time.' },
  },
]
