/**
 * Where a permission is granted: on the account's roles, users, groups or all three (`entity`), its Roles Anywhere profiles or
 * trust anchors; on everything, where IAM knows no resource for the action (`anything`); or to the base credentials alone, on the
 * one role that they assume.
 */
export type PermissionScope =
  | 'role'
  | 'user'
  | 'group'
  | 'entity'
  | 'rolesAnywhereProfile'
  | 'trustAnchor'
  | 'anything'
  | 'assumedRole'
