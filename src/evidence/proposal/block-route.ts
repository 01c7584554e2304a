import { assertNever } from '../../domain/assert-never.js'
import { type ReservedRoleKind, reservedRoleOf, rolePathOf } from '../../domain/reserved-role.js'
import type { Actor } from '../facts/trail-facts.js'
import { actorOfArn } from '../sessions/actor-of-arn.js'
import { isAnonymous } from './describe-actor.js'
import type { NotProposedKind } from './proposal.js'

/** Whose account it is, and who asks. */
export interface BlockScope {
  /** The accounts whose principals can be blocked; empty: not known. */
  readonly accountIds: ReadonlySet<string>
  /** `Actor.key` of our own principals: never proposed. */
  readonly ourKeys: ReadonlySet<string>
}

/** Where a block of this actor would have to be put: on itself, on its issuer, or nowhere by a policy of its own. */
export type BlockRoute =
  | { readonly kind: 'self'; readonly type: 'role' | 'user' }
  | { readonly kind: 'issuer'; readonly issuer: Actor }
  | {
      readonly kind: 'none'
      readonly why: Exclude<NotProposedKind, 'ordinary' | 'faint' | 'victim'>
      readonly reason: string
    }

/**
 * Which actors a policy can be put on, told by what records have. Whoever writes checks it again with IAM.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html
 */
export function blockRouteOf(actor: Actor, scope: BlockScope): BlockRoute {
  switch (actor.type) {
    case 'role':
      return roleRoute(actor, scope)
    case 'user':
      return entityRoute('user', actor, scope)
    case 'root':
      return none(
        'root',
        'The root user has no identity policy, so no policy of the account denies it. In a member account an SCP does; change its password and delete its access keys.',
      )
    case 'federatedUser':
      return federatedRoute(actor, scope)
    case 'samlUser':
    case 'webIdentityUser':
    case 'identityCenterUser':
      return none(
        'federatedIdentity',
        'This is an identity of an outside provider: IAM has no entity for it. Disable it at the provider, and block the role that it assumed.',
      )
    case 'account':
      if (isAnonymous(actor)) {
        return none(
          'unknown',
          'These calls came without credentials, from anybody: there is nobody to block. Take public access off what was called.',
        )
      }
      return none(
        'otherAccount',
        `This is a principal of account ${actor.accountId || '(not recorded)'}, seen from here without its name. Tell the owner of that account; a role of this account that it assumes can be blocked here.`,
      )
    case 'service':
      return none('service', 'This is an AWS service acting of its own accord: there is no entity to put a policy on.')
    case 'unknown':
      return none('unknown', 'Its records do not say who it is, so there is no entity to name.')
    default:
      return assertNever(actor.type, 'actor type')
  }
}

function roleRoute(actor: Actor, scope: BlockScope): BlockRoute {
  const reserved = reservedRoleOf(actor.name, rolePathOf(actor.arn))
  if (reserved === null) return entityRoute('role', actor, scope)
  return none(`${reserved.kind}Role`, reservedReasons[reserved.kind] + (reserved.isByPath ? '' : lookalikeHint))
}

const reservedReasons: Readonly<Record<ReservedRoleKind, string>> = {
  serviceLinked:
    'This is a service-linked role: only AWS can change its policies. Block whoever uses the service behind it, or disable the resource.',
  identityCenter:
    'This is a role of IAM Identity Center: only AWS can change its policies. Disable the user in Identity Center and end its sessions, then deny in the permission set or by an SCP on identitystore:userId.',
}

/** Anybody may give a role such a name; only AWS can give it such a path, which the ARNs of sessions have lost. */
const lookalikeHint =
  ' No record shows its reserved path: if it is an ordinary role with a misleading name, put the deny on it by hand.'

function entityRoute(type: 'role' | 'user', actor: Actor, { accountIds, ourKeys }: BlockScope): BlockRoute {
  if (ourKeys.has(actor.key)) {
    return none('ourselves', 'This is an identity that Tourniquet itself uses: a block would lock out its own undo.')
  }
  if (actor.accountId !== '' && accountIds.size > 0 && !accountIds.has(actor.accountId)) {
    return none(
      'otherAccount',
      `This principal belongs to account ${actor.accountId}, whose records these are not. Tell the owner of that account; what it assumed here can be blocked here.`,
    )
  }
  if (!/^[\w+=,.@-]{1,128}$/.test(actor.name) || /^HIDDEN_DUE_TO_SECURITY_REASONS$/i.test(actor.name)) {
    return none('unknown', 'Its records name no entity that IAM would know.')
  }
  return { kind: 'self', type }
}

/** A federated session has the policies of its issuer, and is denied with it. */
function federatedRoute(actor: Actor, scope: BlockScope): BlockRoute {
  const issuer = actor.issuerArn === null ? null : actorOfArn(actor.issuerArn)
  if (issuer === null) {
    return none(
      'federatedUser',
      'A federated user is a session and no IAM entity, and its records do not say which user issued it. Block the issuing user.',
    )
  }
  const route = blockRouteOf(issuer, scope)
  return route.kind === 'self'
    ? { kind: 'issuer', issuer }
    : route.kind === 'none'
      ? none(route.why, `A federated user is denied with its issuer, ${issuer.arn}. ${route.reason}`)
      : route
}

function none(why: Extract<BlockRoute, { kind: 'none' }>['why'], reason: string): BlockRoute {
  return { kind: 'none', why, reason }
}
