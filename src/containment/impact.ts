import type { Evidence, ObtainedCredentials } from '../domain/evidence.js'
import type { Impact } from '../domain/plan.js'
import type { EntityDescription } from '../ports.js'
import type { PreImage } from './pre-image.js'
import { readTrust } from './trust-policy.js'

export interface ImpactInput {
  readonly preImage: PreImage
  readonly description: EntityDescription
  readonly evidence: Evidence | null
  readonly instanceProfiles: readonly string[]
  /** By access key id; a key that is not in it was not asked about, or never used. */
  readonly keyLastUsed: Readonly<Record<string, string | null>>
  /** What could not be read, in sentences. */
  readonly unread: readonly string[]
}

/** What a block of the entity would touch. Lists are sorted: the same readings in another order are the same impact. */
export function impactOf(input: ImpactInput): Impact {
  const { preImage, description, evidence } = input
  const trust = preImage.trustPolicy === null ? { services: [], principals: [] } : readTrust(preImage.trustPolicy)
  return {
    lastUsedAt: description.lastUsedAt,
    lastUsedRegion: description.lastUsedRegion,
    trustedServices: [...trust.services],
    trustedPrincipals: [...trust.principals],
    instanceProfiles: sortedSet(input.instanceProfiles),
    members: sortedSet((preImage.members ?? []).map(({ name }) => name)),
    groups: sortedSet(preImage.groups ?? []),
    accessKeys: (preImage.accessKeys ?? []).map((key) => ({
      ...key,
      lastUsedAt: input.keyLastUsed[key.accessKeyId] ?? null,
    })),
    consoleAccess: preImage.consoleAccess,
    sessionsAlive: evidence?.sessions.filter(({ alive }) => alive === true).length ?? 0,
    sessionsElsewhere: sessionsElsewhere(input),
    unread: sortedSet(input.unread),
  }
}

/** Credentials of other identities that may be alive; the entity's own tokens are denied with it. */
function sessionsElsewhere({ preImage: { entity }, evidence }: ImpactInput): Impact['sessionsElsewhere'] {
  if (evidence === null) return []
  // Of a profile everything that it handed out is elsewhere.
  const isElsewhere = ({ of }: ObtainedCredentials) => of.toLowerCase() !== entity.arn.toLowerCase()
  const mayLive = ({ expiresAt }: ObtainedCredentials) =>
    expiresAt === null || Date.parse(expiresAt) > Date.parse(evidence.collectedAt)
  const rows = evidence.obtained
    .filter((one) => isElsewhere(one) && mayLive(one))
    .map(({ of, accessKeyId, sessionName, expiresAt }) => ({ roleArn: of, accessKeyId, sessionName, expiresAt }))
  const keyOf = (row: Impact['sessionsElsewhere'][number]) => `${row.roleArn} ${row.accessKeyId}`
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
