import { z } from 'zod'
import type { ExerciseActor } from '../../exercises/schema/world.js'
import { type Actor, createActor } from '../../simulated-aws/actor.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'

const assumed = z.object({ Credentials: z.object({ AccessKeyId: z.string() }) })

/** Somebody who has credentials of the simulated account. */
export interface Identity {
  /** As the file describes them, with the session's name filled in. */
  readonly actor: ExerciseActor
  readonly accessKeyId: string
  /** The name of the session; null of a user. */
  readonly session: string | null
}

const SESSION = 'session'
const OURS = { sourceIp: '203.0.113.10', userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5' }
const THEIRS = { sourceIp: '198.51.100.77', userAgent: 'aws-cli/2.17.32 md/Botocore lang/python#3.11.9 os/linux' }

/**
 * The people and machines of an exercise who call AWS. Who is described the same way twice is the same one, with the same
 * credentials: what the history shows of an intruder is what the attacker holds. Temporary credentials that are over are had anew.
 */
export class Identities {
  readonly #account: SimulatedAccount
  readonly #known = new Map<string, Identity>()

  constructor(account: SimulatedAccount) {
    this.#account = account
  }

  /** Throws where the account has no such role, no such user with an active key, or refuses the session. */
  of(actor: ExerciseActor): Identity {
    const { role, session, assumedBy, user } = actor
    const key = JSON.stringify([role, session, assumedBy, user])
    const known = this.#known.get(key)
    if (known !== undefined && !this.#isOver(known)) return known
    const identity = this.#make(actor)
    this.#known.set(key, identity)
    return identity
  }

  /** Calls with these credentials, from where the file says. */
  caller(actor: ExerciseActor): Actor {
    const { accessKeyId } = this.of(actor)
    return createActor({ account: this.#account.account, ...placeOf(actor), accessKeyId })
  }

  #isOver({ accessKeyId }: Identity): boolean {
    const { sessions, now } = this.#account.account
    const session = sessions.get(accessKeyId)
    return session !== undefined && session.expiration <= now()
  }

  #make(actor: ExerciseActor): Identity {
    const { role, user, session = SESSION } = actor
    if (role !== undefined) return { actor, accessKeyId: this.#sessionOf(actor, role, session), session }
    const keys = this.#account.describeUser(user ?? '')?.accessKeys ?? []
    const key = keys.find(({ status }) => status === 'Active')
    if (key === undefined) throw new Error(`The account has no user ${user} with an active access key.`)
    return { actor, accessKeyId: key.id, session: null }
  }

  /** As it came about: another role of the account assumed this one, and CloudTrail recorded it. */
  #sessionOf({ assumedBy }: ExerciseActor, role: string, session: string): string {
    const isOurs = assumedBy !== undefined && !assumedBy.startsWith('arn:')
    const arn = this.#account.describeRole(role)?.arn
    if (!isOurs || arn === undefined) return this.#account.issueCredentials(role, session).accessKeyId
    const by = createActor({ account: this.#account.account, ...OURS, roleName: assumedBy, sessionName: 'pipeline' })
    const parameters = { RoleArn: arn, RoleSessionName: session }
    const reply = by.call({ service: 'sts', action: 'AssumeRole', parameters })
    if (!reply.ok) throw new Error(`${assumedBy} could not assume ${role}: ${reply.error.message}`)
    return assumed.parse(reply.result).Credentials.AccessKeyId
  }
}

/** Where calls come from that the file says nothing of. */
export function placeOf({ sourceIp, userAgent }: ExerciseActor): {
  readonly sourceIp: string
  readonly userAgent: string
} {
  return { sourceIp: sourceIp ?? THEIRS.sourceIp, userAgent: userAgent ?? THEIRS.userAgent }
}
