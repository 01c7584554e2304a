import { isAscii } from 'node:buffer'
import { bytes } from '../json-grammar.js'
import { JsonSplitter } from '../json-splitter.js'
import { CallReader } from './call-reader.js'
import type { ReadCall } from './read-call.js'
import type { CutterEvents } from './record-cutter.js'
import { recordListIn } from './record-list.js'

export interface WalkerEvents extends CutterEvents {
  /** A record that was not read whole, as long as no other is read. */
  readonly call: (call: ReadCall) => void
}

/**
 * Takes a log that lies in memory whole, `{"Records": […]}`, apart record by record, reading no more of each than is asked of it
 * (see `CallReader`). Where the text is not plainly such a list the rest of it goes to `JsonSplitter`. The same records
 * in the same order as `RecordCutter` hands over.
 */
export class ListWalker {
  readonly #reader = new CallReader()

  /** Whether the text is whole; null where it does not begin with such a list: then nothing was handed over. */
  walk(content: Buffer, events: WalkerEvents): boolean | null {
    const list = recordListIn(content)
    if (list === null) return null
    this.#reader.open(content)
    const at = this.#walkItems(content, list.from, events)
    if (isEndOfList(content, at)) return true
    const rest = new JsonSplitter(events)
    rest.push(Buffer.from('{"Records":['))
    rest.push(content.subarray(at))
    return rest.end()
  }

  /** Up to what is no item, or the end of the list. */
  #walkItems(content: Buffer, from: number, events: WalkerEvents): number {
    let isPlain: boolean | null = null
    let at = from
    while (content[at] === bytes.openObject) {
      const end = this.#reader.read(at)
      if (end === -1) return at
      const { call } = this.#reader
      if (call !== null) events.call(call)
      else {
        isPlain ??= isAscii(content)
        if (!events.record(content.toString(isPlain ? 'latin1' : 'utf8', at, end))) return at
      }
      at = skipSpace(content, end)
      if (content[at] !== bytes.comma) return at
      at = skipSpace(content, at + 1)
    }
    return at
  }
}

function isEndOfList(content: Buffer, at: number): boolean {
  if (content[at] !== bytes.closeList) return false
  const brace = skipSpace(content, at + 1)
  return content[brace] === bytes.closeObject && skipSpace(content, brace + 1) === content.length
}

/** The space that JSON allows between its parts; less than what `isSpace` passes over between values. */
function skipSpace(text: Buffer, from: number): number {
  for (let at = from; ; at += 1) {
    const byte = text[at]
    if (byte !== bytes.space && byte !== bytes.newline && byte !== bytes.carriageReturn && byte !== 0x09) return at
  }
}
