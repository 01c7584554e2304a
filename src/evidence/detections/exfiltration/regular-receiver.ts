import { entryOf } from '../../facts/tallies.js'
import { type Act, actIn } from '../act.js'
import { textsUnder } from '../request-values.js'
import { leastBaselineDays, type TrailView } from '../trail-view.js'

const dayMs = 86_400_000
/** On so many days, over two weeks or more: nightly backups, or weekly ones of several disks. */
const daysOfArrangement = 5
/** So many days of one timetable show a program at work, where the log is short; one less where it rotates backups besides. */
export const daysOfTimetable = 3
/** From the earliest to the latest time of day: programs start at their minute and take a while. */
const longestRunMs = 45 * 60_000

/** What one actor gave to one receiver by one call. */
interface Giving {
  readonly days: Set<number>
  readonly timesMs: number[]
  readonly addresses: Set<string>
}

/**
 * Whether the same actor has given to this account, by the same call, again and again for two weeks or more: an arrangement, as
 * copies of backups in a vault account are. Whoever copies out in one go gives once, or on the days of the attack.
 */
export function isRegularReceiver(act: Act, receiver: string, trail: TrailView): boolean {
  const giving = givingOf(act, receiver, trail)
  if (giving === undefined) return false
  const { days } = giving
  return days.size >= daysOfArrangement && Math.max(...days) - Math.min(...days) >= leastBaselineDays
}

/**
 * Whether it is given to this account at the same time of day, on so many days or more, and by a program that never calls from anywhere
 * but that one address: a timetable, which a short log shows, too. Whoever holds a stolen key has other hours, and another address.
 */
export function isOnTimetable(act: Act, receiver: string, leastDays: number, trail: TrailView): boolean {
  const giving = givingOf(act, receiver, trail)
  const places = trail.actorFacts(act.actor.key)?.byIp.size ?? 0
  if (giving === undefined || giving.days.size < leastDays || giving.addresses.size !== 1) return false
  return places === 1 && isSameTimeEachDay(giving)
}

function isSameTimeEachDay(giving: Giving): boolean {
  const known = sameTimes.get(giving) ?? isSameTimeOfDay(giving.timesMs)
  sameTimes.set(giving, known)
  return known
}

/** Around midnight, too: the longest pause of the day is all but the run. */
function isSameTimeOfDay(timesMs: readonly number[]): boolean {
  const times = timesMs.map((atMs) => atMs % dayMs).sort((a, b) => a - b)
  const [first = 0] = times
  const pauses = times.map((atMs, n) => (times[n + 1] ?? first + dayMs) - atMs)
  return dayMs - pauses.reduce((longest, pause) => Math.max(longest, pause), 0) <= longestRunMs
}

function givingOf({ actor, service, name }: Act, receiver: string, trail: TrailView): Giving | undefined {
  return givingsIn(trail).get(groupOf(actor.key, `${service} ${name}`, receiver))
}

/** Both are asked for once a call, so they are kept. */
const sameTimes = new WeakMap<Giving, boolean>()
const givings = new WeakMap<TrailView, Map<string, Giving>>()

function givingsIn(trail: TrailView): Map<string, Giving> {
  const known = givings.get(trail)
  if (known !== undefined) return known
  const all = new Map<string, Giving>()
  for (const act of [...trail.acts, ...trail.facts.baseline.notable.map(actIn)]) addTo(all, act)
  givings.set(trail, all)
  return all
}

function addTo(all: Map<string, Giving>, { actor, service, name, event, request, outcome, mark }: Act): void {
  if (outcome !== 'ok' || !/^(Modify|Authorize)/.test(name)) return
  for (const receiver of new Set(textsUnder(request, 'userId', 'valuesToAdd', 'accountWithRestoreAccess'))) {
    const giving = entryOf(all, groupOf(actor.key, `${service} ${name}`, receiver), noGiving)
    giving.days.add(Math.floor(mark.atMs / dayMs))
    giving.timesMs.push(mark.atMs)
    giving.addresses.add(event.sourceIp ?? '')
  }
}

function noGiving(): Giving {
  return { days: new Set(), timesMs: [], addresses: new Set() }
}

function groupOf(actorKey: string, call: string, receiver: string): string {
  return JSON.stringify([actorKey, call, receiver])
}
