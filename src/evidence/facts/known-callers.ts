import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf, type CallerEvent, isToldByItsCalls } from '../record/actor-of.js'
import { emptyActorFacts } from './actor-facts.js'
import { keyFactsFor } from './key-facts.js'
import { mergeActor } from './merge-actor.js'
import { isSameCaller } from './same-caller.js'
import { entryOf } from './tallies.js'
import type { ActorFacts, KeyFacts, WindowFacts } from './trail-facts.js'

export interface KnownCaller {
  readonly actorKey: string
  readonly actor: ActorFacts
  readonly key: KeyFacts | null
}

interface Remembered {
  readonly caller: KnownCaller
  /** The object that said it last: most calls in a row share one. */
  identity: CloudTrailEvent['actor']
  readonly accountId: string | undefined
}

/** So many callers call again before the memory is full: all are forgotten then. */
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

  constructor({ actors, keys, accounts }: Pick<WindowFacts, 'actors' | 'keys' | 'accounts'>) {
    this.#actors = actors
    this.#keys = keys
    this.#accounts = accounts
  }

  callerOf(event: CallerEvent): KnownCaller {
    const { actor: identity, accountId } = event
    const name = identity.accessKeyId ?? identity.principalId
    if (name === undefined || isToldByItsCalls(identity)) return this.#read(event)
    const known = this.#remembered.get(name)
    if (known !== undefined && known.accountId === accountId && isSameCaller(known.identity, identity)) {
      known.identity = identity
      return known.caller
    }
    const caller = this.#read(event)
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear()
    this.#remembered.set(name, { caller, identity, accountId })
    return caller
  }

  #read(event: CallerEvent): KnownCaller {
    const said = actorOf(event)
    if (event.accountId !== undefined) this.#accounts.add(event.accountId)
    const actor = entryOf(this.#actors, said.key, () => emptyActorFacts(said))
    actor.actor = mergeActor(actor.actor, said)
    return { actorKey: said.key, actor, key: keyFactsFor(this.#keys, said.key, event.actor) }
  }
}
