import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import { countForActor, sumActor } from './actor-facts.js'
import { emptyVolume, mergeVolume } from './call-volume.js'
import type { CountedCall } from './counted-call.js'
import { EventPool } from './event-pool.js'
import { eventTimeMs } from './event-time.js'
import { KnownCallers } from './known-callers.js'
import { type KnownCall, KnownCalls } from './known-calls.js'
import { type HandedOut, handedOutBy, mintBy } from './mint-of.js'
import { type NotableEvents, NotableGatherer, type NotableLimit } from './notable-events.js'
import { outcomeOf } from './outcome-of.js'
import { PackedMints } from './packed-mints.js'
import { PlaceRows } from './place-rows.js'
import { type Count, countOf, emptyTally, mergeTally } from './tallies.js'
import { TextPool } from './text-pool.js'
import type { ActorFacts, WindowFacts } from './trail-facts.js'

/** The facts of one window while they are gathered: see FactsGatherer. Sums over actors are drawn when they are asked for. */
export class WindowGatherer {
  readonly #actors: WindowFacts['actors'] = new Map()
  readonly #keys: WindowFacts['keys'] = new Map()
  readonly #accounts: WindowFacts['accounts'] = new Set()
  readonly #mints = new PackedMints()
  readonly #notable: NotableGatherer
  readonly #callers = new KnownCallers(
    { actors: this.#actors, keys: this.#keys, accounts: this.#accounts },
    new TextPool(),
  )
  readonly #calls = new KnownCalls()
  readonly #rows = new PlaceRows()
  readonly #events = new EventPool()

  constructor(limit: NotableLimit) {
    this.#notable = new NotableGatherer(limit)
  }

  /** Of a call whose record is not kept whole here: see `keep`. */
  count(event: CountedCall, count: Count, handedOut: HandedOut | null): void {
    this.#count(event, this.#calls.callOf(event), count, handedOut)
  }

  add(event: CloudTrailEvent, atMs: number): void {
    const count = countOf({ eventId: event.eventId, atMs }, outcomeOf(event))
    const call = this.#calls.callOf(event)
    const actorKey = this.#count(event, call, count, handedOutBy(event))
    this.#notable.add(event, call, actorKey, count)
  }

  #count(event: CountedCall, call: KnownCall, count: Count, handedOut: HandedOut | null): string {
    const { actorKey, actor, stay } = this.#callers.count(event, count)
    countForActor(actor, call.name, event, stay.place.sourceIp, count, this.#rows)
    if (handedOut !== null) this.#mints.add(mintBy(event, handedOut, count.marks.at(count.row), actorKey))
    return actorKey
  }

  /** Records of calls that are counted for themselves. They are the gatherer's from then on, and share what they have in common. */
  keep({ kept, dropped }: NotableEvents): void {
    for (const event of kept) {
      this.#events.share(event)
      const count = { atMs: eventTimeMs(event.eventTime), outcome: outcomeOf(event) }
      this.#notable.add(event, this.#calls.callOf(event), actorOf(event).key, count)
    }
    this.#notable.addDropped(dropped)
  }

  /** See `FactsGatherer`. */
  settle(): void {
    this.#callers.settle()
  }

  /** What was gathered. Some milliseconds are between two steps, whatever was. */
  *facts(): Generator<void, WindowFacts> {
    yield* this.#callers.settling()
    yield* this.#mints.sorting()
    yield
    const { kept, dropped } = this.#notable.result()
    yield
    const gathered = { actors: this.#actors, keys: this.#keys, mints: this.#mints, accounts: this.#accounts }
    return { ...gathered, ...sumOf(this.#actors.values()), notable: kept, notableDropped: dropped }
  }
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
