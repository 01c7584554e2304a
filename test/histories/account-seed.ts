import { accountId } from '../../app/exercise/virtual/start-virtual-world.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import type { EntityRef } from '../../src/domain/principal.js'
import { adminUser, allow } from '../support/world/seed.js'

/** Whom findings are about and whose owner goes on working meanwhile. */
export const entities: readonly EntityRef[] = [
  { type: 'role', name: 'app-a' },
  { type: 'user', name: 'eve' },
  { type: 'group', name: 'devs' },
  { type: 'role', name: 'app-b' },
  { type: 'user', name: 'finn' },
]

export const groupName = 'devs'
export const customerPolicyArn = `arn:aws:iam::${accountId}:policy/Base`

const longAgo = '2025-06-01T00:00:00Z'
/** Inline policies of a user take 2,048 characters together: what is left with this in a policy is too little for a denial. */
const CROWD = 1_920

/**
 * A small account with what may be mistaken for ours: a policy called DenyAll, the managed denial attached already, a key that is off,
 * and, where asked for, users with no room for
 * another inline policy.
 */
export function accountSeed(isCrowded: boolean): SeedInput {
  const own = { name: 'own', document: allow('s3:*', 'iam:List*') }
  const base = { arn: customerPolicyArn, name: 'Base' }
  const crowd = { name: 'crowd', document: allow(`s3:Get${'x'.repeat(CROWD)}`) }
  return {
    accountId,
    managedPolicies: [{ ...base, document: allow('ec2:Describe*') }],
    roles: [
      {
        name: 'app-a',
        path: '/service/',
        createDate: longAgo,
        inlinePolicies: isCrowded ? [crowd] : [own],
        attachedPolicies: [base],
      },
      { name: 'app-b', createDate: longAgo, inlinePolicies: [own, { name: 'DenyAll', document: allow('sqs:*') }] },
      { name: 'break-glass-admin', createDate: longAgo, inlinePolicies: [own] },
    ],
    users: [
      adminUser,
      {
        name: 'eve',
        createDate: longAgo,
        groups: [groupName],
        inlinePolicies: isCrowded ? [crowd] : [own],
        accessKeys: [
          { id: 'AKIAEVEONEEVEONEEVEO', createDate: longAgo },
          { id: 'AKIAEVETWOEVETWOEVET', createDate: longAgo, status: 'Inactive' },
        ],
      },
      {
        name: 'finn',
        createDate: longAgo,
        inlinePolicies: [own],
        attachedPolicies: [base],
        accessKeys: [{ id: 'AKIAFINNFINNFINNFINN', createDate: longAgo }],
      },
    ],
    groups: [{ name: groupName, createDate: longAgo, inlinePolicies: [own], attachedPolicies: [base] }],
  }
}
