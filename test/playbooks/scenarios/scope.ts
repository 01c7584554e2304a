import { happens, otherPlanDigest } from '../../support/fixtures/incident-events.js'
import { awaitingApproval, awaitingTwo, contained } from '../../support/fixtures/journeys.js'
import type { Scenario } from '../../support/scenario.js'

const session = { type: 'SCOPE_CHOSEN', by: 'ana', scope: 'session', reason: 'Payroll uses the role.' } as const

/** cross-account-activity: awaitingApproval with a choice of the scope. */
export const scopeScenarios: readonly Scenario[] = [
  {
    rule: 'whoever wants the other scope has it planned and asked anew, and no vote for the first plan counts',
    given: [...awaitingTwo, happens.approved('ben')],
    follows: [
      { event: session, state: 'planning', orders: ['preparePlan'] },
      {
        event: happens.planPrepared(2, otherPlanDigest),
        state: 'awaitingApproval.waiting',
        orders: ['askApproval:contain'],
      },
      { event: happens.approved('cleo'), state: 'awaitingApproval.waiting', orders: [] },
      { event: happens.approved('cleo', otherPlanDigest), state: 'awaitingApproval.waiting', orders: [] },
    ],
    remembers: {
      blockScope: { wish: 'session', chosenBy: 'ana' },
      approvals: ['cleo'],
      reason: 'Payroll uses the role.',
    },
  },
  {
    rule: 'the last scope that was chosen is the one that is planned',
    given: [...awaitingApproval, session, happens.planPrepared(1, otherPlanDigest)],
    follows: [{ event: { ...session, by: 'ben', scope: 'role' }, state: 'planning', orders: ['preparePlan'] }],
    remembers: { blockScope: { wish: 'role', chosenBy: 'ben' } },
  },
  {
    rule: 'once it is blocked the scope is not chosen any more',
    given: contained,
    follows: [{ event: session, state: 'contained.waiting', orders: [] }],
    remembers: { blockScope: { wish: 'byUse', chosenBy: null } },
  },
]
