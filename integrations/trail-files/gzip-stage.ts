import { once } from 'node:events'
import { createGunzip } from 'node:zlib'

/** Takes bytes as they come. `end` says how they ended. */
export interface ByteStage {
  write(chunk: Buffer): Promise<void>
  end(): Promise<StageEnding>
}

/** null: whole. Else what is wrong, in words that follow a file's name; everything before it was handed on. */
export type StageEnding = string | null

/** zlib drops what a write gave where the same write fails: of a small file that would be all of it. */
const sliceBytes = 2048
/** Checksum and length, which may be all that is wrong. */
const trailerBytes = 8

/** Inflates gzip of any number of members, as far as it goes: what a damaged or cut off file still gives is used. */
export class GzipStage implements ByteStage {
  readonly #gunzip = createGunzip()
  readonly #next: (chunk: Buffer) => void
  #problem: StageEnding = null

  constructor(next: (chunk: Buffer) => void) {
    this.#next = next
    this.#gunzip.on('data', (chunk: Buffer) => this.#next(chunk))
    this.#gunzip.on('error', (error) => {
      this.#problem = isEarlyEnd(error) ? 'is cut off in the middle of its gzip data' : 'has damaged gzip data'
    })
  }

  /** Resolves when the chunk is inflated and handed on, so that no more than one lies in memory. */
  async write(chunk: Buffer): Promise<void> {
    const end = Math.max(0, chunk.length - trailerBytes)
    for (let at = 0; at < end; at += sliceBytes) {
      await this.#writeSlice(chunk.subarray(at, Math.min(end, at + sliceBytes)))
    }
    await this.#writeSlice(chunk.subarray(end))
  }

  async #writeSlice(chunk: Buffer): Promise<void> {
    if (this.#problem !== null || this.#gunzip.destroyed) return
    await new Promise<void>((resolve) => {
      this.#gunzip.once('close', resolve)
      this.#gunzip.write(chunk, () => {
        this.#gunzip.off('close', resolve)
        resolve()
      })
    })
  }

  async end(): Promise<StageEnding> {
    if (this.#gunzip.closed) return this.#problem
    const closed = once(this.#gunzip, 'close')
    if (!this.#gunzip.writableEnded) this.#gunzip.end()
    await closed.catch(() => {})
    return this.#problem
  }

  /** Frees what zlib holds, where reading stops before the end. */
  discard(): void {
    this.#gunzip.destroy()
  }
}

function isEarlyEnd(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
}
