import { dayOf } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts, isoOf } from '../facts/texts.js'
import type { ActorFacts, TrailFacts, WindowFacts } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'

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

export interface Assumer {
  /** `Actor.key`. */
  readonly actorKey: string
  readonly scope: number
  readonly baseline: number
  readonly eventIds: readonly string[]
}

/** `usual` stood in the baseline and in the scope, `onlyNow` in the scope alone. */
export interface Compared {
  readonly usual: readonly string[]
  readonly onlyNow: readonly string[]
}

/** For one actor by its `Actor.key`; one that is in neither window has an empty routine. */
export function routineOf(facts: TrailFacts, actorKey: string): Routine {
  const now = facts.scope.actors.get(actorKey)
  const before = facts.baseline.actors.get(actorKey)
  return {
    firstSeen: now === undefined ? null : isoOf(now.firstSeenMs),
    lastSeen: now === undefined ? null : isoOf(now.lastSeenMs),
    activeMs: now === undefined ? 0 : now.lastSeenMs - now.firstSeenMs,
    daysSeen: { scope: daysOf(now).size, baseline: daysOf(before).size },
    baselineDays: new Set([...facts.baseline.actors.values()].flatMap((actor) => [...daysOf(actor)])).size,
    credentials: { scope: credentialsOf(facts.scope, actorKey), baseline: credentialsOf(facts.baseline, actorKey) },
    assumers: assumersOf(facts, actorKey),
    sourceIps: compared(now?.byIp, before?.byIp),
    userAgents: compared(now?.byAgent, before?.byAgent),
  }
}

function daysOf(actor: ActorFacts | undefined): Set<number> {
  return new Set([...(actor?.byHour.keys() ?? [])].map((hour) => dayOf(hour * 3_600_000)))
}

function credentialsOf({ keys }: WindowFacts, actorKey: string): number {
  return [...keys.values()].filter((key) => key.actorKey === actorKey).length
}

/** How many of the earliest records of an assumer are named. */
const namedEvents = 10

function assumersOf({ scope, baseline }: TrailFacts, actorKey: string): Assumer[] {
  const isOfActor = new Map<string, boolean>()
  const assumers = new Map<string, { scope: number; baseline: number; eventIds: string[] }>()
  for (const [name, { mints }] of [['scope', scope] as const, ['baseline', baseline] as const]) {
    for (const mint of mints) {
      if (!entryOf(isOfActor, mint.ofArn, () => actorOfArn(mint.ofArn)?.key === actorKey)) continue
      const assumer = assumers.get(mint.actorKey) ?? { scope: 0, baseline: 0, eventIds: [] }
      assumers.set(mint.actorKey, assumer)
      assumer[name] += 1
      if (assumer.eventIds.length < namedEvents) assumer.eventIds.push(mint.eventId)
    }
  }
  return [...assumers]
    .map(([key, assumer]) => ({ actorKey: key, ...assumer }))
    .sort((a, b) => compareTexts(a.actorKey, b.actorKey))
}

function compared<Value>(now: ReadonlyMap<string, Value> = new Map(), before: ReadonlyMap<string, Value> = new Map()) {
  const names = [...now.keys()].sort(compareTexts)
  return { usual: names.filter((name) => before.has(name)), onlyNow: names.filter((name) => !before.has(name)) }
}
