/** The answer to "may this be blocked?". A refusal says why, and what a person can do instead. */
export type Protection =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string; readonly alternative: string }

/**
 * The wording of every refusal. Names in it come from findings and IAM: escape them where they are shown.
 * Identity Center: https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html
 * Service-linked roles: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 * Root: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
 */
export const refusals = {
  serviceLinked: (name: string, path: string | null = null) =>
    refuse(
      reservedName(name, 'a service-linked role', path),
      'Find out who uses the service behind it and block that principal, or disable the resource that uses the role.' +
        lookalikeHint(path),
    ),
  identityCenter: (name: string, path: string | null = null) =>
    refuse(
      reservedName(name, 'a role of IAM Identity Center', path),
      'Disable the user in Identity Center and end the active sessions; then put a Deny into the inline policy of the ' +
        'permission set, or attach an SCP that denies everything where identitystore:userId is the user.' +
        lookalikeHint(path),
    ),
  ourself: (callerArn: string) =>
    refuse(
      `This is the identity that Tourniquet itself uses (${callerArn}): a block would lock out its own undo.`,
      'Take Tourniquet off these credentials first: give it another role, then block this one.',
    ),
  protectedByConfiguration: (name: string, pattern: string) =>
    refuse(
      `"${name}" is protected by the configuration (${pattern}).`,
      'If it must be blocked all the same, an owner of the configuration removes the pattern, or blocks it by hand.',
    ),
  otherAccount: (accountId: string, ours: string) =>
    refuse(
      `The principal belongs to account ${accountId || '?'}, and these credentials act in ${ours}.`,
      `Configure account ${accountId || '?'}, or tell its owner. A role of ours that it assumes can be blocked here.`,
    ),
  otherPartition: (partition: string, ours: string) =>
    refuse(
      `The principal belongs to partition "${partition || '?'}", and this realm is "${ours}".`,
      'Check the finding: an ARN never changes its partition. Configure the account under its own partition.',
    ),
  replaced: (name: string, expected: string, found: string) =>
    refuse(
      `The entity was replaced: the finding accuses ${expected}, and the role "${name}" of today is ${found}.`,
      'The accused role no longer exists. Look into who deleted and re-created it; block the new one by a finding of its own.',
    ),
  notSupportedYet: (type: 'user' | 'group') =>
    refuse(
      `Blocking a ${type} is not supported yet: this version blocks roles.`,
      type === 'user'
        ? 'By hand: put an inline policy that denies everything on the user, then deactivate its access keys.'
        : 'By hand: put an inline policy that denies everything on each member concerned, not on the group.',
    ),
  root: () =>
    refuse(
      'The root user of an account has no policies, so nothing can deny it from inside the account.',
      'In a member account attach an SCP that denies the root user; change its password, delete its access keys, and ' +
        'ask AWS Support. The root user of the management account is beyond SCPs.',
    ),
  federatedUser: () =>
    refuse(
      'A federated user is a session and no IAM entity: it has the policies of the user that issued it.',
      'Block the issuing IAM user (userIdentity.sessionContext.sessionIssuer): its sessions are denied with it.',
    ),
  service: () =>
    refuse(
      'The caller is an AWS service: there is no principal in this account that could be blocked.',
      'Find the resource on whose behalf the service acted, and block the role that the resource uses.',
    ),
  unresolved: (why: string) =>
    refuse(
      `The finding names no principal that could be blocked: ${why}.`,
      'Name the principal, and the block is planned.',
    ),
} as const

function refuse(reason: string, alternative: string): Protection {
  return { allowed: false, reason, alternative }
}

/**
 * `path` is given where it is known and not the reserved one: a customer's role may carry such a name. Refusing it is
 * safe, and saying so keeps an attacker's role from hiding behind the name.
 */
function reservedName(name: string, kind: string, path: string | null): string {
  if (path === null) return `"${name}" is ${kind}: only AWS can change its policies.`
  return `"${name}" has the name of ${kind}, but not its path (it has "${path}"): it may be a lookalike.`
}

function lookalikeHint(path: string | null): string {
  return path === null
    ? ''
    : ' If it is an ordinary role with a misleading name, put the deny policy on it by hand, now.'
}
