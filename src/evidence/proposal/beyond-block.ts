import { assertNever } from '../../domain/assert-never.js'
import { isAnonymous } from './describe-actor.js'
import type { NotProposedActor, NotProposedKind } from './proposal.js'

/** Who stands out and cannot be reached by a policy of this account, with the way to stop it in a few words. */
export interface BeyondBlock {
  readonly actor: NotProposedActor
  readonly remedy: string
}

/** Not those who are merely faint, not asked about or denied with their issuer. */
export function beyondBlock(notProposed: readonly NotProposedActor[]): BeyondBlock[] {
  return notProposed.flatMap((actor) => {
    if (!actor.standsOut) return []
    const remedy = isAnonymous(actor) ? 'take public access off what was called' : remedyOf(actor.kind)
    return remedy === null ? [] : [{ actor, remedy }]
  })
}

/** null: a block reaches it, or what stops it is another question. */
function remedyOf(kind: NotProposedKind): string | null {
  switch (kind) {
    case 'root':
      return 'change its password and MFA, delete its access keys, and in a member account deny it by an SCP'
    case 'identityCenterRole':
      return 'disable the user in Identity Center and end its sessions, then deny in the permission set or by an SCP'
    case 'otherAccount':
      return 'tell the owner of that account, and take the trust in it out of the roles and resources here'
    case 'federatedIdentity':
      return 'disable the identity at its provider, and block the role that it assumes'
    case 'service':
    case 'serviceLinkedRole':
      return 'find who set the service to work, and stop it in that service'
    case 'ourselves':
      return 'find who else has the credentials of this tool, and replace them'
    case 'unknown':
      return 'find whose credentials these are, and end them'
    case 'ordinary':
    case 'faint':
    case 'victim':
    case 'obtained':
    case 'unseen':
    case 'otherPrincipal':
    case 'federatedUser':
      return null
    default:
      return assertNever(kind, 'kind')
  }
}
