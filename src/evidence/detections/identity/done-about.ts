import { entryOf } from '../../facts/tallies.js'
import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { textAt } from '../request-values.js'
import type { TrailView } from '../trail-view.js'

/**
 * What one actor did about one thing by calls that succeeded, to IAM where no service is said, oldest first: `parameter` names the thing, which compares without path
 * and case. Asked for once a judged call, and there may be thousands of both.
 */
export function doneAbout(
  { actor }: Act,
  thing: string,
  {
    service = 'iam',
    calls,
    parameter,
  }: { readonly service?: string; readonly calls: string; readonly parameter: string },
  trail: TrailView,
): readonly Act[] {
  const asked = `${parameter} ${service} ${calls}`
  const byCalls = known.get(trail) ?? new Map<string, ReadonlyMap<string, readonly Act[]>>()
  known.set(trail, byCalls)
  return (
    entryOf(byCalls, asked, () => byActorAndThing(trail, { service, calls, parameter })).get(keyOf(actor.key, thing)) ??
    []
  )
}

const known = new WeakMap<TrailView, Map<string, ReadonlyMap<string, readonly Act[]>>>()

function byActorAndThing(
  trail: TrailView,
  { service, calls, parameter }: { readonly service: string; readonly calls: string; readonly parameter: string },
): ReadonlyMap<string, readonly Act[]> {
  const done = new Map<string, Act[]>()
  for (const act of trail.actsNamed(service, calls)) {
    const thing = textAt(act.request, parameter)
    if (act.outcome === 'ok' && thing !== undefined) entryOf(done, keyOf(act.actor.key, thing), none).push(act)
  }
  return done
}

function keyOf(actorKey: string, thing: string): string {
  return JSON.stringify([actorKey, lastSegment(thing).toLowerCase()])
}

function none(): Act[] {
  return []
}
