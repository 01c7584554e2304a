import { z } from 'zod'
import type { AccessKey, User } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import type { JsonObject } from '../../json.js'
import { type Failure, limitExceeded, noSuchEntity, validationError } from '../../pipeline/aws-error.js'
import { type CallContext, done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { existingUser, ownerResource, userName } from './inputs.js'

const accessKeysPerUser = 2
const accessKeyId = z.string().min(16).max(128)
const onOwner = { service: 'iam', resource: ownerResource } as const

/** Without a UserName the caller's own user is meant, which a role's session has none of. */
function owner({ account, caller }: CallContext, name: string | undefined): { ok: true; user: User } | Failure {
  if (name !== undefined) return existingUser(account, name)
  if (caller.kind === 'user') return { ok: true, user: caller.user }
  return validationError('Must specify userName when calling with non-User credentials')
}

function metadata(user: User, key: AccessKey): JsonObject {
  return { UserName: user.name, AccessKeyId: key.id, Status: key.status, CreateDate: seconds(key.createDate) }
}

function ownKey(user: User, id: string): { ok: true; key: AccessKey } | Failure {
  const key = user.accessKeys.find((candidate) => candidate.id === id)
  return key === undefined ? noSuchEntity(`The Access Key with id ${id} cannot be found.`) : { ok: true, key }
}

const createAccessKey = operation({
  ...onOwner,
  name: 'CreateAccessKey',
  readOnly: false,
  input: z.object({ UserName: userName.optional() }),
  run: (context, { UserName }) => {
    const found = owner(context, UserName)
    if (!found.ok) return found
    const { account } = context
    if (found.user.accessKeys.length >= accessKeysPerUser) {
      return limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${accessKeysPerUser}`)
    }
    const key: AccessKey = {
      id: randomId('AKIA', account.random),
      secret: account.random(30).toString('base64'),
      createDate: account.now(),
      status: 'Active',
    }
    found.user.accessKeys.push(key)
    const described = metadata(found.user, key)
    // The secret goes to the caller only: CloudTrail records accessKey.accessKeyId and no secret.
    const result = { AccessKey: { ...described, SecretAccessKey: key.secret } }
    return { ok: true, result, responseElements: lowerKeys({ AccessKey: described }) }
  },
})

const updateAccessKey = operation({
  ...onOwner,
  name: 'UpdateAccessKey',
  readOnly: false,
  input: z.object({ UserName: userName.optional(), AccessKeyId: accessKeyId, Status: z.enum(['Active', 'Inactive']) }),
  run: (context, { UserName, AccessKeyId, Status }) => {
    const found = owner(context, UserName)
    const own = found.ok ? ownKey(found.user, AccessKeyId) : found
    if (!own.ok) return own
    own.key.status = Status
    return done
  },
})

const deleteAccessKey = operation({
  ...onOwner,
  name: 'DeleteAccessKey',
  readOnly: false,
  input: z.object({ UserName: userName.optional(), AccessKeyId: accessKeyId }),
  run: (context, { UserName, AccessKeyId }) => {
    const found = owner(context, UserName)
    if (!found.ok) return found
    const own = ownKey(found.user, AccessKeyId)
    if (!own.ok) return own
    found.user.accessKeys.splice(found.user.accessKeys.indexOf(own.key), 1)
    return done
  },
})

const listAccessKeys = operation({
  ...onOwner,
  name: 'ListAccessKeys',
  readOnly: true,
  input: z.object({ UserName: userName.optional(), ...pagingInput }),
  run: (context, input) => {
    const found = owner(context, input.UserName)
    if (!found.ok) return found
    const keys = page(context.account, found.user.accessKeys, (key) => key.id, input)
    if (!keys.ok) return keys
    const AccessKeyMetadata = keys.items.map((key) => metadata(found.user, key))
    return { ok: true, result: { AccessKeyMetadata, ...pageFields(keys) } }
  },
})

export const accessKeyOperations: Operation[] = [createAccessKey, updateAccessKey, deleteAccessKey, listAccessKeys]
