import { createHash } from 'node:crypto'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { MadeFinding } from '../../../exercises/schema/injects.js'
import type { ExerciseActor } from '../../../exercises/schema/world.js'
import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type Json, jsonSchema } from '../../../src/domain/canonical-json.js'
import { aboutUser } from '../../demo/demo-finding.js'
import { type Identities, placeOf } from '../identities.js'

export interface FindingPlace {
  readonly exercise: Exercise
  readonly account: SimulatedAccount
  readonly identities: Identities
  /** The keys that a step of the attack acts with. */
  readonly keysOf: (step: string) => readonly string[]
  /** The moment on the exercise's clock. */
  readonly now: () => Date
  readonly startedAt: Date
}

/** The sources whose findings can be made. */
export const madeSources: readonly string[] = ['guardduty']

const SEEN_BEFORE_MS = 20 * 60_000

/** A finding of GuardDuty about somebody of the exercise, as GuardDuty would send it: always the same for the same inject. */
export function makeFinding(place: FindingPlace, inject: string, make: MadeFinding): Json {
  const { account, exercise, now } = place
  const { region } = account.account
  const accused = accusedBy(place, make.about)
  const { role, user = '' } = accused.actor
  const uniqueId = role === undefined ? account.describeUser(user)?.userId : account.describeRole(role)?.roleId
  const sample = guardDutySample({
    accountId: account.account.accountId,
    partition: account.account.partition,
    region,
    roleName: role ?? user,
    roleId: uniqueId,
    sessionName: accused.session,
    accessKeyId: accused.accessKeyId,
    findingId: createHash('sha256').update(`${exercise.id} ${exercise.seed} ${inject}`).digest('hex').slice(0, 32),
    type: make.type,
    severity: make.severity,
    ...seenIn(place, make.about),
    updatedAt: now().toISOString(),
    remoteIp: make.sourceIp ?? placeOf(accused.actor).sourceIp,
  })
  const finding =
    role === undefined ? aboutUser(sample, { name: user, uniqueId, accessKeyId: accused.accessKeyId }) : sample
  return withType(jsonSchema.parse(JSON.parse(JSON.stringify(finding))), make.type)
}

interface Accused {
  readonly actor: ExerciseActor
  readonly accessKeyId: string
  readonly session: string
}

function accusedBy({ exercise, identities, keysOf }: FindingPlace, about: MadeFinding['about']): Accused {
  const history = exercise.world.history.find(({ id }) => id !== undefined && id === about.history)
  const holds = exercise.attack?.holds
  const isHeld =
    holds !== undefined && (about.step !== undefined || (about.role ?? about.user) === (holds.role ?? holds.user))
  const actor = history?.by ?? (isHeld ? holds : { role: about.role, user: about.user })
  const { accessKeyId, session } = identities.of(actor)
  const [ofStep] = about.step === undefined ? [] : keysOf(about.step)
  return { actor, accessKeyId: ofStep ?? accessKeyId, session: session ?? '' }
}

/** Of a part of the history the time in which it happened. */
function seenIn({ exercise, startedAt, now }: FindingPlace, { history }: MadeFinding['about']) {
  const found = exercise.world.history.find(({ id }) => id !== undefined && id === history)
  const first = found === undefined ? now().getTime() - SEEN_BEFORE_MS : startedAt.getTime() - found.from.ms
  const last = found === undefined ? now().getTime() : startedAt.getTime() - found.until.ms
  return { firstSeenAt: new Date(first).toISOString(), lastSeenAt: new Date(last).toISOString() }
}

/** That of a user's key is made of a sample of another type. */
function withType(finding: Json, type: string): Json {
  if (typeof finding !== 'object' || finding === null || Array.isArray(finding)) return finding
  const { detail } = finding
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return finding
  return { ...finding, detail: { ...detail, type } }
}
