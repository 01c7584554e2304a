import { mintsThat } from '../../facts/mints-that.js'
import type { Act } from '../act.js'
import { doneAbout } from '../identity/done-about.js'
import { textAt } from '../request-values.js'
import type { TrailView } from '../trail-view.js'

const longestMs = 3_600_000

/**
 * Whether a key is made by a program that renews keys: its session was handed out by a service, and within the hour it switches off or
 * deletes another key of the same user. Whoever wants a key for himself leaves the old one working, so that nobody notices.
 */
export function isRotation(made: Act, user: string, trail: TrailView): boolean {
  const { event, mark } = made
  if (!keysOfServices(trail).has(event.actor.accessKeyId ?? '')) return false
  const changes = doneAbout(made, user, { calls: 'UpdateAccessKey DeleteAccessKey', parameter: 'userName' }, trail)
  return changes.some((act) => {
    const isOff = act.name === 'DeleteAccessKey' || textAt(act.request, 'status') === 'Inactive'
    const isAnother = textAt(act.request, 'accessKeyId') !== event.created?.accessKeyId
    return isOff && isAnother && Math.abs(act.mark.atMs - mark.atMs) <= longestMs
  })
}

/** Asked for once a key, so it is kept. */
const known = new WeakMap<TrailView, ReadonlySet<string>>()

function keysOfServices(trail: TrailView): ReadonlySet<string> {
  const kept = known.get(trail)
  if (kept !== undefined) return kept
  const mints = mintsThat(trail.facts.scope.mints, ({ actorKey }) => actorKey.startsWith('service:'))
  const keys = new Set(mints.map(({ accessKeyId }) => accessKeyId))
  known.set(trail, keys)
  return keys
}
