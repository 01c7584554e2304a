import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import { emptyActorFacts } from './actor-facts.js'
import type { CountedCall } from './counted-call.js'
import { endStay } from './end-stay.js'
import { keyFactsFor } from './key-facts.js'
import { mergeActor } from './merge-actor.js'
import { type CallPlace, Stay } from './stay.js'
import { type Count, entryOf } from './tallies.js'
import type { TextPool } from './text-pool.js'
import type { ActorFacts, KeyFacts, WindowFacts } from './trail-facts.js'

export interface KnownCaller {
  readonly actorKey: string
  readonly actor: ActorFacts
  readonly key: KeyFacts | null
}

interface Remembered extends KnownCaller {
  /** The object that said it last: most calls in a row share one. */
  identity: CloudTrailEvent['actor']
  readonly accountId: string | undefined
  /** What it has done of late, which its tallies do not have yet. */
  stay: Stay
}

const hourMs = 3_600_000

/** So many callers call again before the memory is full: those that came first are forgotten then. */
const maxRemembered = 4096
const callersAStep = 64

/**
 * Whose tallies a record counts for. Reading that out of a record takes longer than all counting, and one credential makes
 * many calls in a row: where the identity is word for word that of an earlier record, so are its tallies. Calls from one place
 * within an hour are added to them together: see `Stay`.
 */
export class KnownCallers {
  readonly #remembered = new Map<string, Remembered>()
  readonly #actors: Map<string, ActorFacts>
  readonly #keys: Map<string, KeyFacts>

  readonly #accounts: Set<string>

  readonly #pool: TextPool
  /** Those that have put marks off. */
  readonly #unsettled: Stay[] = []

  constructor({ actors, keys, accounts }: Pick<WindowFacts, 'actors' | 'keys' | 'accounts'>, pool: TextPool) {
    this.#pool = pool
    this.#actors = actors
    this.#keys = keys
    this.#accounts = accounts
  }

  /** Counts where the call came from and with what, and says whose it is. */
  count(event: CountedCall, count: Count): KnownCaller & { readonly stay: Stay } {
    const { actor: identity, accountId } = event
    const hour = Math.floor(count.atMs / hourMs)
    const name = identity.accessKeyId ?? identity.principalId
    if (name === undefined) return this.#countUnnamed(event, hour, count)
    const known = this.#remembered.get(name)
    if (known !== undefined && known.accountId === accountId && isSame(known.identity, identity)) {
      const isElsewhere = !isSamePlace(known.stay.place, event)
      if (isElsewhere || known.stay.hour !== hour) {
        endStay(known.stay, known.actor, known.key)
        known.stay = new Stay(isElsewhere ? this.#placeOf(event) : known.stay.place, hour)
      }
      this.#countIn(known.stay, count)
      known.identity = identity
      return known
    }
    if (known !== undefined) this.#forget(name, known)
    const { actorKey, actor, key } = this.#read(event)
    // Written out: see `emptyTally`.
    const caller = { actorKey, actor, key, identity, accountId, stay: new Stay(this.#placeOf(event), hour) }
    this.#countIn(caller.stay, count)
    if (this.#remembered.size >= maxRemembered) this.settling().next()
    this.#remembered.set(name, caller)
    return caller
  }

  /** Asks for all marks that were put off. */
  settle(): void {
    for (const stay of this.#unsettled.splice(0)) stay.settle()
  }

  #countIn(stay: Stay, count: Count): void {
    if (stay.count(count)) this.#unsettled.push(stay)
  }

  #forget(name: string, { stay, actor, key }: Remembered): void {
    endStay(stay, actor, key)
    this.#remembered.delete(name)
  }

  /** Adds to the tallies what was not added yet, and forgets whose it is: some callers at a step. */
  *settling(): Generator<void> {
    let settled = 0
    for (const [name, caller] of this.#remembered) {
      this.#forget(name, caller)
      settled += 1
      if (settled % callersAStep === 0) yield
    }
  }

  #countUnnamed(event: CountedCall, hour: number, count: Count) {
    const { actorKey, actor, key } = this.#read(event)
    const caller = { actorKey, actor, key, stay: new Stay(this.#placeOf(event), hour) }
    caller.stay.count(count)
    endStay(caller.stay, caller.actor, caller.key)
    return caller
  }

  /** Not the record itself, which would be kept for it. */
  #placeOf({ sourceIp, userAgent, region }: CountedCall): CallPlace {
    return {
      sourceIp: sourceIp === undefined ? undefined : this.#pool.same(sourceIp),
      userAgent: userAgent === undefined ? undefined : this.#pool.same(userAgent),
      region: region === undefined ? undefined : this.#pool.same(region),
    }
  }

  #read(event: CountedCall): KnownCaller {
    const said = actorOf(event)
    if (event.accountId !== undefined) this.#accounts.add(event.accountId)
    const actor = entryOf(this.#actors, said.key, () => emptyActorFacts(said))
    actor.actor = mergeActor(actor.actor, said)
    return { actorKey: said.key, actor, key: keyFactsFor(this.#keys, said.key, event.actor) }
  }
}

function isSame(a: CloudTrailEvent['actor'], b: CloudTrailEvent['actor']): boolean {
  if (a === b) return true
  return (
    a.accessKeyId === b.accessKeyId &&
    a.principalId === b.principalId &&
    a.type === b.type &&
    a.arn === b.arn &&
    a.issuerArn === b.issuerArn &&
    a.issuerId === b.issuerId &&
    a.sessionIssuedAt === b.sessionIssuedAt &&
    a.userName === b.userName &&
    a.accountId === b.accountId &&
    a.invokedBy === b.invokedBy &&
    a.sourceIdentity === b.sourceIdentity &&
    a.identityProvider === b.identityProvider &&
    a.ec2RoleDelivery === b.ec2RoleDelivery &&
    a.onBehalfOfUserId === b.onBehalfOfUserId
  )
}

function isSamePlace(a: CallPlace, b: CountedCall): boolean {
  return a.sourceIp === b.sourceIp && a.userAgent === b.userAgent && a.region === b.region
}
