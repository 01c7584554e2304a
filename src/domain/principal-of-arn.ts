import type { PrincipalArn } from './arn.js'
import { assertNever } from './assert-never.js'
import type { Principal } from './principal.js'

/** Whom an ARN means. That of a role's session names the role, which is blocked, and the session, which the plan may be about. */
export function principalOfArn(arn: PrincipalArn): Principal {
  const { partition, accountId } = arn
  switch (arn.kind) {
    case 'role':
    case 'user':
    case 'group':
      return { type: arn.kind, partition, accountId, name: arn.name, arn: arn.arn }
    case 'assumedRole':
      return { type: 'role', partition, accountId, name: arn.roleName, sessionName: arn.sessionName }
    case 'federatedUser':
      return { type: 'federatedUser', partition, accountId, name: arn.name }
    case 'root':
      return { type: 'root', partition, accountId, name: 'root' }
    default:
      return assertNever(arn, 'principal')
  }
}
