import type { IncidentContext } from '../../src/domain/incident-context.js'

/** A question on a new plan: no vote for another plan counts. */
export const freshQuestion = {
  askedCircle: 'first',
  expiredPlanDigest: null,
  approvals: [],
  decidedBy: [],
} as const satisfies Partial<IncidentContext>
