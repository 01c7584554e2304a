import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { hasOwnKey, isObjectWrite, type NotableKind, notableKindOf } from './is-notable.js'

/** What all records of one call have in common. */
export interface KnownCall {
  readonly eventSource: string
  /** `eventSource eventName`, the same string for every record: a map finds it without reading it. */
  readonly name: string
  /** What its records are kept for, by what they say about reading. */
  readonly whenReading: NotableKind | null
  readonly whenWriting: NotableKind | null
  readonly whenUnsaid: NotableKind | null
  readonly isObjectWrite: boolean
}

type NamedCall = Pick<CloudTrailEvent, 'eventSource' | 'eventName'>

/** Reads the names of a call once, not with every record. */
export class KnownCalls {
  readonly #byName = new Map<string, KnownCall>()
  /** Calls of the same name in other services. */
  readonly #others = new Map<string, KnownCall>()

  callOf(event: NamedCall): KnownCall {
    const known = this.#byName.get(event.eventName)
    if (known === undefined) return learnt(this.#byName, event.eventName, event)
    if (known.eventSource === event.eventSource) return known
    const name = `${event.eventSource} ${event.eventName}`
    return this.#others.get(name) ?? learnt(this.#others, name, event)
  }
}

/** What a record of the call is kept for, by what it says about reading. An object's own key is no part of that. */
export function kindByReading(call: KnownCall, readOnly: boolean | undefined): NotableKind | null {
  return readOnly === undefined ? call.whenUnsaid : readOnly ? call.whenReading : call.whenWriting
}

export function notableKindIn(call: KnownCall, event: CloudTrailEvent): NotableKind | null {
  const kind = kindByReading(call, event.readOnly)
  return kind === null && call.isObjectWrite && hasOwnKey(event) ? 'other' : kind
}

function learnt(calls: Map<string, KnownCall>, name: string, { eventSource, eventName }: NamedCall): KnownCall {
  const call = {
    eventSource,
    name: `${eventSource} ${eventName}`,
    whenReading: notableKindOf({ eventSource, eventName, readOnly: true }),
    whenWriting: notableKindOf({ eventSource, eventName, readOnly: false }),
    whenUnsaid: notableKindOf({ eventSource, eventName }),
    isObjectWrite: isObjectWrite({ eventSource, eventName }),
  }
  calls.set(name, call)
  return call
}
