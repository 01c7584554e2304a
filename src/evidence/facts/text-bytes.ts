import { readUuid, wordsPerUuid, writeUuid } from '../record/uuid-words.js'

/** How a text stands in bytes, told by the last two bits of the first one. */
const forms = { latin1: 0, utf16le: 1, uuid: 2, null: 3 }
const formBits = 2
/** What is left of the first byte for the length; of a longer text four bytes have it. */
const longLength = 63
const shortHead = 1
const longHead = 5
const uuidBytes = 4 * wordsPerUuid
const uuid = new Uint32Array(wordsPerUuid)

/** As many bytes as this are enough for `writeText`. */
export function mostBytesOf(text: string | null): number {
  return longHead + Math.max(2 * (text?.length ?? 0), uuidBytes)
}

/**
 * Writes a text at `at`, and answers where it ends: a UUID in 17 bytes, another text in one byte or two a letter, as it takes, and
 * one or five before. UTF-8 would not give back half a surrogate pair, and what is in a log may be anything.
 */
export function writeText(text: string | null, bytes: Buffer, at: number): number {
  if (text === null) return writeHead(forms.null, 0, bytes, at)
  if (writeUuidBytes(text, bytes, at + shortHead)) return writeHead(forms.uuid, uuidBytes, bytes, at) + uuidBytes
  const encoding = isLatin1(text) ? 'latin1' : 'utf16le'
  const length = Buffer.byteLength(text, encoding)
  return writeHead(forms[encoding], length, bytes, at) + bytes.write(text, at + headBytes(length), encoding)
}

/** Where the text ends that begins at `at`. */
export function endOfText(bytes: Buffer, at: number): number {
  const short = (bytes[at] ?? 0) >> formBits
  if (short < longLength) return at + shortHead + short
  return at + longHead + longLengthAt(bytes, at)
}

/** The text that begins at `at`. */
export function readText(bytes: Buffer, at: number): string | null {
  const head = bytes[at] ?? forms.null
  const isShort = head >> formBits < longLength
  const length = isShort ? head >> formBits : longLengthAt(bytes, at)
  const from = at + (isShort ? shortHead : longHead)
  switch (head & forms.null) {
    case forms.uuid:
      return readUuidBytes(bytes, from)
    case forms.latin1:
      return bytes.toString('latin1', from, from + length)
    case forms.utf16le:
      return bytes.toString('utf16le', from, from + length)
    default:
      return null
  }
}

function headBytes(length: number): number {
  return length < longLength ? shortHead : longHead
}

/** Answers where the text itself is to be written. */
function writeHead(form: number, length: number, bytes: Buffer, at: number): number {
  bytes[at] = (Math.min(length, longLength) << formBits) | form
  return length < longLength ? at + shortHead : bytes.writeUInt32LE(length, at + shortHead)
}

function longLengthAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + shortHead)
}

/** False for all that is not a UUID as CloudTrail writes it; then nothing is written. */
function writeUuidBytes(text: string, bytes: Buffer, at: number): boolean {
  if (!readUuid(text, uuid)) return false
  for (let word = 0; word < wordsPerUuid; word += 1) bytes.writeUInt32LE(uuid[word] ?? 0, at + 4 * word)
  return true
}

function readUuidBytes(bytes: Buffer, at: number): string | null {
  for (let word = 0; word < wordsPerUuid; word += 1) uuid[word] = wordAt(bytes, at + 4 * word)
  return writeUuid(uuid, 0)
}

/** As `readUInt32LE`, without its looking whether it was asked rightly: that took longer than the reading. */
function wordAt(bytes: Buffer, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
}

function isLatin1(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 255) return false
  return true
}
