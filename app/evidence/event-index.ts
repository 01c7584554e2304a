import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import { outcomeOf } from '../../src/evidence/facts/outcome-of.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'

/** What is told of a record that a statement rests on. */
export interface EventDetail {
  readonly at: string
  readonly call: string
  readonly outcome: string
  readonly sourceIp: string
  readonly accessKeyId: string
  readonly actorArn: string
}

export interface IndexedEvent {
  readonly number: number
  readonly eventId: string
}

/** Numbers records in the order in which the page speaks of them, so that each is named once and linked everywhere. */
export class EventIndex {
  readonly #numbers = new Map<string, number>()

  numberOf(eventId: string): number {
    const known = this.#numbers.get(eventId)
    if (known !== undefined) return known
    const number = this.#numbers.size + 1
    this.#numbers.set(eventId, number)
    return number
  }

  events(): IndexedEvent[] {
    return [...this.#numbers].map(([eventId, number]) => ({ number, eventId }))
  }
}

/** Of the records that were kept whole, by event id; of the others nothing but the id is known. */
export function eventDetailsOf({ scope, baseline }: TrailFacts): ReadonlyMap<string, EventDetail> {
  return new Map([...baseline.notable, ...scope.notable].map((event) => [event.eventId, detailOf(event)]))
}

function detailOf(event: CloudTrailEvent): EventDetail {
  const { eventTime, eventName, eventSource, errorCode, sourceIp, actor } = event
  return {
    at: eventTime,
    call: `${eventSource.replace('.amazonaws.com', '')}:${eventName}`,
    outcome: errorCode ?? outcomeOf(event),
    sourceIp: sourceIp ?? '',
    accessKeyId: actor.accessKeyId ?? '',
    actorArn: actor.arn ?? actor.issuerArn ?? actor.principalId ?? '',
  }
}
