import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { isSameCaller } from './same-caller.js'
import { TextPool } from './text-pool.js'

const told = [
  'eventSource',
  'eventName',
  'eventType',
  'region',
  'accountId',
  'sourceIp',
  'userAgent',
  'errorCode',
  'errorMessage',
] as const
const mostActors = 2_000
/** What is longer is a token, a signature or a policy: one record's own. */
const longestValue = 64

/**
 * One text, and one caller, for all records that say the same. Records that come from another thread bring a copy of each: kept
 * whole, they would take twice as much.
 */
export class EventPool {
  readonly #texts = new TextPool()
  readonly #values = new TextPool()
  readonly #actors = new Map<string, CloudTrailEvent['actor']>()

  /** Changes the event, which says the same afterwards. */
  share(event: CloudTrailEvent): void {
    for (const name of told) {
      const text = event[name]
      if (text !== undefined) event[name] = this.#texts.same(text)
    }
    event.actor = this.#actorOf(event.actor)
    this.#shareIn(event.requestParameters)
    this.#shareIn(event.responseElements)
    this.#shareIn(event.additionalEventData)
  }

  #shareIn(fields: { [name: string]: Json } | undefined): void {
    for (const name in fields) {
      const value = fields[name]
      if (typeof value === 'string' && value.length <= longestValue) fields[name] = this.#values.same(value)
    }
  }

  #actorOf(actor: CloudTrailEvent['actor']): CloudTrailEvent['actor'] {
    const name = actor.accessKeyId ?? actor.principalId ?? actor.invokedBy ?? ''
    const known = this.#actors.get(name)
    if (known !== undefined && isSameCaller(known, actor)) return known
    if (this.#actors.size >= mostActors) this.#actors.clear()
    this.#actors.set(name, actor)
    return actor
  }
}
