import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from './actor-of.js'

/** Every analysis asks for it of the same thousands of records. */
const known = new WeakMap<readonly CloudTrailEvent[], readonly string[]>()

/** Whose calls these are, `Actor.key` of each. The list must not change afterwards. */
export function callersOf(events: readonly CloudTrailEvent[]): readonly string[] {
  const before = known.get(events)
  if (before !== undefined) return before
  // One text for all calls of one actor.
  const shared = new Map<string, string>()
  const callers = events.map((event) => {
    const { key } = actorOf(event)
    const same = shared.get(key) ?? key
    shared.set(key, same)
    return same
  })
  known.set(events, callers)
  return callers
}
