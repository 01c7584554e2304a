import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { type Digest, parseDigest } from '../../src/evidence/digests/digest.js'
import { GzipStage } from './gzip-stage.js'
import { reasonOf } from './list-trail-files.js'

/** A file as digests see it: by the hash of what is in it, not of how it was zipped. */
export interface HashedFile {
  readonly path: string
  /** Hex. */
  readonly sha256: string
  /** null where it is a log, or a digest that cannot be read as one. */
  readonly digest: Digest | null
  /** In words that follow the file's name: its hash is then that of a part. */
  readonly problem: string | null
}

/** Hashes the uncompressed content of a file, and reads it where it is a digest. Never throws. */
export async function hashFile(path: string, signal: AbortSignal): Promise<HashedFile> {
  const content = new Content()
  let gzip: GzipStage | null = null
  let problem: string | null = null
  try {
    for await (const chunk of createReadStream(path, { signal })) {
      if (content.isNew && gzip === null && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        gzip = new GzipStage((inflated) => content.add(inflated))
      }
      if (gzip === null) content.add(chunk)
      else await gzip.write(chunk)
    }
    problem = gzip === null ? null : await gzip.end()
  } catch (error) {
    problem = signal.aborted ? 'was not read to its end: reading was stopped' : reasonOf(error)
  }
  gzip?.discard()
  return { path, sha256: content.sha256(), digest: digestIn(content.text()), problem }
}

/** What every digest begins with, before the first log file is named. */
const startOfDigest = /^\s*\{[^[\]{}]*"digestS3Object"/
const startBytes = 4_096

class Content {
  isNew = true
  readonly #hash = createHash('sha256')
  /** The whole text of what may be a digest; null once it is known to be none. */
  #kept: Buffer[] | null = []
  #keptBytes = 0

  add(chunk: Buffer): void {
    this.isNew = false
    this.#hash.update(chunk)
    if (this.#kept === null) return
    const isFirst = this.#keptBytes < startBytes
    this.#kept.push(chunk)
    this.#keptBytes += chunk.length
    if (isFirst && this.#keptBytes >= startBytes && !startOfDigest.test(this.text() ?? '')) this.#kept = null
  }

  text(): string | null {
    return this.#kept === null ? null : Buffer.concat(this.#kept).toString()
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}

function digestIn(text: string | null): Digest | null {
  return text === null || !startOfDigest.test(text) ? null : parseDigest(text)
}

/** CloudTrail's own name of a file, whether or not it was unzipped since: it has 16 random characters in it. */
export function deliveredName(path: string): string {
  return basename(path).replace(/\.gz$/, '')
}
