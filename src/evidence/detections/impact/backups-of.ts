import { dayOf } from '../../facts/event-time.js'
import { entryOf } from '../../facts/tallies.js'
import type { Act } from '../act.js'
import { passesOf } from '../execution/role-passes.js'
import { textsUnder } from '../request-values.js'
import type { TrailView } from '../trail-view.js'

export const backupIds = ['snapshotId', 'imageId', 'dBSnapshotIdentifier', 'recoveryPointArn', 'backupVaultName']

/** Machines, snapshots and images: made by the actor of the call itself, as far as records tell. */
export function areMadeByCaller(ids: readonly string[], { actor }: Act, trail: TrailView): boolean {
  const own = madeIn(trail).get(actor.key)
  return own !== undefined && ids.every((id) => own.has(id))
}

const makingCalls = [
  ['ec2', 'RunInstances CreateFleet CreateSnapshot CreateSnapshots CopySnapshot CreateImage CopyImage'],
  ['rds', 'CreateDBSnapshot CopyDBSnapshot CreateDBClusterSnapshot'],
] as const

/** Asked for once a deletion, so it is kept. */
const making = new WeakMap<TrailView, Map<string, Set<string>>>()

function madeIn(trail: TrailView): Map<string, Set<string>> {
  const known = making.get(trail)
  if (known !== undefined) return known
  const byActor = new Map<string, Set<string>>()
  for (const { actor, response } of makingCalls.flatMap(([service, names]) => trail.actsNamed(service, names))) {
    const own = byActor.get(actor.key) ?? new Set()
    for (const id of textsUnder(response, 'instanceId', 'instanceIds', ...backupIds)) own.add(id)
    byActor.set(actor.key, own)
  }
  making.set(trail, byActor)
  return byActor
}

/**
 * As many made as taken away by one actor on one day: what keeps the last few of them does that every night. Copies count for nothing,
 * since data held for ransom is copied under another key before the originals go.
 */
export function isRotation(act: Act, trail: TrailView): boolean {
  const { made, gone } = turnoverOf(act, trail)
  return gone > 0 && made >= gone
}

/** How many snapshots or images the actor of the call made on its day, and how many it took away that others made. */
export function turnoverOf({ actor, service, mark }: Act, trail: TrailView): Turnover {
  return turnoverIn(trail).get(dayOfActor(actor.key, service, mark.atMs)) ?? { made: 0, gone: 0 }
}

const turnoverCalls = {
  ec2: { made: 'CreateSnapshot CreateSnapshots CreateImage', gone: 'DeleteSnapshot DeregisterImage' },
  rds: { made: 'CreateDBSnapshot CreateDBClusterSnapshot', gone: 'DeleteDBSnapshot DeleteDBClusterSnapshot' },
} as const

export interface Turnover {
  made: number
  gone: number
}

/** Images may have a few disks. */
const disksOfImage = 4

/**
 * Old images taken away by a function, with their snapshots, which stay behind when an image goes. What it does its code says, and nobody in
 * these records wrote it; of snapshots alone, or by anybody else, nothing is known.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/deregister-ami.html
 */
export function isImageCleanup(act: Act, trail: TrailView): boolean {
  if (!/^(DeregisterImage|DeleteSnapshot)$/.test(act.name) || !isInsideFunction(act, trail)) return false
  return takesImages(act.actor.key, trail)
}

/** Asked for once a deletion, so it is kept. */
const imageTakers = new WeakMap<TrailView, Map<string, boolean>>()

function takesImages(actorKey: string, trail: TrailView): boolean {
  const known = imageTakers.get(trail) ?? new Map<string, boolean>()
  imageTakers.set(trail, known)
  return entryOf(known, actorKey, () => {
    const goneOf = (name: string) => trail.actsNamedBy(actorKey, 'ec2', name).filter(({ outcome }) => outcome === 'ok')
    const images = goneOf('DeregisterImage').length
    return images > 0 && goneOf('DeleteSnapshot').length <= images * disksOfImage
  })
}

function isInsideFunction({ actor, event }: Act, trail: TrailView): boolean {
  if (actor.type !== 'role' || !/exec-env\/AWS_Lambda/.test(event.userAgent ?? '')) return false
  const { accessKeyId } = event.actor
  return accessKeyId !== undefined && serviceKeysIn(trail).has(accessKeyId) && passesOf(actor.name, trail).length === 0
}

/** Asked for once a deletion, so they are kept. */
const serviceKeys = new WeakMap<TrailView, ReadonlySet<string>>()

/** Credentials that a service obtained for itself. */
function serviceKeysIn(trail: TrailView): ReadonlySet<string> {
  const known = serviceKeys.get(trail)
  if (known !== undefined) return known
  const keys = new Set<string>()
  trail.facts.scope.mints.forEach(({ invokedBy, actorKey, accessKeyId }) => {
    if (invokedBy !== null || actorKey.startsWith('service:')) keys.add(accessKeyId)
  })
  serviceKeys.set(trail, keys)
  return keys
}

function isOwn(act: Act, trail: TrailView): boolean {
  const ids = textsUnder(act.request, ...backupIds)
  return ids.length > 0 && areMadeByCaller(ids, act, trail)
}

/** Asked for once a deletion, so it is kept. */
const turnovers = new WeakMap<TrailView, Map<string, Turnover>>()

function turnoverIn(trail: TrailView): Map<string, Turnover> {
  const known = turnovers.get(trail)
  if (known !== undefined) return known
  const days = new Map<string, Turnover>()
  for (const [service, calls] of Object.entries(turnoverCalls)) {
    for (const side of ['made', 'gone'] as const) {
      for (const act of trail.actsNamed(service, calls[side])) {
        if (act.outcome !== 'ok' || (side === 'gone' && isOwn(act, trail))) continue
        entryOf(days, dayOfActor(act.actor.key, service, act.mark.atMs), () => ({ made: 0, gone: 0 }))[side] += 1
      }
    }
  }
  turnovers.set(trail, days)
  return days
}

function dayOfActor(actorKey: string, service: string, atMs: number): string {
  return JSON.stringify([actorKey, service, dayOf(atMs)])
}
