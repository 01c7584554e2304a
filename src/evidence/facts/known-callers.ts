import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import { emptyActorFacts } from './actor-facts.js'
import { keyFactsFor } from './key-facts.js'
import { mergeActor } from './merge-actor.js'
import { entryOf } from './tallies.js'
import type { TextPool } from './text-pool.js'
import type { ActorFacts, KeyFacts, WindowFacts } from './trail-facts.js'

export interface KnownCaller {
  readonly actorKey: string
  readonly actor: ActorFacts
  readonly key: KeyFacts | null
}

/** Where and with what a call was made. While a credential stays there, these are the same strings: maps find them at once. */
export interface CallPlace {
  readonly sourceIp: string | undefined
  readonly userAgent: string | undefined
  readonly region: string | undefined
}

interface Remembered extends KnownCaller {
  readonly identity: CloudTrailEvent['actor']
  readonly accountId: string | undefined
  place: CallPlace
}

/** So many callers call again before the memory is full; it is then begun anew. */
const maxRemembered = 4096

/**
 * Whose tallies a record counts for. Reading that out of a record takes longer than all counting, and one credential makes
 * many calls in a row: where the identity is word for word that of an earlier record, so are its tallies.
 */
export class KnownCallers {
  readonly #remembered = new Map<string, Remembered>()
  readonly #actors: Map<string, ActorFacts>
  readonly #keys: Map<string, KeyFacts>

  readonly #accounts: Set<string>

  readonly #pool: TextPool

  constructor({ actors, keys, accounts }: Pick<WindowFacts, 'actors' | 'keys' | 'accounts'>, pool: TextPool) {
    this.#pool = pool
    this.#actors = actors
    this.#keys = keys
    this.#accounts = accounts
  }

  callerOf(event: CloudTrailEvent): KnownCaller & { readonly place: CallPlace } {
    const { actor: identity, accountId } = event
    const name = identity.accessKeyId ?? identity.principalId
    if (name === undefined) return { ...this.#read(event), place: this.#placeOf(event) }
    const known = this.#remembered.get(name)
    if (known !== undefined && known.accountId === accountId && isSame(known.identity, identity)) {
      if (!isSamePlace(known.place, event)) known.place = this.#placeOf(event)
      return known
    }
    const caller = { ...this.#read(event), identity, accountId, place: this.#placeOf(event) }
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear()
    this.#remembered.set(name, caller)
    return caller
  }

  /** Not the record itself, which would be kept for it. */
  #placeOf({ sourceIp, userAgent, region }: CloudTrailEvent): CallPlace {
    return {
      sourceIp: sourceIp === undefined ? undefined : this.#pool.same(sourceIp),
      userAgent: userAgent === undefined ? undefined : this.#pool.same(userAgent),
      region: region === undefined ? undefined : this.#pool.same(region),
    }
  }

  #read(event: CloudTrailEvent): KnownCaller {
    const said = actorOf(event)
    if (event.accountId !== undefined) this.#accounts.add(event.accountId)
    const actor = entryOf(this.#actors, said.key, () => emptyActorFacts(said))
    actor.actor = mergeActor(actor.actor, said)
    return { actorKey: said.key, actor, key: keyFactsFor(this.#keys, said.key, event.actor) }
  }
}

function isSame(a: CloudTrailEvent['actor'], b: CloudTrailEvent['actor']): boolean {
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

function isSamePlace(a: CallPlace, b: CloudTrailEvent): boolean {
  return a.sourceIp === b.sourceIp && a.userAgent === b.userAgent && a.region === b.region
}
