import {
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { AccessKey, SendGuard, WriteReceipt } from '../../../src/ports.js'
import { createdAt, momentOrNull, readAnswer } from './answer-shapes.js'
import { iamRequest, orNull, readOrNull, write } from './iam-request.js'
import { from, readPages } from './read-pages.js'

const listOperation = 'iam:ListAccessKeys'

/** A key is usable unless IAM says otherwise. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html */
const keySchema = z
  .object({
    AccessKeyId: z.string(),
    Status: z.enum(['Active', 'Inactive', 'Expired']).catch('Active'),
    CreateDate: createdAt,
  })
  .transform(({ AccessKeyId, Status, CreateDate }) => ({
    accessKeyId: AccessKeyId,
    status: Status,
    createdAt: CreateDate,
  }))

export async function listAccessKeys(client: IAMClient, UserName: string): Promise<AccessKey[] | null> {
  const listing = readPages(listOperation, async (marker) => {
    const { output } = await iamRequest(listOperation, new ListAccessKeysCommand({ UserName, ...from(marker) })).send(
      client,
    )
    return { ...output, Items: output.AccessKeyMetadata }
  })
  const keys = await orNull(listing)
  return keys?.map((key) => readAnswer(listOperation, keySchema, key)) ?? null
}

const lastUsedSchema = z.object({ LastUsedDate: momentOrNull }).optional()

/**
 * null: never. AWS answers AccessDenied for a key that it does not know, as for one that may not be asked about, so that is
 * thrown: a key that cannot be read is not one that was never used.
 */
export async function accessKeyLastUsedAt(client: IAMClient, AccessKeyId: string): Promise<string | null> {
  const request = iamRequest('iam:GetAccessKeyLastUsed', new GetAccessKeyLastUsedCommand({ AccessKeyId }))
  const output = await readOrNull(client, request)
  return readAnswer(request.operation, lastUsedSchema, output?.AccessKeyLastUsed)?.LastUsedDate ?? null
}

/**
 * null: no user of the account has it. AWS gives no name for root's own keys, and AccessDenied for one that it does not know.
 */
export async function accessKeyOwner(client: IAMClient, AccessKeyId: string): Promise<string | null> {
  const request = iamRequest('iam:GetAccessKeyLastUsed', new GetAccessKeyLastUsedCommand({ AccessKeyId }))
  const output = await readOrNull(client, request)
  return output?.UserName || null
}

export interface KeyStatusChange {
  readonly userName: string
  readonly accessKeyId: string
  readonly status: 'Active' | 'Inactive'
}

/** `null`: there is no such key. */
export function setKeyStatus(
  client: IAMClient,
  change: KeyStatusChange,
  guard: SendGuard,
): Promise<WriteReceipt | null> {
  const { userName: UserName, accessKeyId: AccessKeyId, status: Status } = change
  const command = new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status })
  return orNull(write(client, iamRequest('iam:UpdateAccessKey', command), guard))
}
