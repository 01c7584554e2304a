import { entryOf } from '../../facts/tallies.js'
import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import type { TrailView } from '../trail-view.js'
import { passedRoles } from './passed-roles.js'
import { rolePassed } from './role-passed.js'

/** Whoever handed this role to a machine or to code, or put new code under it, and was let; oldest first. */
export function passesOf(role: string, trail: TrailView): readonly Act[] {
  return passesIn(trail).get(nameOf(role)) ?? []
}

/** Asked for once a grant, a key or a deletion, so it is kept. */
const known = new WeakMap<TrailView, ReadonlyMap<string, readonly Act[]>>()

/** By the name of the role, without case. */
function passesIn(trail: TrailView): ReadonlyMap<string, readonly Act[]> {
  const kept = known.get(trail)
  if (kept !== undefined) return kept
  const calls = [...Object.entries(rolePassed.calls), ['lambda', 'UpdateFunctionCode'] as const]
  const passes = new Map<string, Act[]>()
  for (const act of calls.flatMap(([service, names]) => trail.actsNamed(service, names))) {
    if (act.outcome !== 'ok') continue
    for (const role of new Set(passedRoles(act).map(nameOf))) entryOf(passes, role, (): Act[] => []).push(act)
  }
  for (const acts of passes.values()) acts.sort((a, b) => a.mark.atMs - b.mark.atMs)
  known.set(trail, passes)
  return passes
}

function nameOf(role: string): string {
  return lastSegment(role).toLowerCase()
}
