import { bytes, isSpace } from '../json-grammar.js'

/** Up to the first name in the first record. Files of CloudTrail are one such list on one line. */
const startOfList =
  /^[ \t\r\n]*\{[ \t\r\n]*"Records"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*(\{[ \t\r\n]*"[A-Za-z]+"[ \t\r\n]*:)/
export const endOfList = /\][ \t\r\n]*\}[ \t\r\n]*$/
/** The start of a list lies in so much of a file, or it is read in another way. */
export const headBytes = 256

export interface RecordList {
  /** Where the first record begins. */
  readonly from: number
  /** How each record begins: brace, first name, colon. */
  readonly start: Buffer
}

/** The list `{"Records": [{…` that a text begins with; null where it begins in another way. */
export function recordListIn(text: Buffer): RecordList | null {
  const [head, start] = startOfList.exec(text.toString('latin1', 0, headBytes)) ?? []
  if (head === undefined || start === undefined) return null
  return { from: head.length - start.length, start: Buffer.from(start, 'latin1') }
}

/** Where the comma stands before an item; -1 where the same object is no item but a first one or a field. */
export function splitBefore(text: Buffer, start: number): number {
  let at = start - 1
  while (isSpace(text[at] ?? 0)) at -= 1
  return text[at] === bytes.comma ? at : -1
}
