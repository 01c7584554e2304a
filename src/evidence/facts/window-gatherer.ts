import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import { countForActor, emptyActorFacts, mergeActorFacts, sumActor } from './actor-facts.js'
import { emptyVolume, mergeVolume } from './call-volume.js'
import type { CountedCall } from './counted-call.js'
import { eventTimeMs } from './event-time.js'
import { copyOfKey, mergeKeyFacts } from './key-facts.js'
import { KnownCallers } from './known-callers.js'
import { KnownCalls } from './known-calls.js'
import { mintOf, pooledMint } from './mint-of.js'
import { NotableGatherer, type NotableLimit } from './notable-events.js'
import { outcomeOf } from './outcome-of.js'
import { type Count, emptyTally, isBefore, mergeMap, mergeTally } from './tallies.js'
import { TextPool } from './text-pool.js'
import type { ActorFacts, WindowFacts } from './trail-facts.js'

/** The facts of one window while they are gathered: see FactsGatherer. Sums over actors are drawn when they are asked for. */
export class WindowGatherer {
  #gathered = nothingGathered()
  readonly #notable: NotableGatherer
  readonly #pool = new TextPool()
  #callers = new KnownCallers(this.#gathered, this.#pool)
  readonly #calls = new KnownCalls()

  constructor(limit: NotableLimit) {
    this.#notable = new NotableGatherer(limit)
  }

  /** Of a call that is neither kept whole nor hands anything out. */
  count(event: CountedCall, atMs: number): void {
    this.#count(event, countOf(event, atMs))
  }

  add(event: CloudTrailEvent, atMs: number): void {
    const count = countOf(event, atMs)
    const { actorKey, call } = this.#count(event, count)
    const mint = mintOf(event, count.mark, actorKey, this.#pool)
    if (mint !== null) this.#gathered.mints.push(mint)
    this.#notable.add(event, call, actorKey, count)
  }

  #count(event: CountedCall, count: Count) {
    const call = this.#calls.callOf(event)
    const { actorKey, actor, stay } = this.#callers.count(event, count)
    countForActor(actor, { name: call.name, event, sourceIp: stay.place.sourceIp, count })
    return { actorKey, call }
  }

  merge(facts: WindowFacts): void {
    const { actors, keys, mints, accounts } = this.#gathered
    mergeMap(actors, facts.actors, ({ actor }) => emptyActorFacts(actor), mergeActorFacts)
    mergeMap(keys, facts.keys, copyOfKey, mergeKeyFacts)
    // What comes from another thread has copies of its own of every text.
    for (const mint of facts.mints) mints.push(pooledMint(mint, this.#pool))
    for (const account of facts.accounts) accounts.add(account)
    for (const event of facts.notable) {
      const count = countOf(event, eventTimeMs(event.eventTime))
      this.#notable.add(event, this.#calls.callOf(event), actorOf(event).key, count)
    }
    this.#notable.addDropped(facts.notableDropped)
  }

  /** What was gathered since the last time, but for notable records, in a form for `merge`: sums over actors are not drawn. */
  take(): WindowFacts {
    this.#callers.settle()
    const gathered = this.#gathered
    this.#gathered = nothingGathered()
    this.#callers = new KnownCallers(this.#gathered, this.#pool)
    return { ...gathered, ...emptySum(), notable: [], notableDropped: 0 }
  }

  facts(): WindowFacts {
    this.#callers.settle()
    const gathered = this.#gathered
    gathered.mints.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
    const { kept, dropped } = this.#notable.result()
    return { ...gathered, ...sumOf(gathered.actors.values()), notable: kept, notableDropped: dropped }
  }
}

function countOf(event: CountedCall, atMs: number): Count {
  return { mark: { eventId: event.eventId, atMs }, outcome: outcomeOf(event) }
}

/** What holds for all actors together. */
function sumOf(actors: Iterable<ActorFacts>) {
  const sum = emptySum()
  for (const actor of actors) {
    sumActor(actor)
    mergeTally(sum, actor)
    mergeVolume(sum.volume, actor.volume)
    for (const region of actor.byRegion.keys()) sum.regions.add(region)
  }
  return sum
}

function emptySum() {
  return { ...emptyTally(), volume: emptyVolume(), regions: new Set<string>() }
}

function nothingGathered(): Pick<WindowFacts, 'actors' | 'keys' | 'mints' | 'accounts'> {
  return { actors: new Map(), keys: new Map(), mints: [], accounts: new Set() }
}
