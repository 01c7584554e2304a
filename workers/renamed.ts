import { describePrincipal, type Entity } from '../src/domain/principal.js'
import { ifReadable } from './read-entity.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * Users and groups can be renamed, and keep their unique id, their policies and with them our block. So one that is not under
 * its name any more is looked for by its id before it counts as gone; a Roles Anywhere profile was looked for by its id already.
 * null: it is gone, or nobody can tell.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export async function whyNotGone({ aws }: IncidentTools, entity: Entity): Promise<string | null> {
  if (entity.type === 'role' || entity.type === 'rolesAnywhereProfile') return null
  const inventory = await ifReadable(aws.iam.inventory())
  const found = inventory.value?.find(({ uniqueId }) => uniqueId === entity.uniqueId)
  if (found === undefined) return null
  const who = describePrincipal(entity)
  return `${who} (${entity.uniqueId}) is called ${found.name} now. Give it its name back; what we wrote moved with it.`
}
