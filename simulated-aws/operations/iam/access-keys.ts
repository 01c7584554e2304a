import { z } from 'zod'
import { changeKeyStatus, createKey, deleteKey } from '../../account/access-keys.js'
import type { Account } from '../../account/account.js'
import { callerArn } from '../../account/callers.js'
import type { AccessKey, User } from '../../account/entities.js'
import type { JsonObject } from '../../json.js'
import { accessDenied, type Failure, limitExceeded, noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { userName } from './inputs.js'
import { owner, ownerResource } from './user-owner.js'

export const accessKeysPerUser = 2

const accessKeyId = z.string().min(16).max(128)
const onOwner = { service: 'iam', resource: ownerResource } as const

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
    if (found.entity.accessKeys.length >= accessKeysPerUser) {
      return limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${accessKeysPerUser}`)
    }
    const key = createKey(context.account, found.entity)
    const described = metadata(found.entity, key)
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
    const own = found.ok ? ownKey(found.entity, AccessKeyId) : found
    if (!own.ok) return own
    changeKeyStatus(context.account, own.key, Status)
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
    const own = ownKey(found.entity, AccessKeyId)
    if (!own.ok) return own
    deleteKey(context.account, found.entity, own.key)
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
    const keys = page(context.account, found.entity.accessKeys, (key) => key.id, input)
    if (!keys.ok) return keys
    const AccessKeyMetadata = keys.items.map((key) => metadata(found.entity, key))
    return { ok: true, result: { AccessKeyMetadata, ...pageFields(keys) } }
  },
})

function keyOwner(account: Account, id: string): { user: User; key: AccessKey } | undefined {
  for (const user of account.users.values()) {
    const key = user.accessKeys.find((candidate) => candidate.id === id)
    if (key !== undefined) return { user, key }
  }
  return undefined
}

/** Also tells whose a bare key is. A key of no user here is denied, as those of other accounts are. */
const getAccessKeyLastUsed = operation({
  service: 'iam',
  name: 'GetAccessKeyLastUsed',
  readOnly: true,
  input: z.object({ AccessKeyId: accessKeyId }),
  resource: (account, { AccessKeyId }) => keyOwner(account, AccessKeyId)?.user.arn ?? '*',
  run: ({ account, caller }, { AccessKeyId }) => {
    const found = keyOwner(account, AccessKeyId)
    if (found === undefined) {
      const subject = `User: ${callerArn(caller)} is not authorized to perform: iam:GetAccessKeyLastUsed`
      return accessDenied('query', `${subject} on resource: access key ${AccessKeyId}`)
    }
    return { ok: true, result: { UserName: found.user.name, AccessKeyLastUsed: lastUsedShape(found.key) } }
  },
})

function lastUsedShape({ lastUsed }: AccessKey): JsonObject {
  if (lastUsed === undefined) return { ServiceName: 'N/A', Region: 'N/A' }
  return { LastUsedDate: seconds(lastUsed.date), ServiceName: lastUsed.service, Region: lastUsed.region }
}

export const accessKeyOperations: Operation[] = [
  ...[createAccessKey, updateAccessKey, deleteAccessKey, listAccessKeys],
  getAccessKeyLastUsed,
]
