/** Roles whose policies AWS alone can change. */
export type ReservedRoleKind = 'serviceLinked' | 'identityCenter'

export interface ReservedRole {
  readonly kind: ReservedRoleKind
  /** The path says so, which AWS alone can give a role. By the name alone it may be a lookalike: anybody may choose such a name. */
  readonly isByPath: boolean
}

/**
 * Whether a role is AWS's own, by its path or, where that was lost or says nothing, by its name; null for a customer's. ARNs of
 * sessions have lost the path: then it is null or `/`. Case does not count, as with all names in IAM.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function reservedRoleOf(name: string, path: string | null): ReservedRole | null {
  const byPath = path === null ? null : kindOfPath(path.toLowerCase())
  if (byPath !== null) return { kind: byPath, isByPath: true }
  if (/^AWSServiceRoleFor/i.test(name)) return { kind: 'serviceLinked', isByPath: false }
  return /^AWSReservedSSO_/i.test(name) ? { kind: 'identityCenter', isByPath: false } : null
}

function kindOfPath(path: string): ReservedRoleKind | null {
  if (path.startsWith('/aws-service-role/')) return 'serviceLinked'
  return path.startsWith('/aws-reserved/sso.amazonaws.com/') ? 'identityCenter' : null
}

/** `/team/` of `arn:aws:iam::111122223333:role/team/name`; null where there is no ARN of a role in IAM. */
export function rolePathOf(arn: string | undefined): string | null {
  const match = /^arn:[^:]+:iam::\d{12}:role(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '')
  return match?.[1] ?? null
}
