import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { textAt } from '../request-values.js'
import { deniedEntity } from './denied-entity.js'

/** The user, role or group that a call to IAM changes: told apart from who called. */
export interface TargetEntity {
  readonly type: 'user' | 'role' | 'group'
  readonly name: string
  /** The caller itself, or the role that the caller's session is of. */
  readonly isSelf: boolean
}

/** IAM takes the caller for the user where a request about keys or passwords names none. */
const implied = new Set([
  'CreateAccessKey',
  'UpdateAccessKey',
  'CreateServiceSpecificCredential',
  'DeactivateMFADevice',
])

export function targetEntity(act: Act): TargetEntity | null {
  const { request, actor, name } = act
  const user = textAt(request, 'userName')
  // AddUserToGroup names both: the user is who gains.
  if (user !== undefined) return { type: 'user', name: user, isSelf: actor.type === 'user' && isSame(user, actor.name) }
  const role = textAt(request, 'roleName')
  if (role !== undefined) return { type: 'role', name: role, isSelf: actor.type === 'role' && isSame(role, actor.name) }
  const group = textAt(request, 'groupName')
  if (group !== undefined) return { type: 'group', name: group, isSelf: false }
  const denied = deniedEntity(act)
  if (denied !== null) return { ...denied, isSelf: actor.type === denied.type && isSame(denied.name, actor.name) }
  if (!implied.has(name)) return null
  return { type: 'user', name: actor.name, isSelf: true }
}

export function isSame(a: string, b: string): boolean {
  return lastSegment(a).toLowerCase() === lastSegment(b).toLowerCase()
}
