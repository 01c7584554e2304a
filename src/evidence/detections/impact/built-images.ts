import { entryOf } from '../../facts/tallies.js'
import type { Act } from '../act.js'
import { textsUnder } from '../request-values.js'
import type { TrailView } from '../trail-view.js'
import { areMadeByCaller } from './backups-of.js'

/** An image that the actor of the call made of a machine that it had launched itself: nothing of others is in it. */
export function isOfOwnMachine(imageId: string, { actor }: Act, trail: TrailView): boolean {
  return builtIn(trail).get(actor.key)?.has(imageId) === true
}

/** Whether the actor of the call makes such images: it launches a machine, opens a way in to set it up, and takes both away. */
export function buildsImages({ actor }: Act, trail: TrailView): boolean {
  return builtIn(trail).has(actor.key)
}

/** Asked for once a call, so they are kept. */
const built = new WeakMap<TrailView, ReadonlyMap<string, ReadonlySet<string>>>()

/** Images of own machines by `Actor.key`. */
function builtIn(trail: TrailView): ReadonlyMap<string, ReadonlySet<string>> {
  const known = built.get(trail)
  if (known !== undefined) return known
  const images = new Map<string, Set<string>>()
  for (const act of trail.actsNamed('ec2', 'CreateImage')) {
    const [image] = textsUnder(act.response, 'imageId')
    const machines = textsUnder(act.request, 'instanceId')
    if (act.outcome !== 'ok' || image === undefined || machines.length === 0) continue
    if (areMadeByCaller(machines, act, trail)) entryOf(images, act.actor.key, () => new Set<string>()).add(image)
  }
  built.set(trail, images)
  return images
}
