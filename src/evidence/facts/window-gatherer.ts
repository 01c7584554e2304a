import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf, type CallerEvent } from '../record/actor-of.js'
import { addCalls, type NamedCall, sumActor } from './actor-facts.js'
import { addStay, type Whereabouts } from './add-stay.js'
import { type CallSum, OneCall } from './call-sum.js'
import { emptyVolume, mergeVolume } from './call-volume.js'
import type { CountedCall } from './counted-call.js'
import { EventPool } from './event-pool.js'
import { eventTimeMs } from './event-time.js'
import { type KnownCaller, KnownCallers } from './known-callers.js'
import { KnownCalls } from './known-calls.js'
import { type HandedOut, handedOutBy, mintBy } from './mint-of.js'
import { type NotableEvents, NotableGatherer, type NotableLimit } from './notable-events.js'
import { outcomeOf } from './outcome-of.js'
import { PackedMints } from './packed-mints.js'
import { PlaceRows } from './place-rows.js'
import { emptyTally, mergeTally } from './tallies.js'
import type { ActorFacts, EventMark, WindowFacts } from './trail-facts.js'

/** The facts of one window while they are gathered: see FactsGatherer. Sums over actors are drawn when they are asked for. */
export class WindowGatherer {
  readonly #actors: WindowFacts['actors'] = new Map()
  readonly #keys: WindowFacts['keys'] = new Map()
  readonly #accounts: WindowFacts['accounts'] = new Set()
  readonly #mints = new PackedMints()
  readonly #notable: NotableGatherer
  readonly #callers = new KnownCallers({ actors: this.#actors, keys: this.#keys, accounts: this.#accounts })
  readonly #calls = new KnownCalls()
  readonly #rows = new PlaceRows()
  readonly #events = new EventPool()

  constructor(limit: NotableLimit) {
    this.#notable = new NotableGatherer(limit)
  }

  add(event: CloudTrailEvent, atMs: number): void {
    const outcome = outcomeOf(event)
    const mark = { eventId: event.eventId, atMs }
    const calls = new OneCall(mark, outcome)
    const caller = this.callerOf(event)
    this.addStay(caller, event, calls)
    this.addCalls(caller, event, calls)
    const handedOut = handedOutBy(event)
    if (handedOut !== null) this.addMint(event, handedOut, mark)
    this.#notable.add(event, this.#calls.callOf(event), caller.actorKey, { atMs, outcome })
  }

  callerOf(call: CallerEvent): KnownCaller {
    return this.#callers.callerOf(call)
  }

  /** Counts calls from one place within one hour: all that is counted of them but what they were, see `addCalls`. */
  addStay({ actor, key }: KnownCaller, place: Whereabouts, calls: CallSum): void {
    addStay(place, calls, actor, key)
  }

  /** Counts calls of one name, from one address, with one error code or none. */
  addCalls({ actor }: KnownCaller, call: NamedCall, calls: CallSum): void {
    addCalls(actor, this.#calls.callOf(call).name, call, calls, this.#rows)
  }

  addMint(call: Omit<CountedCall, 'eventId'>, handedOut: HandedOut, mark: EventMark): void {
    this.#mints.add(mintBy(call, handedOut, mark, this.callerOf(call).actorKey))
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

  /** What was gathered. Some milliseconds are between two steps, whatever was. */
  *facts(): Generator<void, WindowFacts> {
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
