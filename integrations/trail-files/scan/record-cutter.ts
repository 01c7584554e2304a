import { isAscii } from 'node:buffer'
import { JsonSplitter, type SplitterEvents } from '../json-splitter.js'
import { endOfList, headBytes, recordListIn, splitBefore } from './record-list.js'

export interface CutterEvents extends SplitterEvents {
  /** The text of one item of the list. False where it is no JSON object: then it is read again, byte by byte. */
  readonly record: (text: string) => boolean
}

/** A longer item is left to the reader that goes byte by byte: it keeps pieces and does not join them each time. */
const longestItem = 8 * 1024 * 1024

/**
 * Takes `{"Records": […]}` apart at the speed of a search: items are cut where the next one begins with the same name as
 * the first did (`,{"eventVersion":`), and that is the whole rule. It is sound because every item is parsed afterwards: a
 * text has one reading as JSON, so if all cuts give JSON objects they are the items. Where one does not (another
 * layout, a list of such objects inside of a record, damage, a cut off end) the rest goes to `JsonSplitter` as if the cutter
 * had not been there. Hands the same values over as `JsonSplitter` alone does.
 */
export class RecordCutter {
  readonly #events: CutterEvents
  #slow: JsonSplitter | null = null
  /** What begins each item; null before the head of the file was seen. */
  #start: Buffer | null = null
  /** Unread: the head before it is known, then the item whose end has not come. */
  #rest: Buffer = Buffer.alloc(0)

  constructor(events: CutterEvents) {
    this.#events = events
  }

  push(chunk: Buffer): void {
    if (this.#slow !== null) {
      this.#slow.push(chunk)
      return
    }
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = data
    if (this.#start === null && data.length >= headBytes) this.#readHead(data)
    if (this.#start !== null) this.#cut(this.#rest, this.#start)
  }

  /** To be called once, after the last chunk. False where the text ended in the middle of something. */
  end(): boolean {
    if (this.#slow !== null) return this.#slow.end()
    if (this.#start !== null && this.#endsWell()) return true
    return this.#goSlow(this.#rest, this.#start !== null).end()
  }

  #readHead(data: Buffer): void {
    const list = recordListIn(data)
    if (list === null) {
      this.#goSlow(data, false)
      return
    }
    this.#start = list.start
    this.#rest = data.subarray(list.from)
  }

  #cut(data: Buffer, start: Buffer): void {
    const isPlain = isAscii(data)
    let from = 0
    for (let next = data.indexOf(start, start.length); next !== -1; next = data.indexOf(start, next + start.length)) {
      const comma = splitBefore(data, next)
      if (comma === -1) continue
      if (!this.#events.record(data.toString(isPlain ? 'latin1' : 'utf8', from, comma))) {
        this.#goSlow(data.subarray(from), true)
        return
      }
      from = next
    }
    this.#rest = data.subarray(from)
    if (this.#rest.length > longestItem) this.#goSlow(this.#rest, true)
  }

  #endsWell(): boolean {
    const last = this.#rest.toString()
    const end = endOfList.exec(last.slice(-headBytes))
    return end !== null && this.#events.record(last.slice(0, last.length - end[0].length))
  }

  #goSlow(data: Buffer, isInList: boolean): JsonSplitter {
    const slow = new JsonSplitter(this.#events)
    if (isInList) slow.push(Buffer.from('{"Records":['))
    slow.push(data)
    this.#slow = slow
    return slow
  }
}
