import { z } from 'zod'
import type { LoginProfile, User } from '../../account/entities.js'
import type { JsonObject } from '../../json.js'
import { entityAlreadyExists, type Failure, noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { entityInput, existing, onEntity, userKind } from './entity-kinds.js'
import { flag, userName } from './inputs.js'
import { owner, ownerResource } from './user-owner.js'

const onUser = onEntity(userKind)
const password = z.string().min(1).max(128)

function shape(user: User, profile: LoginProfile): JsonObject {
  const { createDate, isPasswordResetRequired } = profile
  return { UserName: user.name, CreateDate: seconds(createDate), PasswordResetRequired: isPasswordResetRequired }
}

function noProfile(user: User): Failure {
  return noSuchEntity(`Login Profile for User ${user.name} cannot be found.`)
}

const createLoginProfile = operation({
  ...onUser,
  name: 'CreateLoginProfile',
  readOnly: false,
  input: entityInput(userKind, { Password: password.optional(), PasswordResetRequired: flag.default(false) }),
  run: ({ account }, { entityName, PasswordResetRequired }) => {
    const found = existing(userKind, account, entityName)
    if (!found.ok) return found
    const user = found.entity
    if (user.loginProfile) return entityAlreadyExists(`Login Profile for user ${user.name} already exists.`)
    user.loginProfile = { createDate: account.now(), isPasswordResetRequired: PasswordResetRequired }
    const result = { LoginProfile: shape(user, user.loginProfile) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

const getLoginProfile = operation({
  ...onUser,
  name: 'GetLoginProfile',
  readOnly: true,
  input: entityInput(userKind, {}),
  run: ({ account }, { entityName }) => {
    const found = existing(userKind, account, entityName)
    if (!found.ok) return found
    const { loginProfile } = found.entity
    if (loginProfile === undefined) return noProfile(found.entity)
    return { ok: true, result: { LoginProfile: shape(found.entity, loginProfile) } }
  },
})

const updateLoginProfile = operation({
  ...onUser,
  name: 'UpdateLoginProfile',
  readOnly: false,
  input: entityInput(userKind, { Password: password.optional(), PasswordResetRequired: flag.optional() }),
  run: ({ account }, { entityName, PasswordResetRequired }) => {
    const found = existing(userKind, account, entityName)
    if (!found.ok) return found
    const { loginProfile } = found.entity
    if (loginProfile === undefined) return noProfile(found.entity)
    const isPasswordResetRequired = PasswordResetRequired ?? loginProfile.isPasswordResetRequired
    found.entity.loginProfile = { ...loginProfile, isPasswordResetRequired }
    return done
  },
})

const deleteLoginProfile = operation({
  ...onUser,
  name: 'DeleteLoginProfile',
  readOnly: false,
  input: entityInput(userKind, {}),
  run: ({ account }, { entityName }) => {
    const found = existing(userKind, account, entityName)
    if (!found.ok) return found
    if (found.entity.loginProfile === undefined) return noProfile(found.entity)
    found.entity.loginProfile = undefined
    return done
  },
})

/** A list of credentials that are not simulated: always empty, and still only of a user that exists. */
function emptyList(name: string, field: string, isPaged: boolean): Operation {
  return operation({
    service: 'iam',
    name,
    readOnly: true,
    input: z.object({ UserName: userName.optional(), ...pagingInput }),
    resource: ownerResource,
    run: (context, input) => {
      const found = owner(context, input.UserName)
      if (!found.ok) return found
      if (!isPaged) return { ok: true, result: { [field]: [] } }
      const none = page(context.account, [], String, input)
      return none.ok ? { ok: true, result: { [field]: [], ...pageFields(none) } } : none
    },
  })
}

export const userCredentialOperations: Operation[] = [
  ...[createLoginProfile, getLoginProfile, updateLoginProfile, deleteLoginProfile],
  emptyList('ListMFADevices', 'MFADevices', true),
  emptyList('ListServiceSpecificCredentials', 'ServiceSpecificCredentials', false),
  emptyList('ListSSHPublicKeys', 'SSHPublicKeys', true),
  emptyList('ListSigningCertificates', 'Certificates', true),
]
