import { assertNever } from '../../domain/assert-never.js'
import { reservedRoleOf, rolePathOf } from '../../domain/reserved-role.js'
import type { Actor, KeyFacts, Mint } from '../facts/trail-facts.js'
import { lastSegment } from '../record/record-values.js'
import type { SessionKind } from './session.js'

const instanceId = /^i-[0-9a-f]{8,}$/

/** By the record of its issue. */
export function kindOfMint({ kind, actorKey, invokedBy, sessionName, ofArn }: Mint): SessionKind {
  switch (kind) {
    case 'accessKey':
      return 'longTermKey'
    case 'assumeRole':
      if (!actorKey.startsWith('service:') && invokedBy === null) return 'role'
      return instanceId.test(sessionName) ? 'instanceProfile' : 'service'
    case 'saml':
      return isIdentityCenter(ofArn) ? 'identityCenter' : 'saml'
    case 'webIdentity':
    case 'sessionToken':
    case 'federationToken':
    case 'rolesAnywhere':
    case 'root':
      return kind
    case 'other':
      return isIdentityCenter(ofArn) ? 'identityCenter' : 'other'
    default:
      return assertNever(kind, 'kind of mint')
  }
}

function isIdentityCenter(roleArn: string): boolean {
  return reservedRoleOf(lastSegment(roleArn), rolePathOf(roleArn))?.kind === 'identityCenter'
}

/** By what its calls look like, where no record shows its issue. */
export function kindOfUse(key: KeyFacts, { type, name, arn }: Actor, hasSignIn: boolean): SessionKind {
  if (key.accessKeyId.startsWith('AKIA')) return 'longTermKey'
  switch (type) {
    case 'role':
      return kindOfRoleUse(key, name, arn)
    case 'user':
    case 'root':
      return hasSignIn ? 'console' : 'userSession'
    case 'federatedUser':
      return 'federationToken'
    case 'samlUser':
      return 'saml'
    case 'webIdentityUser':
      return 'webIdentity'
    case 'identityCenterUser':
      return 'identityCenter'
    case 'service':
      return 'service'
    case 'account':
    case 'unknown':
      return 'other'
    default:
      return assertNever(type, 'type of actor')
  }
}

function kindOfRoleUse(key: KeyFacts, roleName: string, arn: string): SessionKind {
  if (key.ec2RoleDelivery !== null || instanceId.test(key.sessionName)) return 'instanceProfile'
  const reserved = reservedRoleOf(roleName, rolePathOf(arn))?.kind
  if (reserved === 'identityCenter' || key.onBehalfOfUserId !== null) return 'identityCenter'
  if (reserved === 'serviceLinked') return 'service'
  return key.identityProvider === null ? 'role' : 'webIdentity'
}

/**
 * Who is behind a session whose issue no record shows, as far as its shape tells; null where it does not. An instance's id
 * stands in place of the session name, and Identity Center names the session after its user.
 */
export function inferredParent(kind: SessionKind, key: KeyFacts): string | null {
  switch (kind) {
    case 'instanceProfile':
      return 'ec2.amazonaws.com'
    case 'identityCenter':
      return key.onBehalfOfUserId ?? (key.sessionName || null)
    case 'webIdentity':
    case 'saml':
      return key.identityProvider
    default:
      return null
  }
}
