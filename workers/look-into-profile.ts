import { parsePrincipalArn } from '../src/domain/arn.js'
import { AwsError } from '../src/domain/aws-error.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { Evidence, EvidenceSource } from '../src/domain/evidence.js'
import type { Finding } from '../src/domain/finding.js'
import type { Principal } from '../src/domain/principal.js'
import type { AnywhereEvidence } from '../src/domain/roles-anywhere.js'
import { type AnywhereRecords, anywhereRecords } from '../src/evidence/anywhere/anywhere-records.js'
import { triageProfile } from '../src/evidence/anywhere/triage-profile.js'
import { type KnownEntity, profileIdOf, regionOf } from './describe-entity.js'
import type { EntityReading } from './entity-reading.js'
import { findProfile } from './find-profile.js'
import type { EvidenceWindow } from './gather-evidence.js'
import { readProfile } from './read-profile.js'
import { readRolePowers } from './read-role-power.js'
import type { IncidentTools } from './worker-tools.js'

/** What is known of a profile before anybody's calls are read. */
export interface ProfileLook {
  /** Whoever made the profile: whose calls are the evidence. The profile itself where nobody is known to have. */
  readonly maker: Principal
  readonly sources: readonly EvidenceSource[]
  /** Sessions that the profile handed out: they outlive its block. */
  readonly obtained: Evidence['obtained']
  /** Completed with the calls of the maker, as far as sources showed them. */
  readonly conclude: (makersCalls: readonly CloudTrailEvent[], window: EvidenceWindow) => Promise<AnywhereEvidence>
}

/**
 * A Roles Anywhere profile, by the records of its Region and by the API: who made it, what it hands out, by whose certificates,
 * and who came in by it. What cannot be read is said, and holds nobody up. null where no profile could be found.
 */
export async function lookIntoProfile(
  tools: IncidentTools,
  accused: Principal,
  findings: readonly Finding[],
  window: EvidenceWindow,
): Promise<ProfileLook | null> {
  const found = await unlessRefused(findProfile(tools, accused, findings))
  if (found.value?.ok !== true) return null
  const { profile } = found.value
  const { arn, name } = profile
  const uniqueId = profileIdOf(profile)
  const identity = { type: 'rolesAnywhereProfile', arn, name, accountId: accused.accountId, uniqueId } as const
  const maxRequests = Math.max(1, Math.floor(tools.rules.maxEvidenceRequests / 2))
  const [{ events, source }, reading] = await Promise.all([
    tools.aws.cloudTrail.activityOf({ principal: identity, ...window, accessKeyIds: [], maxRequests }),
    unlessRefused(readProfile(tools, profile)),
  ])
  const records = anywhereRecords(events, identity)
  const madeBy = records.createdBy?.arn ?? reading.value?.preImage.rolesAnywhere?.profile.createdBy ?? ''
  return {
    maker: makerOf(madeBy, findings) ?? accused,
    sources: [{ ...source, name: `${source.name}, Roles Anywhere` }],
    obtained: records.sessions.map(({ accessKeyId, roleArn: of, sessionName, issuedAt, expiresAt }) => {
      return { accessKeyId, of, sessionName, eventName: 'CreateSession', issuedAt, expiresAt }
    }),
    conclude: (makersCalls, concludedFor) =>
      conclude(tools, { profile, records, reading, makersCalls, window: concludedFor }),
  }
}

interface Concluding {
  readonly profile: KnownEntity
  readonly records: AnywhereRecords
  readonly reading: Attempted<EntityReading | null>
  readonly makersCalls: readonly CloudTrailEvent[]
  readonly window: EvidenceWindow
}

async function conclude(
  tools: IncidentTools,
  { profile, records, reading, makersCalls, window }: Concluding,
): Promise<AnywhereEvidence> {
  const image = reading.value?.preImage.rolesAnywhere ?? null
  const powers = await unlessRefused(readRolePowers(tools, image?.profile.roleArns ?? []))
  const { createdBy, acts, sessions } = records
  const triage = triageProfile({
    records,
    image,
    tags: reading.value?.description.tags ?? [],
    roles: (powers.value ?? []).map(({ role }) => role),
    makersCalls: makersCalls.length === 0 ? null : makersCalls,
    window,
    nearMs: tools.rules.suspectLookbackMs,
  })
  const unread = [
    ...(reading.why === null ? [] : [`The profile could not be read: ${reading.why}`]),
    ...(powers.why === null ? [] : [`What its roles may do could not be read: ${powers.why}`]),
    ...(powers.value ?? []).flatMap(({ why }) => why ?? []),
  ]
  return { region: regionOf(profile), profileId: profileIdOf(profile), createdBy, acts, sessions, triage, unread }
}

/** By the record of the call where there is one; else whom the finding names. */
function makerOf(arn: string, findings: readonly Finding[]): Principal | null {
  const parsed = parsePrincipalArn(arn)
  const named = findings.map(({ principal }) => principal).find(({ type }) => type === 'role' || type === 'user')
  if (!parsed.ok) return named ?? null
  const { principal } = parsed
  const { partition, accountId } = principal
  if (principal.kind === 'assumedRole') return { type: 'role', partition, accountId, name: principal.roleName }
  if (principal.kind !== 'role' && principal.kind !== 'user') return named ?? null
  return { type: principal.kind, partition, accountId, name: principal.name, arn: principal.arn }
}

type Attempted<T> = { readonly value: T; readonly why: null } | { readonly value: null; readonly why: string }

/** Evidence never waits for what AWS does not give: whatever the reason, it is said in place of the answer. */
async function unlessRefused<T>(reading: Promise<T>): Promise<Attempted<T>> {
  try {
    return { value: await reading, why: null }
  } catch (error) {
    if (error instanceof AwsError) return { value: null, why: error.message }
    throw error
  }
}
