import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { InvestigatedEvents, Investigating } from '../src/evidence/investigate-events.js'

/**
 * Runs all analyses; the same as `investigateEvents`, wherever. Throws InvestigationError where there is no answer within
 * `limitMs`, or none at all.
 */
export type Investigator = (
  events: readonly CloudTrailEvent[],
  asked: Investigating,
  limitMs: number,
) => Promise<InvestigatedEvents>

/** There is no answer, and the records are there all the same. */
export class InvestigationError extends Error {
  override readonly name = 'InvestigationError'
}
