import { dayOf } from '../facts/event-time.js'
import { compareTexts, isoOf } from '../facts/texts.js'
import type { ActorFacts, TrailFacts, WindowFacts } from '../facts/trail-facts.js'
import { type Assumer, assumersOf } from './assumers-of.js'

const hourMs = 3_600_000

/** How routinely a principal is used: what the scope shows next to what is usual for it. Lists are sorted. */
export interface Routine {
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  /** From the first call of the scope to the last. */
  readonly activeMs: number
  /** Days (UTC) with calls. */
  readonly daysSeen: { readonly scope: number; readonly baseline: number }
  /** Days of the baseline that have records of anybody: with few of them "never before" says little. */
  readonly baselineDays: number
  /** Different credentials that called. */
  readonly credentials: { readonly scope: number; readonly baseline: number }
  /** Who obtained credentials of it: by how many principals it is used. */
  readonly assumers: readonly Assumer[]
  readonly sourceIps: Compared
  readonly userAgents: Compared
}

/** `usual` stood in the baseline and in the scope, `onlyNow` in the scope alone. */
export interface Compared {
  readonly usual: readonly string[]
  readonly onlyNow: readonly string[]
}

/** For one actor by its `Actor.key`; one that is in neither window has an empty routine. `assumers`: see `assumersOf`. */
export function routineOf(
  facts: TrailFacts,
  actorKey: string,
  assumers: readonly Assumer[] = assumersOf(facts, [actorKey]).get(actorKey) ?? [],
): Routine {
  const now = facts.scope.actors.get(actorKey)
  const before = facts.baseline.actors.get(actorKey)
  return {
    firstSeen: now === undefined ? null : isoOf(now.firstSeenMs),
    lastSeen: now === undefined ? null : isoOf(now.lastSeenMs),
    activeMs: now === undefined ? 0 : now.lastSeenMs - now.firstSeenMs,
    daysSeen: { scope: daysOf(now).size, baseline: daysOf(before).size },
    baselineDays: daysIn(facts.baseline),
    credentials: {
      scope: credentialsIn(facts.scope).get(actorKey) ?? 0,
      baseline: credentialsIn(facts.baseline).get(actorKey) ?? 0,
    },
    assumers,
    sourceIps: compared(now?.byIp, before?.byIp),
    userAgents: compared(now?.byAgent, before?.byAgent),
  }
}

function daysOf(actor: ActorFacts | undefined): Set<number> {
  return new Set([...(actor?.byHour.keys() ?? [])].map((hour) => dayOf(hour * hourMs)))
}

/** Asked for once a principal, as is what follows, so they are kept. */
const knownDays = new WeakMap<WindowFacts, number>()
const knownCredentials = new WeakMap<WindowFacts, ReadonlyMap<string, number>>()

/** Days with calls of anybody. */
function daysIn(window: WindowFacts): number {
  const known = knownDays.get(window)
  if (known !== undefined) return known
  const days = new Set<number>()
  for (const { byHour } of window.actors.values()) for (const hour of byHour.keys()) days.add(dayOf(hour * hourMs))
  knownDays.set(window, days.size)
  return days.size
}

/** How many credentials called as each actor. */
function credentialsIn(window: WindowFacts): ReadonlyMap<string, number> {
  const known = knownCredentials.get(window)
  if (known !== undefined) return known
  const counts = new Map<string, number>()
  for (const { actorKey } of window.keys.values()) counts.set(actorKey, (counts.get(actorKey) ?? 0) + 1)
  knownCredentials.set(window, counts)
  return counts
}

function compared<Value>(now: ReadonlyMap<string, Value> = new Map(), before: ReadonlyMap<string, Value> = new Map()) {
  const names = [...now.keys()].sort(compareTexts)
  return { usual: names.filter((name) => before.has(name)), onlyNow: names.filter((name) => !before.has(name)) }
}
