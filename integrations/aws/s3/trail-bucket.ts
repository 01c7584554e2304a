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
}

/** A log file may be a few megabytes, and tens of them unzipped; what inflates to more is none. */
const maxInflatedBytes = 512 * 1024 * 1024
const inflate = promisify(gunzip)

/** What is in an object, or why it cannot be read. */
export type ObjectContent =
  | { readonly ok: true; readonly bytes: Uint8Array }
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
        return (await sendCommand({ operation: 's3:ListObjectsV2', command, send: () => this.#client.send(command) }))
          .output
      }
      const output = await pacedCall({ pace: this.#pace, mayRequest, send })
      if (output === null) return
      yield {
        keys: (output.Contents ?? []).flatMap(({ Key }) => Key ?? []),
        folders: (output.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
      }
      token = output.IsTruncated ? output.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  /** Unzipped where it is zipped. null where the budget is spent. */
  async content(key: string, mayRequest: () => boolean): Promise<ObjectContent | null> {
    const bytes = await pacedCall({ pace: this.#pace, mayRequest, send: () => this.#bytes(key) })
    return bytes === null ? null : contentOf(bytes)
  }

  close(): void {
    this.#client.destroy()
  }

  /** The body is a part of the call: a connection that breaks in the middle of it is a failure of it. */
  async #bytes(key: string): Promise<Uint8Array> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key })
    let bytes: Uint8Array = new Uint8Array()
    const send = async () => {
      const output = await this.#client.send(command)
      bytes = (await output.Body?.transformToByteArray()) ?? bytes
      return output
    }
    await sendCommand({ operation: 's3:GetObject', command, send })
    return bytes
  }
}

async function contentOf(bytes: Uint8Array): Promise<ObjectContent> {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (!isZipped) return { ok: true, bytes }
  try {
    return { ok: true, bytes: await inflate(bytes, { maxOutputLength: maxInflatedBytes }) }
  } catch (error) {
    return { ok: false, reason: `cannot be unzipped: ${error instanceof Error ? error.message : 'unknown'}` }
  }
}
