import { createHash } from 'node:crypto'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { MadeFinding } from '../../../exercises/schema/injects.js'
import type { ExerciseActor } from '../../../exercises/schema/world.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type Identities, placeOf } from '../identities.js'
import type { KeyHolder, WorldAccounts } from '../world-accounts.js'

export interface FindingPlace {
  readonly exercise: Exercise
  readonly accounts: WorldAccounts
  readonly identities: Identities
  /** The keys that a step of the attack acts with. */
  readonly keysOf: (step: string) => readonly string[]
  /** The moment on the exercise's clock. */
  readonly now: () => Date
  readonly startedAt: Date
}

/** Whom a finding is about, as the account knows them. */
export interface Accused extends KeyHolder {
  readonly arn: string
  readonly accessKeyId: string
  readonly sourceIp: string
}

/** What every source tells in its own way. Times are ISO 8601. */
export interface FindingFacts {
  readonly accused: Accused
  /** null: the source's usual one. */
  readonly type: string | null
  /** On GuardDuty's scale, 0 to 10. */
  readonly severity: number
  /** 32 hexadecimal digits, always the same for the same inject of the same exercise. */
  readonly id: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly updatedAt: string
}

/** There is nothing (yet) that the finding could be about. */
export class NothingToFindError extends Error {
  override readonly name = 'NothingToFindError'
}

const SEEN_BEFORE_MS = 20 * 60_000

export function findingFacts(place: FindingPlace, inject: string, make: MadeFinding): FindingFacts {
  return {
    accused: accusedBy(place, make),
    type: make.type ?? null,
    severity: make.severity,
    id: findingId(place, inject),
    ...seenIn(place, make.about),
    updatedAt: place.now().toISOString(),
  }
}

export function findingId({ exercise }: Pick<FindingPlace, 'exercise'>, inject: string): string {
  return createHash('sha256').update(`${exercise.id} ${exercise.seed} ${inject}`).digest('hex').slice(0, 32)
}

function accusedBy(place: FindingPlace, { about, sourceIp }: MadeFinding): Accused {
  const { identities, accounts, keysOf, exercise } = place
  const actor = actorOf(place, about)
  const [ofStep] = about.step === undefined ? [] : keysOf(about.step)
  const accessKeyId = ofStep ?? identities.of(actor).accessKeyId
  const holder = accounts.holderOf(accessKeyId)
  if (holder === null) throw new NothingToFindError(`Nobody in ${exercise.id} holds ${accessKeyId} any more.`)
  return { ...holder, arn: arnOf(holder), accessKeyId, sourceIp: sourceIp ?? placeOf(actor).sourceIp }
}

function arnOf({ account, type, name }: KeyHolder): string {
  const arn = type === 'role' ? account.describeRole(name)?.arn : account.describeUser(name)?.arn
  if (arn === undefined) throw new NothingToFindError(`The account has no ${type} ${name} any more.`)
  return arn
}

/** What is named as the attacker's is the attacker's, with the session that they hold. */
function actorOf({ exercise, accounts }: FindingPlace, about: MadeFinding['about']): ExerciseActor {
  const history = exercise.world.history.find(({ id }) => id !== undefined && id === about.history)
  if (history !== undefined) return history.by
  const holds = exercise.attack?.holds
  if (holds !== undefined && (about.step !== undefined || isSame(accounts, about, holds))) return holds
  const { account, role, session, assumedBy, user } = about
  return { account, role, session, assumedBy, user }
}

function isSame(accounts: WorldAccounts, about: ExerciseActor, holds: ExerciseActor): boolean {
  const isOfAccount = accounts.of(about.account) === accounts.of(holds.account)
  const isNamed = (about.role ?? about.user) === (holds.role ?? holds.user)
  return isOfAccount && isNamed && (about.session ?? holds.session) === holds.session && about.assumedBy === undefined
}

/** Of a part of the history the time in which it happened. */
function seenIn({ exercise, startedAt, now }: FindingPlace, { history }: MadeFinding['about']) {
  const found = exercise.world.history.find(({ id }) => id !== undefined && id === history)
  const first = found === undefined ? now().getTime() - SEEN_BEFORE_MS : startedAt.getTime() - found.from.ms
  const last = found === undefined ? now().getTime() : startedAt.getTime() - found.until.ms
  return { firstSeenAt: new Date(first).toISOString(), lastSeenAt: new Date(last).toISOString() }
}

/** The ARN of the session, or of the user. */
export function actingArn({ account, type, name, session, arn }: Accused): string {
  const { partition, accountId } = account.account
  return type === 'role' ? `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}` : arn
}

/** As CloudTrail and GuardDuty write it: `AROA…:session`, `AIDA…`. */
export function principalIdOf({ uniqueId, session }: Accused): string {
  return session === null ? uniqueId : `${uniqueId}:${session}`
}

/** The account that simulated AWS has it in, as findings name accounts. */
export function placeOfAccount({ account }: SimulatedAccount) {
  const { accountId, region, partition } = account
  return { accountId, region, partition }
}
