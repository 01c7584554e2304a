import { z } from 'zod'
import { type Account, iamArn } from '../../account/account.js'
import type { InstanceProfile } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import type { JsonObject } from '../../json.js'
import {
  deleteConflict,
  entityAlreadyExists,
  type Failure,
  limitExceeded,
  noSuchEntity,
} from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { entityInput, existing, modifiable, onEntity, roleKind } from './entity-kinds.js'
import { entityPath, instanceProfileName, pathPrefix, roleName } from './inputs.js'
import { listedRole } from './role-shape.js'

export function instanceProfileShape(profile: InstanceProfile): JsonObject {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.instanceProfileId,
    Arn: profile.arn,
    CreateDate: seconds(profile.createDate),
    Roles: profile.role === undefined ? [] : [listedRole(profile.role)],
  }
}

type Named = { InstanceProfileName: string }

function find(account: Account, name: string): { ok: true; profile: InstanceProfile } | Failure {
  const profile = account.instanceProfiles.get(name.toLowerCase())
  return profile === undefined ? noSuchEntity(`Instance Profile ${name} cannot be found.`) : { ok: true, profile }
}

const onProfile = {
  service: 'iam',
  resource: (account: Account, { InstanceProfileName: name }: Named) =>
    account.instanceProfiles.get(name.toLowerCase())?.arn ?? iamArn(account, `instance-profile/${name}`),
} as const

const createInstanceProfile = operation({
  ...onProfile,
  name: 'CreateInstanceProfile',
  readOnly: false,
  input: z.object({ InstanceProfileName: instanceProfileName, Path: entityPath.default('/') }),
  run: ({ account }, { InstanceProfileName: name, Path: path }) => {
    const key = name.toLowerCase()
    if (account.instanceProfiles.has(key)) return entityAlreadyExists(`Instance Profile ${name} already exists.`)
    const profile: InstanceProfile = {
      ...{ name, path },
      arn: iamArn(account, `instance-profile${path}${name}`),
      instanceProfileId: randomId('AIPA', account.random),
      createDate: account.now(),
      role: undefined,
    }
    account.instanceProfiles.set(key, profile)
    const result = { InstanceProfile: instanceProfileShape(profile) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

const getInstanceProfile = operation({
  ...onProfile,
  name: 'GetInstanceProfile',
  readOnly: true,
  input: z.object({ InstanceProfileName: instanceProfileName }),
  run: ({ account }, { InstanceProfileName }) => {
    const found = find(account, InstanceProfileName)
    return found.ok ? { ok: true, result: { InstanceProfile: instanceProfileShape(found.profile) } } : found
  },
})

const deleteInstanceProfile = operation({
  ...onProfile,
  name: 'DeleteInstanceProfile',
  readOnly: false,
  input: z.object({ InstanceProfileName: instanceProfileName }),
  run: ({ account }, { InstanceProfileName }) => {
    const found = find(account, InstanceProfileName)
    if (!found.ok) return found
    if (found.profile.role)
      return deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
    account.instanceProfiles.delete(InstanceProfileName.toLowerCase())
    return done
  },
})

const membership = z.object({ InstanceProfileName: instanceProfileName, RoleName: roleName })

const addRoleToInstanceProfile = operation({
  ...onProfile,
  name: 'AddRoleToInstanceProfile',
  readOnly: false,
  input: membership,
  run: ({ account }, { InstanceProfileName, RoleName }) => {
    const found = find(account, InstanceProfileName)
    const role = modifiable(roleKind, account, RoleName)
    if (!found.ok) return found
    if (!role.ok) return role
    if (found.profile.role) return limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1')
    found.profile.role = role.entity
    return done
  },
})

const removeRoleFromInstanceProfile = operation({
  ...onProfile,
  name: 'RemoveRoleFromInstanceProfile',
  readOnly: false,
  input: membership,
  run: ({ account }, { InstanceProfileName, RoleName }) => {
    const found = find(account, InstanceProfileName)
    const role = modifiable(roleKind, account, RoleName)
    if (!found.ok) return found
    if (!role.ok) return role
    if (found.profile.role !== role.entity) return noSuchEntity(`The role with name ${RoleName} cannot be found.`)
    found.profile.role = undefined
    return done
  },
})

function served(account: Account, profiles: InstanceProfile[], request: z.output<typeof pagingSchema>) {
  const shown = page(account, profiles, ({ name }) => name, request)
  if (!shown.ok) return shown
  const InstanceProfiles = shown.items.map(instanceProfileShape)
  return { ok: true, result: { InstanceProfiles, ...pageFields(shown) } } as const
}

const pagingSchema = z.object(pagingInput)

const listInstanceProfiles = operation({
  service: 'iam',
  name: 'ListInstanceProfiles',
  readOnly: true,
  input: z.object({ PathPrefix: pathPrefix, ...pagingInput }),
  resource: (account) => iamArn(account, 'instance-profile/'),
  run: ({ account }, input) => {
    const all = [...account.instanceProfiles.values()]
    return served(
      account,
      all.filter(({ path }) => path.startsWith(input.PathPrefix)),
      input,
    )
  },
})

const listInstanceProfilesForRole = operation({
  ...onEntity(roleKind),
  name: 'ListInstanceProfilesForRole',
  readOnly: true,
  input: entityInput(roleKind, pagingInput),
  run: ({ account }, input) => {
    const found = existing(roleKind, account, input.entityName)
    return found.ok ? served(account, profilesOf(account, found.entity.roleId), input) : found
  },
})

export function profilesOf(account: Account, roleId: string): InstanceProfile[] {
  return [...account.instanceProfiles.values()].filter(({ role }) => role?.roleId === roleId)
}

export const instanceProfileOperations: Operation[] = [
  ...[createInstanceProfile, getInstanceProfile, deleteInstanceProfile, listInstanceProfiles],
  ...[addRoleToInstanceProfile, removeRoleFromInstanceProfile, listInstanceProfilesForRole],
]
