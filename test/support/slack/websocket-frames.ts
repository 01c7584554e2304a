/** A whole frame from a server: unmasked (RFC 6455, section 5). */
export function frame(opcode: number, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload)
  const head = [0x80 | opcode]
  if (body.length < 126) head.push(body.length)
  else if (body.length < 65_536) head.push(126, body.length >> 8, body.length & 0xff)
  else throw new Error('A frame of the test server has at most 65,535 bytes.')
  return Buffer.concat([Buffer.from(head), body])
}

/** Takes a client's masked frames out of a stream; fragments are not joined, since no client of ours sends any. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  read(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer }[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const frames: { opcode: number; payload: Buffer }[] = []
    for (let next = this.#next(); next !== null; next = this.#next()) frames.push(next)
    return frames
  }

  #next(): { opcode: number; payload: Buffer } | null {
    const [first = 0, second = 0] = this.#rest
    const short = second & 0x7f
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
    const start = 2 + lengthBytes + 4
    if (this.#rest.length < start) return null
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2))
    if (this.#rest.length < start + length) return null
    const mask = this.#rest.subarray(start - 4, start)
    const payload = Buffer.from(this.#rest.subarray(start, start + length))
    for (let index = 0; index < payload.length; index += 1)
      payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0)
    this.#rest = this.#rest.subarray(start + length)
    return { opcode: first & 0x0f, payload }
  }
}
