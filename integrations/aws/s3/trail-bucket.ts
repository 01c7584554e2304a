import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { type Pace, pacedCall } from '../paced-call.js'
import { sendCommand } from '../send-command.js'

export interface TrailBucketOptions {
  readonly connection: AwsConnection
  /** Where the bucket is. */
  readonly region: string
  readonly bucket: string
  readonly pace: Pace
}

export interface Listing {
  readonly keys: readonly string[]
  readonly folders: readonly string[]
  /** By AWS's clock, ISO; null where it did not tell. */
  readonly at: string | null
}

export interface SizeLimits {
  readonly maxBytes: number
  readonly maxInflatedBytes: number
}

/** A log file may be a few megabytes, and tens of them unzipped; what inflates to more is none. */
const logFileLimits = { maxBytes: Number.MAX_SAFE_INTEGER, maxInflatedBytes: 512 * 1024 * 1024 }
const inflate = promisify(gunzip)

/** What is in an object, or why it cannot be read. */
export type ObjectContent =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly metadata: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reason: string }

/** The bucket of a trail: looks only. Failures that do not pass throw AwsError. */
export class TrailBucket {
  readonly #client: S3Client
  readonly #bucket: string
  readonly #pace: Pace

  constructor({ connection, region, bucket, pace }: TrailBucketOptions) {
    // Only AWS itself has a name for each bucket; anything else is addressed by path.
    const forcePathStyle = Boolean(connection.endpoint)
    this.#client = new S3Client({
      ...clientOptions(connection, 'slow', region),
      forcePathStyle,
      followRegionRedirects: true,
    })
    this.#bucket = bucket
    this.#pace = pace
  }

  /** Page by page; an empty page with a token is not the end. Ends early on an empty budget. */
  async *list(prefix: string, delimiter: string | null, mayRequest: () => boolean): AsyncGenerator<Listing> {
    let token: string | undefined
    do {
      const at = token
      const send = async () => {
        const command = new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(delimiter === null ? {} : { Delimiter: delimiter }),
          ...(at === undefined ? {} : { ContinuationToken: at }),
        })
        return sendCommand({ operation: 's3:ListObjectsV2', command, send: () => this.#client.send(command) })
      }
      const answer = await pacedCall({ pace: this.#pace, mayRequest, send })
      if (answer === null) return
      const { output, at: answeredAt } = answer
      yield {
        keys: (output.Contents ?? []).flatMap(({ Key }) => Key ?? []),
        folders: (output.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
        at: answeredAt,
      }
      token = output.IsTruncated ? output.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  /** Unzipped where it is zipped. null where the budget is spent. What is larger than the limits is not read to its end. */
  async content(
    key: string,
    mayRequest: () => boolean,
    limits: SizeLimits = logFileLimits,
  ): Promise<ObjectContent | null> {
    const object = await pacedCall({ pace: this.#pace, mayRequest, send: () => this.#object(key, limits) })
    return object === null || !object.ok ? object : contentOf(object, limits)
  }

  close(): void {
    this.#client.destroy()
  }

  /** The body is a part of the call: a connection that breaks in the middle of it is a failure of it. */
  async #object(key: string, { maxBytes }: SizeLimits): Promise<ObjectContent> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key })
    let bytes: Uint8Array | null = new Uint8Array()
    const send = async () => {
      const output = await this.#client.send(command)
      const { Body, ContentLength = 0 } = output
      if (ContentLength > maxBytes) {
        bytes = null
        if (Body instanceof Readable) Body.destroy()
      } else bytes = (await Body?.transformToByteArray()) ?? bytes
      return output
    }
    const { output } = await sendCommand({ operation: 's3:GetObject', command, send })
    if (bytes === null) return { ok: false, reason: `is larger than ${maxBytes} bytes` }
    return { ok: true, bytes, metadata: output.Metadata ?? {} }
  }
}

type Read = Extract<ObjectContent, { ok: true }>

async function contentOf({ bytes, metadata }: Read, { maxInflatedBytes }: SizeLimits): Promise<ObjectContent> {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (!isZipped) return { ok: true, bytes, metadata }
  try {
    return { ok: true, bytes: await inflate(bytes, { maxOutputLength: maxInflatedBytes }), metadata }
  } catch (error) {
    return { ok: false, reason: `cannot be unzipped: ${error instanceof Error ? error.message : 'unknown'}` }
  }
}
