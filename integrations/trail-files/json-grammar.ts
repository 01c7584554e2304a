/** The bytes of JSON that mean something outside of strings. */
export const bytes = {
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const

/** Before anything was read. */
export const nothing = 0

/**
 * True where `byte` may follow `previous`, the last byte outside of strings that was no space, inside of `container`
 * (`{` or `[`). Only as strict as finding the end of a value takes: what is let through and wrong is found by JSON.parse,
 * at the price of that one value. A stray quote or a lost brace would shift all that follows.
 */
export function mayFollow(byte: number, previous: number, container: number): boolean {
  switch (byte) {
    case bytes.openObject:
    case bytes.openList:
      return previous === bytes.colon || (container === bytes.openList && isStartOfItem(previous))
    case bytes.quote:
      return previous === bytes.colon || previous === bytes.openObject || isStartOfItem(previous)
    case bytes.closeObject:
      return container === bytes.openObject
    case bytes.closeList:
      return container === bytes.openList
    case bytes.comma:
    case bytes.colon:
      return previous !== bytes.comma && previous !== bytes.colon
    default:
      // A letter of true, false, null or a number: after a string or a bracket none can come.
      return previous !== bytes.quote && previous !== bytes.closeObject && previous !== bytes.closeList
  }
}

function isStartOfItem(previous: number): boolean {
  return previous === bytes.openList || previous === bytes.comma
}

export function isSpace(byte: number): boolean {
  return byte === bytes.space || (byte >= 0x09 && byte <= bytes.carriageReturn)
}
