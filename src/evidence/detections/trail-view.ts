import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Actor, ActorFacts, CallTally, Tally, TrailFacts } from '../facts/trail-facts.js'
import { hourOfVisit } from '../facts/visits.js'
import { actorsOf } from '../record/callers-of.js'
import { type Act, actBy, isByService } from './act.js'

const dayMs = 86_400_000
/** Amazon Detective trains for two weeks before it calls anything new. */
export const leastBaselineDays = 14
/** So often in the baseline is a habit. */
const habitCalls = 3

/** How long a scope must be to show a habit by itself. */
export interface HabitDays {
  /** Days on which the call was made. */
  readonly seen: number
  /** From the first to the last. */
  readonly span: number
}

/** What is done on working days of two weeks. */
const daysOfHabit: HabitDays = { seen: 10, span: leastBaselineDays }

/** The facts, made ready for rules that ask for calls by name and for what was usual before. */
export class TrailView {
  readonly facts: TrailFacts
  /** Of people and programs, oldest first. */
  readonly acts: readonly Act[]
  readonly serviceActs: readonly Act[]
  /** Whose logs these are: the others are outside. */
  readonly accounts: ReadonlySet<string>
  /** Long enough to say that something is new. */
  readonly hasBaseline: boolean
  readonly #byName = new Map<string, Act[]>()
  readonly #asked = new Map<string, readonly Act[]>()
  readonly #byActor = new Map<string, ReadonlyMap<string, readonly Act[]>>()
  #people: ReadonlyMap<string, readonly Actor[]> | null = null
  readonly #days = new Map<string, number>()
  #suspects: readonly [string, ActorFacts][] | null = null

  constructor(facts: TrailFacts) {
    this.facts = facts
    const [acts, serviceActs]: [Act[], Act[]] = [[], []]
    const actors = actorsOf(facts.scope.notable)
    facts.scope.notable.forEach((event, at) => {
      const actor = actors[at]
      if (actor !== undefined) (isByService(event) ? serviceActs : acts).push(actBy(event, actor))
    })
    this.acts = acts
    this.serviceActs = serviceActs
    this.accounts = new Set([...facts.scope.accounts, ...facts.baseline.accounts])
    this.hasBaseline = (facts.scope.firstSeenMs - facts.baseline.firstSeenMs) / dayMs >= leastBaselineDays
    for (const act of this.acts) {
      const name = `${act.service} ${act.name}`
      const same = this.#byName.get(name)
      if (same === undefined) this.#byName.set(name, [act])
      else same.push(act)
    }
  }

  /** Calls of people and programs, oldest first; `names` parted by spaces. Asked for once a judged call, so it is kept. */
  actsNamed(service: string, names: string): readonly Act[] {
    const asked = `${service} ${names}`
    const known = this.#asked.get(asked)
    if (known !== undefined) return known
    const found = names.split(' ').flatMap((name) => this.#byName.get(`${service} ${name}`) ?? [])
    found.sort((a, b) => a.mark.atMs - b.mark.atMs || compareTexts(a.mark.eventId, b.mark.eventId))
    this.#asked.set(asked, found)
    return found
  }

  /** The same of one actor (`Actor.key`) alone: there may be thousands of others. */
  actsNamedBy(actorKey: string, service: string, names: string): readonly Act[] {
    const asked = `${service} ${names}`
    const byActor = entryOf(this.#byActor, asked, () => groupedByActor(this.actsNamed(service, names)))
    return byActor.get(actorKey) ?? []
  }

  /** People and programs that call from an address, roles left out, in the order of keys. */
  peopleAt(address: string): readonly Actor[] {
    this.#people ??= peopleByAddress(this.actorsInOrder())
    return this.#people.get(address) ?? []
  }

  /** As all records together tell it, not one alone. */
  actor(key: string): Actor | null {
    return this.actorFacts(key)?.actor ?? this.facts.baseline.actors.get(key)?.actor ?? null
  }

  actorFacts(key: string): ActorFacts | null {
    return this.facts.scope.actors.get(key) ?? null
  }

  /** What the actors of the scope did by one call, whether or not its records were kept; services left out. */
  talliesOf(actor: ActorFacts, service: string, names: string): CallTally[] {
    const wanted = new Set(names.split(' '))
    return [...actor.byCall.values()].filter(
      ({ eventSource, eventName }) => eventSource === `${service}.amazonaws.com` && wanted.has(eventName),
    )
  }

  /** By key, so that nothing depends on the order of records. */
  actorsInOrder(): readonly [string, ActorFacts][] {
    this.#suspects ??= [...this.facts.scope.actors]
      .filter(([, actor]) => isSuspect(actor))
      .sort(([a], [b]) => compareTexts(a, b))
    return this.#suspects
  }

  /** How often the actor did this before, where that is a habit; null where it is none, or nothing is known. */
  habit({ actor, event }: Act, leastDays: HabitDays = daysOfHabit): number | null {
    if (!this.hasBaseline) return this.#habitInScope(actor.key, event, leastDays)
    const before = this.facts.baseline.actors.get(actor.key)?.byCall.get(`${event.eventSource} ${event.eventName}`)
    return before !== undefined && before.ok >= habitCalls ? before.ok : null
  }

  /**
   * Without a baseline the scope itself may be long enough to show what is usual: the same call, from an address that the actor
   * calls from day after day for two weeks. From anywhere else it is no habit, whoever has the credentials.
   */
  #habitInScope(
    actorKey: string,
    { eventSource, eventName, sourceIp }: CloudTrailEvent,
    { seen, span }: HabitDays,
  ): number | null {
    const actor = this.actorFacts(actorKey)
    if (actor === null || sourceIp === undefined) return null
    const calls = actor.byCall.get(`${eventSource} ${eventName}`)
    const there = calls?.byIp.get(sourceIp)?.ok ?? 0
    if (calls === undefined || there < seen || !isLong(calls, span)) return null
    return this.#daysAt(actor, sourceIp) >= seen ? there : null
  }

  #daysAt(actor: ActorFacts, address: string): number {
    const asked = `${actor.actor.key} ${address}`
    const known = this.#days.get(asked)
    if (known !== undefined) return known
    const hours = (actor.byIp.get(address)?.visits ?? []).map(hourOfVisit)
    const days = new Set(hours.map((hour) => Math.floor(hour / 24))).size
    this.#days.set(asked, days)
    return days
  }
}

function groupedByActor(acts: readonly Act[]): ReadonlyMap<string, readonly Act[]> {
  const byActor = new Map<string, Act[]>()
  for (const act of acts) entryOf(byActor, act.actor.key, (): Act[] => []).push(act)
  return byActor
}

function peopleByAddress(suspects: readonly [string, ActorFacts][]): ReadonlyMap<string, readonly Actor[]> {
  const people = new Map<string, Actor[]>()
  for (const [, { actor, byIp }] of suspects) {
    if (actor.type === 'role' || actor.type === 'unknown') continue
    for (const address of byIp.keys()) entryOf(people, address, (): Actor[] => []).push(actor)
  }
  return people
}

function isLong({ firstSeenMs, lastSeenMs }: Tally, days: number): boolean {
  return (lastSeenMs - firstSeenMs) / dayMs >= days
}

/** Services are nobody to suspect, and an actor of no name cannot be told from others. */
function isSuspect({ actor }: ActorFacts): boolean {
  return actor.type !== 'service' && !actor.arn.includes(':role/aws-service-role/')
}
