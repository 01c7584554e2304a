import { IAMClient } from '@aws-sdk/client-iam'
import { managedDenyAllArn } from '../../../src/containment/document.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { Partition } from '../../../src/domain/partition.js'
import { type AwsConnection, clientOptions, homeRegion } from '../client-options.js'
import type { Permission } from '../permissions.js'
import { type ImaginedRequest, simulateActions } from './simulate-actions.js'

type Grantee = Omit<GrantQuestion, 'permissions'>

export interface GrantQuestion {
  readonly partition: Partition
  readonly accountId: string
  /** Whose policies are asked: the ARN of a role or user. */
  readonly granteeArn: string
  readonly permissions: readonly Permission[]
}

/** An entity that need not exist: the simulation looks at policies alone. */
const IMAGINED_NAME = 'tourniquet-doctor-probe'

/** Asks IAM whether policies grant permissions, by simulating each on a resource of its kind. Nothing is ever called. */
export class Grants {
  readonly #client: IAMClient

  constructor(connection: AwsConnection) {
    this.#client = new IAMClient(clientOptions(connection, 'read'))
  }

  /** The actions that are not allowed, in the order of the permissions. Throws AwsError where IAM cannot be asked. */
  async missing(question: GrantQuestion): Promise<string[]> {
    const groups = new Map<string, { imagined: ImaginedRequest; actions: string[] }>()
    for (const permission of question.permissions) {
      const imagined = imaginedFor(permission, question)
      const key = JSON.stringify(imagined)
      const group = groups.get(key) ?? { imagined, actions: [] }
      group.actions.push(permission.action)
      groups.set(key, group)
    }
    const decided = await Promise.all(
      [...groups.values()].map(({ imagined, actions }) =>
        simulateActions(this.#client, question.granteeArn, actions, imagined),
      ),
    )
    const allowed = new Set(
      decided.flat().flatMap(({ action, decision }) => (decision === 'allowed' ? [action.toLowerCase()] : [])),
    )
    return question.permissions.map(({ action }) => action).filter((action) => !allowed.has(action.toLowerCase()))
  }

  close(): void {
    this.#client.destroy()
  }
}

function imaginedFor(permission: Permission, { partition, accountId, granteeArn }: GrantQuestion): ImaginedRequest {
  const resourceArn = imaginedArn(permission, { partition, accountId, granteeArn })
  if (!permission.onlyDenyAll) return { resourceArn }
  return { resourceArn, context: { 'iam:PolicyARN': managedDenyAllArn(partition) } }
}

function imaginedArn({ on }: Permission, { partition, accountId, granteeArn }: Grantee): string {
  const anywhere = `arn:${partition}:rolesanywhere:${homeRegion(partition)}:${accountId}`
  switch (on) {
    case 'anything':
      return '*'
    case 'entity':
    case 'assumedRole':
      return granteeArn
    case 'rolesAnywhereProfile':
      return `${anywhere}:profile/${IMAGINED_NAME}`
    case 'trustAnchor':
      return `${anywhere}:trust-anchor/${IMAGINED_NAME}`
    case 'role':
    case 'user':
    case 'group':
      return `arn:${partition}:iam::${accountId}:${on}/${IMAGINED_NAME}`
    default:
      return assertNever(on, 'scope of a permission')
  }
}
