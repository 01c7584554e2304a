import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { settingsAt } from '../../account/configured-trails.js'
import { type DeliveredFile, filesOf } from '../../account/trail-delivery.js'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'

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

/** The files that trails have written to this bucket; undefined where none ever did: then it is one of which nothing is known. */
function filesIn(account: Account, bucketName: string): DeliveredFile[] | undefined {
  const trails = [...account.configuredTrails.values()].filter(({ s3BucketName, earlier }) =>
    [{ s3BucketName }, ...earlier].some((settings) => settings.s3BucketName === bucketName),
  )
  if (trails.length === 0) return undefined
  const files = trails.flatMap((trail) =>
    filesOf(account, trail).filter(({ writtenAtMs }) => settingsAt(trail, writtenAtMs).s3BucketName === bucketName),
  )
  return files.sort((a, b) => (a.key < b.key ? -1 : 1))
}

const listObjectsV2 = operation({
  service: 's3',
  name: 'ListObjectsV2',
  readOnly: true,
  input: listInput,
  resource: ({ partition }, { bucketName }) => `arn:${partition}:s3:::${bucketName}`,
  run: ({ account }, input) => {
    const files = filesIn(account, input.bucketName)
    if (files === undefined) return done
    const after = startOf(input)
    return after.ok ? { ok: true, result: listing(account, files, input, after.key) } : after
  },
})

/** Everything of one folder counts as one entry where a delimiter is given. */
function listing(account: Account, files: DeliveredFile[], input: ListInput, after: string): JsonObject {
  const isFirst = input['continuation-token'] === undefined
  if (account.settings.emptyPages && isFirst) return pageOf(input, [], [], writeToken(input['start-after']))
  const wanted = files.filter(({ key }) => key.startsWith(input.prefix) && key > after)
  const contents: DeliveredFile[] = []
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

function pageOf(input: ListInput, files: DeliveredFile[], folders: string[], token: string | undefined): JsonObject {
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
      ETag: etagOf(bytesOf(file)),
      Size: bytesOf(file).length,
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
    const files = filesIn(account, bucketName)
    if (files === undefined) return done
    const file = files.find((one) => one.key === key)
    if (file === undefined)
      return failure({ code: 'NoSuchKey', status: 404, message: 'The specified key does not exist.' })
    const bytes = bytesOf(file)
    const headers = { etag: etagOf(bytes), 'last-modified': new Date(file.writtenAtMs).toUTCString() }
    return { ok: true, content: { bytes, headers: { ...headers, 'content-encoding': 'gzip' } } }
  },
})

const zipped = new WeakMap<JsonObject, { count: number; bytes: Buffer }>()

/** A file never changes, so it is packed once: by its first record, which no other file of the trail has. */
function bytesOf({ records }: DeliveredFile): Buffer {
  const all = records.map(({ entry }) => entry.record)
  const [first] = all
  const known = first && zipped.get(first)
  if (known !== undefined && known.count === all.length) return known.bytes
  const bytes = gzipSync(JSON.stringify({ Records: all }))
  if (first !== undefined) zipped.set(first, { count: all.length, bytes })
  return bytes
}

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

export const trailBucketOperations: Operation[] = [listObjectsV2, getObject]
