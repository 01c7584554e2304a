import { after, evidenceDigest, happens } from '../../support/fixtures/incident-events.js'
import { planning } from '../../support/fixtures/journeys.js'
import { anUnresolvedPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'
import { aTiming } from '../../support/fixtures/timings.js'
import type { Scenario } from '../../support/scenario.js'

const unresolved = { principal: anUnresolvedPrincipal(), timing: aTiming() }

/** investigating, unresolved, planning */
export const investigateScenarios: readonly Scenario[] = [
  {
    rule: 'evidence leads to a plan, and the plan to a question',
    given: [],
    follows: [
      { event: happens.evidenceCollected, state: 'planning', orders: ['preparePlan'] },
      { event: happens.planPrepared(), state: 'awaitingApproval', orders: ['askApproval:contain'] },
    ],
    remembers: { evidenceDigest },
  },
  {
    rule: 'evidence that takes too long is not waited for',
    given: [],
    follows: [{ event: after('evidenceBudget', 'investigating'), state: 'planning', orders: ['preparePlan'] }],
    remembers: { evidenceDigest: null },
  },
  {
    rule: 'evidence that comes after its budget changes nothing',
    given: [after('evidenceBudget', 'investigating')],
    follows: [{ event: happens.evidenceCollected, state: 'planning', orders: [] }],
    remembers: { evidenceDigest: null },
  },
  {
    rule: 'a principal that evidence cannot find is asked for',
    given: [],
    follows: [{ event: happens.principalUnresolved, state: 'unresolved', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'No such role.' },
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
      { event: happens.principalNamed(), state: 'investigating', orders: ['collectEvidence'] },
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
        orders: ['collectEvidence', 'notify:needsHuman'],
      },
    ],
  },
  {
    rule: 'whoever does not name the principal is reminded, again and again',
    input: unresolved,
    given: [after('humanReminder', 'unresolved')],
    follows: [{ event: after('humanReminder', 'unresolved'), state: 'unresolved', orders: ['notify:needsHuman'] }],
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
    follows: [{ event: happens.principalUnresolved, state: 'unresolved', orders: ['notify:needsHuman'] }],
  },
  {
    rule: 'a plan that takes too long asks a person',
    given: planning,
    follows: [{ event: after('planningBudget', 'planning'), state: 'needsHuman', orders: ['notify:needsHuman'] }],
    remembers: { reason: 'No plan could be prepared in time.' },
  },
]
