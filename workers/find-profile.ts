import type { Finding } from '../src/domain/finding.js'
import type { Principal } from '../src/domain/principal.js'
import { parseProfileArn } from '../src/domain/roles-anywhere.js'
import type { RolesAnywhereReads } from '../src/ports.js'
import type { KnownEntity } from './describe-entity.js'

export type FoundProfile =
  | { readonly ok: true; readonly profile: KnownEntity }
  /** In a sentence, for the person who is asked to name it. */
  | { readonly ok: false; readonly reason: string }

/** Where profiles are listed. */
export interface ProfileLists {
  readonly aws: { readonly rolesAnywhere: (region: string) => Pick<RolesAnywhereReads, 'profiles'> }
}

const region = /^[a-z]{2}(-[a-z]+)+-\d$/

/**
 * The profile that an incident is about, by its ARN. A source that tells its id or name alone leaves the Region to the findings:
 * names are not unique, so one that several profiles have is nobody's.
 */
export async function findProfile(
  { aws }: ProfileLists,
  principal: Principal,
  findings: readonly Finding[],
): Promise<FoundProfile> {
  const arns = [principal.arn, ...findings.map(({ subject }) => subject?.arn)]
  for (const arn of arns) {
    const parts = arn == null ? null : parseProfileArn(arn)
    if (arn != null && parts !== null && isMeant(principal, parts.profileId))
      return { ok: true, profile: known(arn, principal) }
  }
  const regions = [...new Set(findings.map((finding) => finding.region))].filter((one) => region.test(one))
  if (regions.length === 0) {
    return { ok: false, reason: 'The finding names neither the ARN of the Roles Anywhere profile nor its Region.' }
  }
  const listed = await Promise.all(regions.map((one) => aws.rolesAnywhere(one).profiles()))
  const found = listed.flat().filter((profile) => {
    return principal.uniqueId === undefined
      ? profile.name === principal.name
      : profile.profileId.toLowerCase() === principal.uniqueId.toLowerCase()
  })
  const [only] = found
  if (only !== undefined && found.length === 1)
    return { ok: true, profile: { type: 'rolesAnywhereProfile', name: only.name, arn: only.arn } }
  const which = `${principal.uniqueId ?? JSON.stringify(principal.name)} in ${regions.join(', ')}`
  return {
    ok: false,
    reason: `${found.length === 0 ? 'There is no' : `There are ${found.length} of the`} Roles Anywhere profile ${which}.`,
  }
}

/** An ARN of another finding that joined may be of another profile. */
function isMeant({ uniqueId }: Principal, profileId: string): boolean {
  return uniqueId === undefined || uniqueId.toLowerCase() === profileId.toLowerCase()
}

function known(arn: string, { name }: Principal): KnownEntity {
  return { type: 'rolesAnywhereProfile', name, arn }
}
