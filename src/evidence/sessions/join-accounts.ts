import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { emptyActorFacts, mergeActorFacts, sumActor } from '../facts/actor-facts.js'
import { PlaceRows } from '../facts/place-rows.js'
import type { Actor, ActorFacts, Mint, MintList, TrailFacts, WindowFacts } from '../facts/trail-facts.js'
import { wholeMint } from '../facts/whole-mint.js'
import { actorOf } from '../record/actor-of.js'

/**
 * Where the logs of two accounts are read together, one call stands in both: in the caller's with its name, in the other as
 * "account … principal AROA…". Unique ids are unique over all accounts, so the second is told to be the first: one actor, and of
 * two records of one call (`sharedEventID`) the caller's. Facts of one account come back as they are.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function withAccountsJoined(facts: TrailFacts): TrailFacts {
  const named = namedAbroad(facts)
  if (named.size === 0) return facts
  return { scope: joined(facts.scope, named), baseline: joined(facts.baseline, named) }
}

/** By the key of the actor without a name: who it is. */
type NamedAbroad = ReadonlyMap<string, Actor>

function namedAbroad({ scope, baseline }: TrailFacts): NamedAbroad {
  const byId = new Map<string, Actor | null>()
  const abroad: Actor[] = []
  for (const { actors } of [baseline, scope]) {
    for (const { actor } of actors.values()) {
      if (actor.uniqueId === null) continue
      if (actor.type === 'account') abroad.push(actor)
      if ((actor.type !== 'role' && actor.type !== 'user') || actor.arn === '') continue
      // Two names for one id: forged, or mixed up. Nobody is told to be either.
      const known = byId.get(actor.uniqueId)
      byId.set(actor.uniqueId, known === undefined || known?.key === actor.key ? actor : null)
    }
  }
  return new Map(
    abroad.flatMap(({ key, uniqueId }) => {
      const actor = uniqueId === null ? null : (byId.get(uniqueId) ?? null)
      return actor === null ? [] : [[key, actor] as const]
    }),
  )
}

function joined(window: WindowFacts, named: NamedAbroad): WindowFacts {
  const told = new Set(
    window.notable.flatMap((event) => {
      const { sharedEventId } = event
      return sharedEventId === undefined || event.actor.type === 'AWSAccount' ? [] : [sharedEventId]
    }),
  )
  const repeated = new Map<string, number>()
  const notable = window.notable.flatMap((event) => {
    const key = event.actor.type === 'AWSAccount' ? actorOf(event).key : ''
    const actor = named.get(key)
    if (actor === undefined) return [event]
    if (event.sharedEventId === undefined || !told.has(event.sharedEventId)) return [calledBy(actor, event)]
    repeated.set(key, (repeated.get(key) ?? 0) + 1)
    return []
  })
  return {
    ...window,
    actors: joinedActors(window, named, repeated),
    mints: new MintsOfNamed(window.mints, named),
    notable,
  }
}

/** Who repeats nothing but what the caller's own log has adds nothing to its counts. */
function joinedActors({ actors }: WindowFacts, named: NamedAbroad, repeated: ReadonlyMap<string, number>) {
  const all = new Map<string, ActorFacts>(actors)
  const rows = new PlaceRows()
  for (const [key, actor] of named) {
    const abroad = all.get(key)
    if (abroad === undefined) continue
    all.delete(key)
    const own = all.get(actor.key)
    if (own !== undefined && repeated.get(key) === abroad.ok + abroad.failed) continue
    const both = emptyActorFacts(actor)
    if (own !== undefined) mergeActorFacts(both, own, rows)
    mergeActorFacts(both, { ...abroad, actor }, rows)
    sumActor(both)
    all.set(actor.key, both)
  }
  return all
}

function calledBy({ type, arn, accountId }: Actor, event: CloudTrailEvent): CloudTrailEvent {
  return { ...event, actor: { ...event.actor, type: type === 'user' ? 'IAMUser' : 'Role', arn, accountId } }
}

/** They are told anew each time: there may be as many as of anything. */
class MintsOfNamed implements MintList {
  readonly #mints: MintList
  readonly #named: NamedAbroad

  constructor(mints: MintList, named: NamedAbroad) {
    this.#mints = mints
    this.#named = named
  }

  get length(): number {
    return this.#mints.length
  }

  *[Symbol.iterator](): Generator<Mint> {
    for (const mint of this.#mints) yield this.#told(mint)
  }

  forEach(look: (mint: Mint) => void): void {
    this.#mints.forEach((mint) => {
      look(this.#told(mint))
    })
  }

  #told(mint: Mint): Mint {
    const actor = this.#named.get(mint.actorKey)
    return actor === undefined ? mint : { ...wholeMint(mint), actorKey: actor.key }
  }
}
