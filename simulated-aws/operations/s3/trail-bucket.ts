import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '../../account/account.js'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { objectsIn, type StoredObject } from './stored-objects.js'

const pageSize = 1_000

const listInput = z.object({
  bucketName: z.string(),
  prefix: z.string().default(''),
  delimiter: z.string().min(1).optional(),
  'continuation-token': z.string().optional(),
  'start-after': z.string().default(''),
  'max-keys': z.coerce.number().int().min(0).default(pageSize),
})
type ListInput = z.output<typeof listInput>

const listObjectsV2 = operation({
  service: 's3',
  name: 'ListObjectsV2',
  readOnly: true,
  input: listInput,
  resource: ({ partition }, { bucketName }) => `arn:${partition}:s3:::${bucketName}`,
  run: ({ account }, input) => {
    const files = objectsIn(account, input.bucketName)
    if (files === undefined) return done
    const after = startOf(input)
    return after.ok ? { ok: true, result: listing(account, files, input, after.key) } : after
  },
})

/** Everything of one folder counts as one entry where a delimiter is given. */
function listing(account: Account, files: StoredObject[], input: ListInput, after: string): JsonObject {
  const isFirst = input['continuation-token'] === undefined
  if (account.settings.emptyPages && isFirst) return pageOf(input, [], [], writeToken(input['start-after']))
  const wanted = files.filter(({ key }) => key.startsWith(input.prefix) && key > after)
  const contents: StoredObject[] = []
  const folders = new Set<string>()
  let last = after
  for (const file of wanted) {
    const folder = folderOf(file.key, input)
    if (folder !== undefined && (folders.has(folder) || after.startsWith(folder))) {
      last = file.key
      continue
    }
    if (contents.length + folders.size === Math.min(input['max-keys'], pageSize)) {
      return pageOf(input, contents, [...folders], writeToken(last))
    }
    if (folder === undefined) contents.push(file)
    else folders.add(folder)
    last = file.key
  }
  return pageOf(input, contents, [...folders], undefined)
}

function folderOf(key: string, { prefix, delimiter }: ListInput): string | undefined {
  if (delimiter === undefined) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

function pageOf(input: ListInput, files: StoredObject[], folders: string[], token: string | undefined): JsonObject {
  return {
    Name: input.bucketName,
    Prefix: input.prefix,
    MaxKeys: input['max-keys'],
    KeyCount: files.length + folders.length,
    IsTruncated: token !== undefined,
    ...(token !== undefined && { NextContinuationToken: token }),
    Contents: files.map((file) => ({
      Key: file.key,
      LastModified: new Date(file.writtenAtMs).toISOString(),
      ETag: etagOf(file.bytes()),
      Size: file.bytes().length,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: folders.map((Prefix) => ({ Prefix })),
  }
}

const getObject = operation({
  service: 's3',
  name: 'GetObject',
  readOnly: true,
  input: z.object({ bucketName: z.string(), key: z.string() }),
  resource: ({ partition }, { bucketName, key }) => `arn:${partition}:s3:::${bucketName}/${key}`,
  run: ({ account }, { bucketName, key }) => {
    const files = objectsIn(account, bucketName)
    if (files === undefined) return done
    const file = files.find((one) => one.key === key)
    if (file === undefined)
      return failure({ code: 'NoSuchKey', status: 404, message: 'The specified key does not exist.' })
    const bytes = file.bytes()
    const headers = { etag: etagOf(bytes), 'last-modified': new Date(file.writtenAtMs).toUTCString() }
    const metadata = Object.entries(file.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])
    return {
      ok: true,
      content: { bytes, headers: { ...headers, 'content-encoding': 'gzip', ...Object.fromEntries(metadata) } },
    }
  },
})

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function writeToken(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url')
}

const tokenSchema = z.object({ after: z.string() })

function startOf(input: ListInput): { ok: true; key: string } | Failure {
  const token = input['continuation-token']
  if (token === undefined) return { ok: true, key: input['start-after'] }
  try {
    return { ok: true, key: tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString())).after }
  } catch {
    const message = 'The continuation token provided is incorrect'
    return failure({ code: 'InvalidArgument', status: 400, message })
  }
}

/** The older list: by a marker, which is a key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
const listObjects = operation({
  service: 's3',
  name: 'ListObjects',
  readOnly: true,
  input: z.object({ bucketName: z.string(), prefix: z.string().default(''), marker: z.string().default('') }),
  resource: ({ partition }, { bucketName }) => `arn:${partition}:s3:::${bucketName}`,
  run: ({ account }, { bucketName, prefix, marker }) => {
    const files = objectsIn(account, bucketName)
    if (files === undefined) return done
    const wanted = files.filter(({ key }) => key.startsWith(prefix) && key > marker)
    const served = wanted.slice(0, pageSize)
    const isTruncated = wanted.length > served.length
    const page = pageOf(listInput.parse({ bucketName, prefix }), served, [], undefined)
    return { ok: true, result: { ...page, Marker: marker, IsTruncated: isTruncated } }
  },
})

/** us-east-1 is no constraint. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
const getBucketLocation = operation({
  service: 's3',
  name: 'GetBucketLocation',
  readOnly: true,
  input: z.object({ bucketName: z.string() }),
  resource: ({ partition }, { bucketName }) => `arn:${partition}:s3:::${bucketName}`,
  run: ({ account: { region } }) => ({
    ok: true,
    result: { LocationConstraint: region === 'us-east-1' ? '' : region },
  }),
})

export const trailBucketOperations: Operation[] = [listObjectsV2, listObjects, getObject, getBucketLocation]
