import { approvalLevel } from '../src/containment/approval-level.js'
import { buildProfilePlan } from '../src/containment/profile-plan.js'
import { type ProtectionScope, refuseEntity } from '../src/containment/protection.js'
import { newcomersBefore } from '../src/containment/suspects.js'
import { AwsError } from '../src/domain/aws-error.js'
import { planDigest } from '../src/domain/plan.js'
import type { Principal } from '../src/domain/principal.js'
import type { CallerIdentity } from '../src/ports.js'
import { approvalBase } from './approval-base.js'
import { regionOf } from './describe-entity.js'
import type { EntityReading } from './entity-reading.js'
import { readEvidence, toDocument } from './filed-documents.js'
import { findProfile } from './find-profile.js'
import { ifReadable } from './read-entity.js'
import { readProfile } from './read-profile.js'
import { readRolePowers } from './read-role-power.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'
import { writingCallers } from './writing-callers.js'

interface Accused {
  readonly principal: Principal
  readonly scope: ProtectionScope
  readonly callers: readonly CallerIdentity[]
  readonly evidenceDigest: string | null
}

/** From a Roles Anywhere profile and its evidence to the exact writes, or to the reason why there are none. Reads only. */
export async function prepareProfilePlan(
  tools: IncidentTools,
  assignment: Assignment,
  { principal, scope, callers: known, evidenceDigest }: Accused,
): Promise<EffectResult> {
  const { engine } = tools
  const found = await findProfile(tools, principal, await engine.store.readFindings(assignment.incident.id))
  if (!found.ok) return { outcome: { type: 'PRINCIPAL_UNRESOLVED', reason: found.reason } }
  const reading = await readProfile(tools, found.profile)
  if (reading === null) {
    const reason = `The Roles Anywhere profile ${found.profile.arn} is gone.`
    return refused(reason, 'Sessions that it handed out go on until they expire: block the roles that they are of.')
  }
  const callers = await writingCallers(tools, reading.preImage.entity, known)
  const byEntity = refuseEntity(reading.description, { ...scope, callers }, principal.uniqueId ?? null)
  if (!byEntity.allowed) return refused(byEntity.reason, byEntity.alternative)
  return propose(tools, assignment, { reading, scope, evidenceDigest, ourArns: callers.map(({ arn }) => arn) })
}

interface Readings extends Pick<Accused, 'scope' | 'evidenceDigest'> {
  readonly reading: EntityReading
  readonly ourArns: readonly string[]
}

const observing = 'This account is only observed: a plan was prepared, and nothing may be written.'

async function propose(
  tools: IncidentTools,
  { incident }: Assignment,
  { reading, scope, evidenceDigest, ourArns }: Readings,
): Promise<EffectResult> {
  const { engine, rules, realm } = tools
  const { description, preImage } = reading
  const containmentId = engine.ids.next('cnt')
  const base = approvalBase(rules.approval.contain, incident.snapshot.context.containRequestedBy)
  const built = buildProfilePlan({
    containmentId,
    realm,
    preImage,
    description,
    modes: rules.modes.rolesAnywhereProfile,
    approval: approvalLevel(description, scope.rules, base),
    evidence: await readEvidence(engine.store, evidenceDigest),
    nearMs: rules.suspectLookbackMs,
    ourArns,
    ...(await readReach(tools, reading)),
  })
  if (!built.ok) return refused(built.reason, built.alternative)
  const documents = [toDocument('preImage', preImage), toDocument('plan', built.plan)]
  if (rules.writes === 'never') return { ...refused(observing, 'Set `mode: guarded` for the account.'), documents }
  const { quorum } = built.plan.approval
  return { outcome: { type: 'PLAN_PREPARED', planDigest: planDigest(built.plan), containmentId, quorum }, documents }
}

/** What only tells people how much the profile lets through: where it cannot be read the plan says so, and is made all the same. */
async function readReach(tools: IncidentTools, { preImage, description }: EntityReading) {
  const anywhere = tools.aws.rolesAnywhere(regionOf(description))
  const roleArns = preImage.rolesAnywhere?.profile.roleArns ?? []
  const [roles, subjects, newcomers] = await Promise.all([
    readRolePowers(tools, roleArns),
    ifReadable(anywhere.subjects()),
    readNewcomers(tools, preImage),
  ])
  return {
    roles: roles.map(({ role }) => role),
    activeSubjects: subjects.value?.filter(({ enabled }) => enabled).map(({ x509Subject }) => x509Subject) ?? null,
    newcomers: newcomers.value ?? [],
    unread: [
      ...roles.flatMap(({ why }) => why ?? []),
      ...(subjects.why === null ? [] : [`Which certificates were presented could not be read: ${subjects.why}`]),
      ...(newcomers.why === null ? [] : [`What is new in the account could not be read: ${newcomers.why}`]),
    ],
  }
}

/** The plan never waits for an enumeration of the whole account: one that is throttled is left out, and that is said. */
async function readNewcomers({ aws, rules }: IncidentTools, { entity, takenAt }: EntityReading['preImage']) {
  try {
    const inventory = await aws.iam.inventory()
    return { value: newcomersBefore(takenAt, { inventory, entity, lookbackMs: rules.suspectLookbackMs }), why: null }
  } catch (error) {
    if (error instanceof AwsError) return { value: null, why: error.message }
    throw error
  }
}

function refused(reason: string, alternative: string): EffectResult {
  return { outcome: { type: 'PLAN_REFUSED', reason, alternative, nothingStands: true } }
}
