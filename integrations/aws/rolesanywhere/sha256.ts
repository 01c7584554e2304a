import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'

type Source = string | ArrayBuffer | ArrayBufferView

/** SHA-256 in the shape that @smithy/signature-v4 asks for; with a secret an HMAC. */
export class Sha256 {
  #hash: Hash | Hmac
  readonly #secret: Source | undefined

  constructor(secret?: Source) {
    this.#secret = secret
    this.#hash = started(secret)
  }

  update(data: Source): void {
    this.#hash.update(asBytes(data))
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }

  reset(): void {
    this.#hash = started(this.#secret)
  }
}

function started(secret: Source | undefined): Hash | Hmac {
  return secret === undefined ? createHash('sha256') : createHmac('sha256', asBytes(secret))
}

function asBytes(data: Source): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8')
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}
