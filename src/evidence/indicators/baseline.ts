import type { ActorFacts, TrailFacts, WindowFacts } from '../facts/trail-facts.js'
import type { IndicatorInput } from './indicator-input.js'

const hourMs = 3_600_000
const dayHours = 24
const dayMs = dayHours * hourMs

/** What Amazon Detective compares with, and how much of it there must be. */
export const baselineDaysMost = 45
export const baselineDaysLeast = 14

/** What the scope is compared with: the last 45 days before it. */
export interface Baseline {
  readonly fromMs: number
  /** Days before the scope of which there are records of anybody. */
  readonly days: number
  /** The records reach far enough to say what is new for the account. */
  readonly isEnough: boolean
  /** Whole days between the actor's first record in the baseline and the scope; null where there is none. */
  readonly actorKnownDays: number | null
  /** The actor itself has a past that is long enough to compare with. */
  readonly isEnoughForActor: boolean
  readonly actor: ActorFacts | null
  /** The actors of the actor's account, itself included. */
  readonly account: readonly ActorFacts[]
  readonly isAccountWide: boolean
}

export function baselineOf({ facts, actor, scopeFromMs, isAccountWide = true }: IndicatorInput): Baseline {
  const toMs = scopeFromMs !== undefined && Number.isFinite(scopeFromMs) ? scopeFromMs : facts.scope.firstSeenMs
  const fromMs = toMs - baselineDaysMost * dayMs
  const days = daysOfRecords(facts, fromMs, toMs)
  const own = facts.baseline.actors.get(actor.key) ?? null
  const actorKnownDays = own === null ? null : knownDays(own, fromMs, toMs)
  const isEnough = days >= baselineDaysLeast
  return {
    fromMs,
    days,
    isEnough,
    actorKnownDays,
    isEnoughForActor: isEnough && actorKnownDays !== null && actorKnownDays >= baselineDaysLeast,
    actor: own,
    account: [...facts.baseline.actors.values()].filter((each) => each.actor.accountId === actor.accountId),
    isAccountWide,
  }
}

/** Days are counted back from the scope, so that an attack at noon has whole days before it. Hours are what facts have. */
function daysOfRecords({ baseline }: TrailFacts, fromMs: number, toMs: number): number {
  const days = new Set<number>()
  const lastHour = Math.ceil(toMs / hourMs) - 1
  for (const hour of hoursIn(baseline)) {
    if ((hour + 1) * hourMs > fromMs && hour <= lastHour) days.add(Math.floor((lastHour - hour) / dayHours))
  }
  return Math.min(days.size, baselineDaysMost)
}

/** Asked for once a principal, so they are kept. */
const knownHours = new WeakMap<WindowFacts, ReadonlySet<number>>()

/** Hours since the epoch with calls of anybody. */
function hoursIn(window: WindowFacts): ReadonlySet<number> {
  const known = knownHours.get(window)
  if (known !== undefined) return known
  const hours = new Set<number>()
  for (const { byHour } of window.actors.values()) for (const hour of byHour.keys()) hours.add(hour)
  knownHours.set(window, hours)
  return hours
}

/** The first sighting within the 45 days: an actor that was there before them is known for all of them. */
function knownDays(own: ActorFacts, fromMs: number, toMs: number): number | null {
  if (own.lastSeenMs < fromMs || own.firstSeenMs >= toMs) return null
  return Math.floor((toMs - Math.max(own.firstSeenMs, fromMs)) / dayMs)
}

/** Seen within the 45 days: facts may reach further back. */
export function isInBaseline(baseline: Baseline, tally: { readonly lastSeenMs: number }): boolean {
  return tally.lastSeenMs >= baseline.fromMs
}
