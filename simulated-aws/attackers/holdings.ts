import { z } from 'zod'
import { findUser } from '../account/account.js'
import { type Actor, type ActorCall, createActor } from '../actor.js'
import type { JsonObject } from '../json.js'
import type { AttackerOptions } from './attacker.js'

const temporary = z.object({ Credentials: z.object({ AccessKeyId: z.string() }) })
const longTerm = z.object({ AccessKey: z.object({ AccessKeyId: z.string() }) })

/** The credentials that an attacker has got hold of, the newest last. */
export class Holdings {
  readonly first: Actor
  readonly #options: AttackerOptions
  readonly #actors: Actor[]

  /** Throws where the account has no such principal, or a user without an active key. */
  constructor(options: AttackerOptions) {
    this.#options = options
    const { accessKeyId } = options
    this.first = accessKeyId === undefined ? this.#actorOf(options) : createActor({ ...this.#origin(), accessKeyId })
    this.#actors = [this.first]
  }

  /** What it has beyond the principal that it began as. */
  gained(): readonly Actor[] {
    return this.#actors.slice(1)
  }

  credentials(): string[] {
    return this.#actors.map(({ accessKeyId }) => accessKeyId)
  }

  /** The key of a further user that the attacker had from the start. Throws as the constructor does. */
  holdUser(userName: string): Actor {
    return this.#hold(this.#actorOf({ userName }))
  }

  /** Credentials of any kind that came about outside of these calls. */
  holdKey(accessKeyId: string): Actor {
    return this.#hold(createActor({ ...this.#origin(), accessKeyId }))
  }

  /** AssumeRole, GetFederationToken, CreateAccessKey: what the answer hands out is held. undefined: it was refused. */
  obtain(by: Actor, call: ActorCall): Actor | undefined {
    const reply = by.call(call)
    if (!reply.ok) return undefined
    const accessKeyId = temporary.safeParse(reply.result).data?.Credentials.AccessKeyId ?? longTermKey(reply.result)
    return this.holdKey(accessKeyId)
  }

  /** A call that an intruder's own business needs, by every credential: so that a block is seen to bite, or not to. */
  work(): void {
    for (const actor of this.#actors) actor.call({ service: 's3', action: 'ListBuckets' })
  }

  #hold(actor: Actor): Actor {
    this.#actors.push(actor)
    return actor
  }

  #actorOf({ roleName, userName }: Pick<AttackerOptions, 'roleName' | 'userName'>): Actor {
    const from = this.#origin()
    if (roleName !== undefined) return createActor({ ...from, roleName, sessionName: 'maintenance' })
    const user = userName === undefined ? undefined : findUser(from.account, userName)
    const key = user?.accessKeys.find(({ status }) => status === 'Active')
    if (key === undefined) throw new Error(`The simulated account has no user ${userName} with an active access key.`)
    return createActor({ ...from, accessKeyId: key.id })
  }

  #origin() {
    const { account, sourceIp = '198.51.100.66', userAgent = 'python-requests/2.32.3' } = this.#options
    return { account, sourceIp, userAgent }
  }
}

function longTermKey(result: JsonObject | undefined): string {
  return longTerm.parse(result).AccessKey.AccessKeyId
}
