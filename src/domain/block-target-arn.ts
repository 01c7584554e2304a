import { parsePrincipalArn } from './arn.js'
import type { Principal } from './principal.js'
import { principalOfArn } from './principal-of-arn.js'
import { parseProfileArn } from './roles-anywhere.js'

export type NamedTarget =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly reason: string }

/**
 * Whom or what a person means by an ARN: an IAM principal, or a Roles Anywhere profile, which is called by its id until AWS tells
 * its name. Refuses every other text, with the reason.
 */
export function targetOfArn(text: string): NamedTarget {
  const profile = parseProfileArn(text)
  if (profile !== null) {
    const { partition, accountId, profileId } = profile
    const type = 'rolesAnywhereProfile'
    return { ok: true, principal: { type, partition, accountId, name: profileId, arn: text, uniqueId: profileId } }
  }
  const parsed = parsePrincipalArn(text)
  return parsed.ok ? { ok: true, principal: principalOfArn(parsed.principal) } : parsed
}
