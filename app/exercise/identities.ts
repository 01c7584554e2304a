import { z } from 'zod'
import type { ExerciseActor } from '../../exercises/schema/world.js'
import { type Actor, createActor } from '../../simulated-aws/actor.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { WorldAccounts } from './world-accounts.js'

const assumed = z.object({ Credentials: z.object({ AccessKeyId: z.string() }) })

/** A link of a chain that the policies of the accounts do not allow. */
export class AssumptionRefusedError extends Error {
  override readonly name = 'AssumptionRefusedError'
}

/** Somebody who has credentials of a simulated account. */
export interface Identity {
  /** As the file describes them. */
  readonly actor: ExerciseActor
  /** Where they are somebody. */
  readonly account: SimulatedAccount
  readonly accessKeyId: string
  /** The name of the session; null of a user. */
  readonly session: string | null
}

const SESSION = 'session'
/** Of a role that assumes another one, where the file says no more than its name. */
const ASSUMING_SESSION = 'pipeline'
const OURS = { sourceIp: '203.0.113.10', userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5' }
const THEIRS = { sourceIp: '198.51.100.77', userAgent: 'aws-cli/2.17.32 md/Botocore lang/python#3.11.9 os/linux' }

/**
 * The people and machines of an exercise who call AWS. Who is described the same way twice is the same one, with the same
 * credentials: what the history shows of an intruder is what the attacker holds. Temporary credentials that are over are had anew,
 * unless a block keeps whoever assumed the role from doing it again: then they stay what they are, and AWS takes them no more.
 */
export class Identities {
  readonly #accounts: WorldAccounts
  readonly #known = new Map<string, Identity>()

  constructor(accounts: WorldAccounts) {
    this.#accounts = accounts
  }

  /** Throws where the account has no such role, no such user with an active key, or refuses the first session. */
  of(actor: ExerciseActor): Identity {
    const key = this.#keyOf(actor)
    const known = this.#known.get(key)
    if (known !== undefined && !isOver(known)) return known
    const identity = this.#makeAnew(actor, known)
    this.#known.set(key, identity)
    return identity
  }

  /** Calls with these credentials, from where the file says. */
  caller(actor: ExerciseActor): Actor {
    const { accessKeyId, account } = this.of(actor)
    return createActor({ account: account.account, ...placeOf(actor), accessKeyId })
  }

  /** What tells them apart: neither where they call from, nor whether the first account is named. */
  #keyOf({ account, role, session, assumedBy, user }: ExerciseActor): string {
    const { accountId } = this.#accounts.of(account).account
    const by = typeof assumedBy === 'object' ? this.#keyOf(assumedBy) : assumedBy
    return JSON.stringify([accountId, role, session, by, user])
  }

  #makeAnew(actor: ExerciseActor, before: Identity | undefined): Identity {
    try {
      return this.#make(actor)
    } catch (error) {
      if (before === undefined || !(error instanceof AssumptionRefusedError)) throw error
      return before
    }
  }

  #make(actor: ExerciseActor): Identity {
    const { role, user, session = SESSION } = actor
    const account = this.#accounts.of(actor.account)
    if (role !== undefined) {
      return { actor, account, accessKeyId: this.#sessionOf(actor, account, role, session), session }
    }
    const keys = account.describeUser(user ?? '')?.accessKeys ?? []
    const key = keys.find(({ status }) => status === 'Active')
    if (key === undefined) throw new Error(`The account has no user ${user} with an active access key.`)
    return { actor, account, accessKeyId: key.id, session: null }
  }

  /** As it came about: somebody of the world assumed the role, and CloudTrail recorded it. */
  #sessionOf(actor: ExerciseActor, account: SimulatedAccount, role: string, session: string): string {
    const by = this.#assumerOf(actor)
    const arn = account.describeRole(role)?.arn
    if (by === null || arn === undefined)
      return account.issueCredentials(role, session, lifetimeOf(session)).accessKeyId
    const identity = this.of(by)
    const { sourceIp = OURS.sourceIp, userAgent = OURS.userAgent } = by
    const from = { account: identity.account.account, accessKeyId: identity.accessKeyId, sourceIp, userAgent }
    const parameters = { RoleArn: arn, RoleSessionName: session }
    const reply = createActor(from).call({ service: 'sts', action: 'AssumeRole', parameters })
    if (!reply.ok) {
      throw new AssumptionRefusedError(`${by.role ?? by.user} cannot assume ${role}: ${reply.error.message}`)
    }
    return assumed.parse(reply.result).Credentials.AccessKeyId
  }

  /** null: nobody of the world, so that no record of it tells how the session came about. */
  #assumerOf({ account, assumedBy }: ExerciseActor): ExerciseActor | null {
    if (assumedBy === undefined || typeof assumedBy === 'object') return assumedBy ?? null
    if (!assumedBy.startsWith('arn:')) return { account, role: assumedBy, session: ASSUMING_SESSION }
    const named = actorOfArn(assumedBy)
    return named?.account === undefined || this.#accounts.find(named.account) === undefined ? null : named
  }
}

const IAM_ARN = /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(?:[^/]+\/)*([^/]+)$/
const SESSION_ARN = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/

/** Whom an ARN names; null where it names neither a role nor a user nor a session. */
function actorOfArn(arn: string): ExerciseActor | null {
  const [, ofSession, assumedRole, session] = SESSION_ARN.exec(arn) ?? []
  if (assumedRole !== undefined) return { account: ofSession, role: assumedRole, session }
  const [, account, kind, name] = IAM_ARN.exec(arn) ?? []
  if (name === undefined) return null
  return kind === 'user' ? { account, user: name } : { account, role: name, session: ASSUMING_SESSION }
}

function isOver({ accessKeyId, account: { account } }: Identity): boolean {
  const session = account.sessions.get(accessKeyId)
  return session !== undefined && session.expiration <= account.now()
}

/** Where calls come from that the file says nothing of. */
export function placeOf({ sourceIp, userAgent }: ExerciseActor): {
  readonly sourceIp: string
  readonly userAgent: string
} {
  return { sourceIp: sourceIp ?? THEIRS.sourceIp, userAgent: userAgent ?? THEIRS.userAgent }
}

/** What EC2 gives its instances is good for about six hours; another session for the one that AWS gives unasked. */
function lifetimeOf(session: string): number | undefined {
  return /^i-[0-9a-f]{8,17}$/.test(session) ? 6 * 3_600 : undefined
}
