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
  groupHasOurself: (group: string, member: string) =>
    refuse(
      `Group "${group}" has the member "${member}", which is the identity that Tourniquet itself uses.`,
      'Block the member that is accused, not the group; or take Tourniquet off these credentials first.',
    ),
  groupHasProtected: (group: string, member: string, pattern: string) =>
    refuse(
      `Group "${group}" has the member "${member}", which is protected by the configuration (${pattern}).`,
      'Block the member that is accused, not the group: a group denies every member that it has.',
    ),
  membersUnknown: (group: string) =>
    refuse(
      `The members of group "${group}" could not be read, so nobody knows whom a block would deny.`,
      'Allow iam:GetGroup and plan again, or block the member that is accused.',
    ),
  replaced: (name: string, expected: string, found: string) =>
    refuse(
      `The entity was replaced: the finding accuses ${expected}, and "${name}" of today is ${found}.`,
      'The accused entity no longer exists. Look into who deleted and re-created it; block the new one by a finding of its own.',
    ),
  root: () =>
    refuse(
      'The root user of an account has no policies, so nothing can deny it from inside the account.',
      'In a member account attach an SCP that denies the root user; change its password, delete its access keys, and ' +
        'ask AWS Support. The root user of the management account is beyond SCPs.',
    ),
  federatedByRoot: () =>
    refuse(
      'A federated user has the policies of whoever issued it, and this one was issued by the root user: it has none.',
      'In a member account attach an SCP that denies the root user and aws:PrincipalArn of the federated user; delete ' +
        'the access keys of the root user. The management account is beyond SCPs.',
    ),
  federatedUser: () =>
    refuse(
      'A federated user is a session and no IAM entity, and the finding does not say which one user issued it.',
      'Name the issuing IAM user (userIdentity.sessionContext.sessionIssuer): its sessions are denied with it.',
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
