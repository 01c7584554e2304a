const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openObject, closeObject] = [0x7b, 0x7d]
const [openList, closeList] = [0x5b, 0x5d]
const start = /^\ufeff?\s*\{\s*"Records"\s*:\s*\[/
const startBytes = 256

/**
 * The texts of the records in a log file as CloudTrail writes it, `{"Records": […]}`, one after the other: whoever reads them may
 * stop in between. What is in another layout comes as one text, from where it is, and so does a record whose end is missing:
 * whoever parses it judges it.
 */
export function* recordTexts(content: Uint8Array): Generator<string> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const head = start.exec(bytes.toString('utf8', 0, startBytes))?.[0]
  if (head === undefined) {
    yield bytes.toString()
    return
  }
  let at = Buffer.byteLength(head)
  for (;;) {
    const from = nextItem(bytes, at)
    if (bytes[from] === closeList || from >= bytes.length) return
    if (bytes[from] !== openObject) {
      yield `{"Records":[${bytes.toString('utf8', from)}`
      return
    }
    at = endOfObject(bytes, from)
    yield bytes.toString('utf8', from, at)
  }
}

/** The first byte that is neither white space nor a comma. */
function nextItem(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] === comma || (bytes[at] ?? 0) <= 0x20)) at += 1
  return at
}

/** Behind the object that begins here; the end of the file where its own is missing. */
function endOfObject(bytes: Buffer, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) at = endOfText(bytes, at)
    else if (byte === openObject || byte === openList) depth += 1
    else if (byte === closeObject || byte === closeList) depth -= 1
    if (depth === 0) return at + 1
  }
  return bytes.length
}

/** The closing quote of the text whose opening one is here. */
function endOfText(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    if (bytes[at] === backslash) at += 1
    else if (bytes[at] === quote) return at
  }
  return bytes.length
}
