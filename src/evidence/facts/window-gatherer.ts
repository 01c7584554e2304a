import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import { countForActor, emptyActorFacts, mergeActorFacts, sumActor } from './actor-facts.js'
import { emptyVolume, mergeVolume } from './call-volume.js'
import { eventTimeMs } from './event-time.js'
import { copyOfKey, countForKey, mergeKeyFacts } from './key-facts.js'
import { KnownCallers } from './known-callers.js'
import { KnownCalls } from './known-calls.js'
import { mintOf } from './mint-of.js'
import { NotableGatherer, type NotableLimit } from './notable-events.js'
import { outcomeOf } from './outcome-of.js'
import { type Count, emptyTally, isBefore, mergeMap, mergeTally } from './tallies.js'
import { TextPool } from './text-pool.js'
import type { ActorFacts, Mint, WindowFacts } from './trail-facts.js'

/** The facts of one window while they are gathered: see FactsGatherer. Sums over actors are drawn when they are asked for. */
export class WindowGatherer {
  readonly #gathered: Pick<WindowFacts, 'actors' | 'keys' | 'mints' | 'accounts'> = {
    actors: new Map(),
    keys: new Map(),
    mints: [],
    accounts: new Set(),
  }
  readonly #notable: NotableGatherer
  readonly #pool = new TextPool()
  readonly #callers = new KnownCallers(this.#gathered, this.#pool)
  readonly #calls = new KnownCalls()

  constructor(limit: NotableLimit) {
    this.#notable = new NotableGatherer(limit)
  }

  add(event: CloudTrailEvent, atMs: number): void {
    const count = countOf(event, atMs)
    const call = this.#calls.callOf(event)
    const { actorKey, actor, key, place } = this.#callers.callerOf(event)
    countForActor(actor, { name: call.name, event, place, count })
    if (key !== null) countForKey(key, place, count)
    const mint = mintOf(event, count.mark, actorKey)
    if (mint !== null) this.#gathered.mints.push(pooled(mint, this.#pool))
    this.#notable.add(event, call, actorKey, count)
  }

  merge(facts: WindowFacts): void {
    const { actors, keys, mints, accounts } = this.#gathered
    mergeMap(actors, facts.actors, ({ actor }) => emptyActorFacts(actor), mergeActorFacts)
    mergeMap(keys, facts.keys, copyOfKey, mergeKeyFacts)
    for (const mint of facts.mints) mints.push(mint)
    for (const account of facts.accounts) accounts.add(account)
    for (const event of facts.notable) {
      const count = countOf(event, eventTimeMs(event.eventTime))
      this.#notable.add(event, this.#calls.callOf(event), actorOf(event).key, count)
    }
    this.#notable.addDropped(facts.notableDropped)
  }

  facts(): WindowFacts {
    const gathered = this.#gathered
    gathered.mints.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
    const { kept, dropped } = this.#notable.result()
    return { ...gathered, ...sumOf(gathered.actors.values()), notable: kept, notableDropped: dropped }
  }
}

function countOf(event: CloudTrailEvent, atMs: number): Count {
  return { mark: { eventId: event.eventId, atMs }, outcome: outcomeOf(event) }
}

/** What holds for all actors together. */
function sumOf(actors: Iterable<ActorFacts>) {
  const sum = { ...emptyTally(), volume: emptyVolume(), regions: new Set<string>() }
  for (const actor of actors) {
    sumActor(actor)
    mergeTally(sum, actor)
    mergeVolume(sum.volume, actor.volume)
    for (const region of actor.byRegion.keys()) sum.regions.add(region)
  }
  return sum
}

/** Without copies of what many of them have in common. */
function pooled(mint: Mint, pool: TextPool): Mint {
  return {
    ...mint,
    eventName: pool.same(mint.eventName),
    eventSource: pool.same(mint.eventSource),
    assumedRoleId: pool.sameOrNull(mint.assumedRoleId),
    ofArn: pool.same(mint.ofArn),
    sessionName: pool.same(mint.sessionName),
    recipientAccountId: pool.sameOrNull(mint.recipientAccountId),
    sourceIp: pool.sameOrNull(mint.sourceIp),
    userAgent: pool.sameOrNull(mint.userAgent),
    parentAccessKeyId: pool.sameOrNull(mint.parentAccessKeyId),
    parentPrincipalId: pool.sameOrNull(mint.parentPrincipalId),
  }
}
