import type { SeededRandom } from '../../app/exercise/virtual/seeded-random.js'
import { accountId } from '../../app/exercise/virtual/start-virtual-world.js'
import type { HeldPrincipal } from '../../simulated-aws/attackers/attacker.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import type { EntityRef } from '../../src/domain/principal.js'

/** An attacker on a principal, and whom the finding is about: the principal, or the group that it is in. */
export interface Scenario {
  readonly attacker: string
  readonly on: EntityRef
  readonly accused: EntityRef
}

const role: EntityRef = { type: 'role', name: 'ci-deploy' }
const user: EntityRef = { type: 'user', name: 'dana' }
const group: EntityRef = { type: 'group', name: 'release' }

export const scenarios: readonly Scenario[] = [
  { attacker: 'strip-inline', on: role, accused: role },
  { attacker: 'strip-inline', on: user, accused: user },
  { attacker: 'mint', on: role, accused: role },
  { attacker: 'mint', on: user, accused: user },
  { attacker: 'change-trust', on: role, accused: role },
  { attacker: 'leave-group', on: user, accused: group },
  { attacker: 'chain-roles', on: role, accused: role },
  { attacker: 'federation', on: user, accused: user },
]

export function nameOf({ attacker, accused }: Scenario): string {
  return `${attacker} on a ${accused.type}`
}

export function heldPrincipal({ on }: Scenario): HeldPrincipal {
  return on.type === 'role' ? { roleName: on.name } : { userName: on.name }
}

const longAgo = '2025-06-01T00:00:00Z'

function allow(...actions: string[]) {
  return {
    name: 'work',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
  }
}

/** The account before the attack. In half of the runs the roles beside the attacked one may write to IAM. */
export function accountSeed(random: SeededRandom): SeedInput {
  const besides = random.chance(0.5) ? ['s3:*', 'iam:*'] : ['s3:*', 'ec2:*']
  return {
    accountId,
    roles: [
      { name: role.name, path: '/service/', createDate: longAgo, inlinePolicies: [allow('*')] },
      { name: 'ops-batch', createDate: longAgo, inlinePolicies: [allow(...besides)] },
    ],
    users: [
      {
        name: user.name,
        createDate: longAgo,
        groups: [group.name],
        inlinePolicies: [allow('*')],
        accessKeys: [{ id: 'AKIADANADANADANADANA', createDate: longAgo }],
      },
      {
        name: 'metrics-bot',
        createDate: longAgo,
        inlinePolicies: [allow('cloudwatch:*')],
        accessKeys: [{ id: 'AKIAMETRICSMETRICSME', createDate: longAgo }],
      },
    ],
    groups: [{ name: group.name, createDate: longAgo, inlinePolicies: [allow('s3:*')] }],
  }
}
