import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { Actor } from '../facts/trail-facts.js'
import { actorOf, isToldByItsCalls } from './actor-of.js'

type Events = readonly CloudTrailEvent[]

/** Every analysis asks for these of the same thousands of records. */
const knownActors = new WeakMap<Events, readonly Actor[]>()
const knownCallers = new WeakMap<Events, readonly string[]>()
const knownRecords = new WeakMap<Events, ReadonlyMap<string, Events>>()

/** Whose calls these are, each as its own record tells it. The list must not change afterwards. */
export function actorsOf(events: Events): readonly Actor[] {
  const known = knownActors.get(events)
  if (known !== undefined) return known
  // Records that are kept share what they say of their caller: see `EventPool`.
  const shared = new Map<CloudTrailEvent['actor'], { readonly actor: Actor; readonly accountId: string | undefined }>()
  const actors = events.map((event) => {
    const same = shared.get(event.actor)
    if (same !== undefined && same.accountId === event.accountId) return same.actor
    const actor = actorOf(event)
    if (!isToldByItsCalls(event.actor)) shared.set(event.actor, { actor, accountId: event.accountId })
    return actor
  })
  knownActors.set(events, actors)
  return actors
}

/** Whose calls these are, `Actor.key` of each. The list must not change afterwards. */
export function callersOf(events: Events): readonly string[] {
  const known = knownCallers.get(events)
  if (known !== undefined) return known
  // One text for all calls of one actor.
  const shared = new Map<string, string>()
  const callers = actorsOf(events).map(({ key }) => {
    const same = shared.get(key) ?? key
    shared.set(key, same)
    return same
  })
  knownCallers.set(events, callers)
  return callers
}

/** Those of one actor (`Actor.key`), in their order. The list must not change afterwards. */
export function recordsOf(events: Events, actorKey: string): Events {
  const known = knownRecords.get(events) ?? recordsByCaller(events)
  knownRecords.set(events, known)
  return known.get(actorKey) ?? []
}

function recordsByCaller(events: Events): ReadonlyMap<string, Events> {
  const callers = callersOf(events)
  const records = new Map<string, CloudTrailEvent[]>()
  events.forEach((event, at) => {
    const caller = callers[at] ?? ''
    const same = records.get(caller)
    if (same === undefined) records.set(caller, [event])
    else same.push(event)
  })
  return records
}
