import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import type { Investigating } from '../../src/evidence/investigate-events.js'
import type { AddressAnswers } from './address-answers.js'

/** Calls come a few at a time, so that handing them over holds nobody up; then the question. One thread answers one. */
export type ThreadRequest =
  | { readonly kind: 'events'; readonly events: readonly CloudTrailEvent[] }
  | { readonly kind: 'investigate'; readonly asked: ThreadQuestion }

/** A question without what does not pass between threads. */
export interface ThreadQuestion extends Omit<Investigating, 'options'> {
  readonly options: Omit<Investigating['options'], 'geo' | 'flagged'>
  readonly addresses: AddressAnswers
}
