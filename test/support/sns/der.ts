/** Just enough of DER (ITU-T X.690) to write a certificate: node:crypto reads them and writes none. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff]
  return [0x80 + bytes.length, ...bytes]
}

export const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents)
export const setOf = (...contents: readonly Uint8Array[]) => der(0x31, ...contents)
/** Up to 127. */
export const integer = (value: number) => der(0x02, Buffer.from([value]))
export const utf8 = (text: string) => der(0x0c, Buffer.from(text))
export const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 0xff : 0]))
export const octets = (content: Uint8Array) => der(0x04, content)
export const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content)
export const nothing = der(0x05)

/** YYYYMMDDHHMMSSZ */
export function generalizedTime(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`))
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}
