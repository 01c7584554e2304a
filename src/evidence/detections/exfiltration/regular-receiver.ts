import { eventTimeMs } from '../../facts/event-time.js'
import { type Act, actIn } from '../act.js'
import { textsUnder } from '../request-values.js'
import { leastBaselineDays, type TrailView } from '../trail-view.js'

const dayMs = 86_400_000
/** On so many days, over two weeks or more: nightly backups, or weekly ones of several disks. */
const leastDays = 5

/**
 * Whether the same actor has given to this account, by the same call, again and again for two weeks or more: an arrangement, as
 * copies of backups in a vault account are. Whoever copies out in one go gives once, or on the days of the attack.
 */
export function isRegularReceiver({ actor, service, name }: Act, receiver: string, trail: TrailView): boolean {
  const days = givenDaysIn(trail).get(groupOf(actor.key, `${service} ${name}`, receiver)) ?? new Set()
  return days.size >= leastDays && Math.max(...days) - Math.min(...days) >= leastBaselineDays
}

/** Asked for once a call, so it is kept. */
const givenDays = new WeakMap<TrailView, Map<string, Set<number>>>()

function givenDaysIn(trail: TrailView): Map<string, Set<number>> {
  const known = givenDays.get(trail)
  if (known !== undefined) return known
  const days = new Map<string, Set<number>>()
  for (const act of [...trail.acts, ...trail.facts.baseline.notable.map(actIn)]) addDay(days, act)
  givenDays.set(trail, days)
  return days
}

function addDay(days: Map<string, Set<number>>, { actor, service, name, event, request, outcome }: Act): void {
  if (outcome !== 'ok' || !/^(Modify|Authorize)/.test(name)) return
  for (const receiver of new Set(textsUnder(request, 'userId', 'valuesToAdd', 'accountWithRestoreAccess'))) {
    const group = groupOf(actor.key, `${service} ${name}`, receiver)
    const ofGroup = days.get(group) ?? new Set()
    ofGroup.add(Math.floor(eventTimeMs(event.eventTime) / dayMs))
    days.set(group, ofGroup)
  }
}

function groupOf(actorKey: string, call: string, receiver: string): string {
  return JSON.stringify([actorKey, call, receiver])
}
