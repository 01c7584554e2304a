export const WIDE_ENCODINGS = ['utf16', 'utf16le', 'utf16be', 'wide'] as const
export type WideEncoding = (typeof WIDE_ENCODINGS)[number]

/** The bytes that a base64 modifier encodes: UTF-8, or what a preceding `utf16*` says. `utf16` begins with its byte order mark. */
export function bytesOf(text: string, encoding: WideEncoding | 'utf8'): Buffer {
  const little = () => Buffer.from(text, 'utf16le')
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8')
    case 'utf16le':
    case 'wide':
      return little()
    case 'utf16be':
      return little().swap16()
    case 'utf16':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), little()])
  }
}

/**
 * How bytes look inside a longer base64 text: base64 turns 3 bytes into 4 characters, so there are three ways to fall into
 * that grid. The characters that mix with the neighbours' bits are cut off at both ends.
 */
export function base64Offsets(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const start = [0, 2, 3][shift] ?? 0
    const end = [0, 3, 2][(bytes.length + shift) % 3] ?? 0
    return encoded.slice(start, encoded.length - end)
  })
}
