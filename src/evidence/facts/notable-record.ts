import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from './counted-call.js'

/** A record that may be kept whole, as far as it takes to decide that. */
export interface NotableRecord extends Pick<CountedCall, 'eventId' | 'actor' | 'sourceIp'> {
  readonly readOnly?: boolean | undefined
  /** Of its parameters and answer: how much, or no less than that where it is not large. */
  readonly characters: number
  /** To be asked for before the next record is read. */
  keep(): KeptRecord
}

/** A record that may be kept: most are dropped again before anybody asks for the event. */
export interface KeptRecord {
  readonly event: CloudTrailEvent
}

/** One that was read whole. */
export class WholeRecord implements NotableRecord, KeptRecord {
  readonly event: CloudTrailEvent

  constructor(event: CloudTrailEvent) {
    this.event = event
  }

  get eventId(): string {
    return this.event.eventId
  }

  get actor(): CloudTrailEvent['actor'] {
    return this.event.actor
  }

  get sourceIp(): string | undefined {
    return this.event.sourceIp
  }

  get readOnly(): boolean | undefined {
    return this.event.readOnly
  }

  get characters(): number {
    return charactersOf(this.event)
  }

  keep(): KeptRecord {
    return this
  }
}

function charactersOf({ requestParameters, responseElements, additionalEventData }: CloudTrailEvent): number {
  return (
    (requestParameters === undefined ? 0 : sizeOf(requestParameters)) +
    (responseElements === undefined ? 0 : sizeOf(responseElements)) +
    (additionalEventData === undefined ? 0 : sizeOf(additionalEventData))
  )
}

function sizeOf(value: Json): number {
  if (typeof value === 'string') return value.length + 8
  if (typeof value !== 'object' || value === null) return 8
  let size = 16
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item)
  else for (const name in value) size += name.length + sizeOf(value[name] ?? null)
  return size
}
