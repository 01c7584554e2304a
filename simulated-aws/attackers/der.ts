/** The few parts of DER that a certificate is made of (X.690). */
export const der = {
  sequence: (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts)),
  set: (...parts: Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts)),
  /** Big-endian, positive. */
  integer: (bytes: Buffer): Buffer => tagged(0x02, positive(bytes)),
  boolean: (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0x00])),
  octets: (bytes: Buffer): Buffer => tagged(0x04, bytes),
  bits: (bytes: Buffer, unusedBits = 0): Buffer => tagged(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes])),
  utf8: (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8')),
  generalizedTime: (date: Date): Buffer =>
    tagged(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d{3}/g, ''), 'ascii')),
  explicit: (number: number, inner: Buffer): Buffer => tagged(0xa0 + number, inner),
  objectId: (dotted: string): Buffer => tagged(0x06, objectId(dotted)),
} as const

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes])
}

function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return Buffer.from([first * 40 + second, ...rest.flatMap(base128)])
}

function base128(value: number): number[] {
  const digits = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) + 128)
  return digits
}
