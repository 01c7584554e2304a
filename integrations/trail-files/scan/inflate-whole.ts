import { gunzipSync } from 'node:zlib'

/** What a log of CloudTrail has at the very most, several times over; larger ones are read piece by piece. */
export const mostWholeBytes = 24 * 1024 * 1024
const leastChunkBytes = 64 * 1024

/**
 * The JSON text of a file's bytes, inflated where they are gzip: at once and into one piece, twice as fast as a stream does
 * it. Without its byte order mark. null for whatever is not plainly that (larger than `mostWholeBytes`, cut off, damaged,
 * zipped twice, no JSON): then `readTextBytes` is to be asked, which says what it is.
 */
export function inflateWhole(file: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> | null {
  const text = file[0] === 0x1f && file[1] === 0x8b ? inflated(file) : file
  if (text === null || text.length > mostWholeBytes) return null
  const hasMark = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf
  const json = hasMark ? text.subarray(3) : text
  // A NUL behind the bracket is UTF-16.
  return (json[0] === 0x7b || json[0] === 0x5b) && json[1] !== 0 ? json : null
}

function inflated(file: Buffer): Buffer<ArrayBuffer> | null {
  // The last four bytes say how much the last member inflates to: with room for that there is one piece and no joining.
  const said = file.length < 18 ? 0 : file.readUInt32LE(file.length - 4)
  if (said > mostWholeBytes) return null
  try {
    return gunzipSync(file, { chunkSize: Math.max(leastChunkBytes, said + 64), maxOutputLength: mostWholeBytes })
  } catch {
    return null
  }
}
