import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { outcomeOf } from '../facts/outcome-of.js'
import type { TrailFacts, WindowFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'

export interface SignIn {
  readonly actorKey: string
  readonly atMs: number
  readonly event: CloudTrailEvent
}

/** Successful sign-ins to the console, oldest first. */
export function signIns({ baseline, scope }: TrailFacts): SignIn[] {
  return [...signInsIn(baseline), ...signInsIn(scope)]
}

export function signInsIn({ notable }: WindowFacts): SignIn[] {
  return notable
    .filter((event) => event.eventName === 'ConsoleLogin' && outcomeOf(event) === 'ok')
    .map((event) => ({ actorKey: actorOf(event).key, atMs: eventTimeMs(event.eventTime), event }))
}
