import { bytes, isSpace, mayFollow, nothing } from './json-grammar.js'
import { RecordStart } from './record-start.js'

export interface SplitterEvents {
  /** The text of one value. False where it turns out to be no JSON: it is then searched for what can be saved. */
  readonly value: (text: string) => boolean
  /** Something that is no value, or one whose end could not be found. */
  readonly broken: (reason: string) => void
}

/** Lists of records at the top of a file, which are taken apart while they are read. */
const recordLists: ReadonlySet<string> = new Set(['Records', 'records', 'Events', 'events', 'logEvents'])
const longestListName = 9

/** Longer than any envelope that holds records whole. */
const maxValueBytes = 128 * 1024 * 1024

const nothingRead = Buffer.alloc(0)
const maxReplays = 4
const maxNestedReplays = 20

/**
 * Takes JSON text apart while it is read, whatever its layout: lines, one value after the other, a list, or records in
 * `{"Records": […]}` on a single line of any length. Memory is that of one value. Where the text is damaged, the value in
 * which that happened is reported as broken, and reading goes on at the next one that can be told.
 */
export class JsonSplitter {
  readonly #events: SplitterEvents
  /** The open brackets. */
  readonly #open: number[] = []
  /** How many brackets are open around a value: 0, or 1 and 2 inside of lists. */
  #valueDepth = 0
  /** The bytes of the value that is being read, of chunks before this one; null between values. */
  #pieces: Buffer[] | null = null
  #pieceBytes = 0
  /** Where it starts in this chunk. */
  #from = 0
  #inString = false
  #isEscaped = false
  #previous: number = nothing
  /** The text of the last string directly inside of the outermost object, as far as it can be a list's name. */
  #name = ''
  /** Inside of the outermost object and past a list of it: the rest is no value. */
  #isRest = false
  #stray = false
  #lost: RecordStart | null = null
  /** What was read of a broken value, to be read once more. */
  #replay: Buffer | null = null
  #replays = 0
  #pushedBytes = 0
  #replayedBytes = 0

  constructor(events: SplitterEvents) {
    this.#events = events
  }

  push(chunk: Buffer): void {
    this.#pushedBytes += chunk.length
    this.#scan(chunk)
  }

  /** To be called once, after the last chunk. False where the text ended in the middle of something. */
  end(): boolean {
    const isWhole = this.#open.length === 0 && !this.#inString && this.#lost === null
    while (this.#pieces !== null) {
      const unfinished = Buffer.concat(this.#pieces)
      this.#break('a record that is cut off', unfinished, false)
      this.#replayAll()
    }
    return isWhole
  }

  #scan(chunk: Buffer): void {
    this.#from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (this.#lost !== null) this.#search(at, byte, this.#lost)
      else if (this.#inString) this.#readString(chunk, at, byte)
      else if (!isSpace(byte)) this.#read(chunk, at, byte)
      else if (byte === bytes.newline && this.#open.length === 0) this.#stray = false
      if (this.#replay !== null) {
        this.#replayAll()
        // The byte that was wrong may be right in the record that was found.
        this.#from = at
        at -= 1
      }
    }
    if (this.#pieces !== null && this.#lost === null) this.#keep(chunk, chunk.length)
  }

  #readString(chunk: Buffer, at: number, byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === bytes.backslash) this.#isEscaped = true
    else if (byte === bytes.quote) this.#endString(chunk, at)
    else if (byte === bytes.newline) this.#lose(chunk, at, 'text that is not JSON')
    else if (this.#open.length === 1 && this.#name.length <= longestListName) this.#name += String.fromCharCode(byte)
  }

  #endString(chunk: Buffer, at: number): void {
    this.#inString = false
    this.#previous = bytes.quote
    if (this.#open.length === this.#valueDepth) this.#endValue(chunk, at)
  }

  #read(chunk: Buffer, at: number, byte: number): void {
    const depth = this.#open.length
    if (depth === this.#valueDepth && !this.#isRest) this.#readBetween(at, byte)
    else if (!mayFollow(byte, this.#previous, this.#open[depth - 1] ?? nothing))
      this.#lose(chunk, at, 'text that is not JSON')
    else this.#readInside(chunk, at, byte)
  }

  /** Where values start, and lists of them end. */
  #readBetween(at: number, byte: number): void {
    if (byte === bytes.openList && this.#valueDepth === 0) {
      this.#open.push(byte)
      this.#valueDepth = 1
      this.#stray = false
    } else if (byte === bytes.openObject || byte === bytes.openList || byte === bytes.quote) this.#startValue(at, byte)
    else if (byte === bytes.closeList && this.#valueDepth > 0) this.#closeList()
    else if (byte === bytes.comma) this.#stray = false
    else this.#addStray()
    this.#previous = byte
  }

  #startValue(at: number, byte: number): void {
    this.#stray = false
    this.#pieces = []
    this.#pieceBytes = 0
    this.#from = at
    this.#name = ''
    if (byte === bytes.quote) this.#inString = true
    else this.#open.push(byte)
  }

  #closeList(): void {
    this.#open.pop()
    this.#isRest = this.#valueDepth === 2
    this.#valueDepth = 0
    this.#stray = false
  }

  /** Words between values count once a line or item. */
  #addStray(): void {
    if (!this.#stray) this.#events.broken('text that is not JSON')
    this.#stray = true
  }

  #readInside(chunk: Buffer, at: number, byte: number): void {
    if (byte === bytes.quote) {
      this.#inString = true
      if (this.#open.length === 1) this.#name = ''
    } else if (byte === bytes.openList && this.#isRecordList()) this.#startList()
    else if (byte === bytes.openObject || byte === bytes.openList) this.#open.push(byte)
    else if (byte === bytes.closeObject || byte === bytes.closeList) this.#close(chunk, at)
    this.#previous = byte
  }

  #isRecordList(): boolean {
    const isTop = this.#open.length === 1 && this.#valueDepth === 0 && this.#open[0] === bytes.openObject
    return isTop && this.#previous === bytes.colon && recordLists.has(this.#name)
  }

  /** The object around the list is none of the values: what else it holds is dropped. */
  #startList(): void {
    this.#open.push(bytes.openList)
    this.#valueDepth = 2
    this.#isRest = false
    this.#pieces = null
  }

  #close(chunk: Buffer, at: number): void {
    this.#open.pop()
    if (this.#open.length === this.#valueDepth) this.#endValue(chunk, at)
  }

  #endValue(chunk: Buffer, at: number): void {
    if (this.#isRest) {
      this.#isRest = false
      return
    }
    this.#keep(chunk, at + 1)
    const pieces = this.#pieces ?? []
    this.#pieces = null
    if (this.#pieceBytes > maxValueBytes) this.#events.broken('a value of more than 128 MB')
    else {
      const text = Buffer.concat(pieces)
      if (!this.#events.value(text.toString())) this.#searchInside(text)
    }
  }

  /** Its end is known, so whatever is found in it, reading goes on behind it. */
  #searchInside(value: Buffer): void {
    const depth = this.#valueDepth
    const open = this.#open.slice()
    this.#break('text that is not JSON', value, false)
    this.#replayAll()
    this.#pieces = null
    this.#lost = null
    this.#inString = false
    this.#isRest = false
    this.#valueDepth = depth
    this.#open.splice(0, this.#open.length, ...open)
  }

  /** Beyond the limit nothing is kept: only the end is looked for. */
  #keep(chunk: Buffer, end: number): void {
    this.#pieceBytes += end - this.#from
    if (this.#pieceBytes <= maxValueBytes) this.#pieces?.push(chunk.subarray(this.#from, end))
    else this.#pieces = []
  }

  #lose(chunk: Buffer, at: number, reason: string): void {
    // Behind a list no value is open: the last one of it was handed over, and is not to be searched.
    const read = this.#pieces === null ? nothingRead : Buffer.concat([...this.#pieces, chunk.subarray(this.#from, at)])
    this.#break(reason, read, chunk[at - 1] === bytes.newline)
  }

  /** What was read of the broken value is searched for records that it swallowed, as a lost bracket makes it do. */
  #break(reason: string, read: Buffer, isAfterNewline: boolean): void {
    this.#events.broken(reason)
    this.#pieces = null
    this.#inString = false
    this.#isEscaped = false
    this.#lost = new RecordStart(this.#valueDepth === 0, isAfterNewline)
    this.#replay = read.subarray(1)
  }

  /** Each byte is read again a few times at most, or made-up brackets could keep a reader busy for ever. */
  #replayAll(): void {
    const read = this.#replay ?? nothingRead
    this.#replay = null
    this.#replayedBytes += read.length
    const isWithinReason = this.#replayedBytes <= maxReplays * this.#pushedBytes && this.#replays < maxNestedReplays
    if (!isWithinReason) return
    this.#replays += 1
    this.#scan(read)
    this.#replays -= 1
  }

  /** The found start is read as if it came now; brackets of the broken value are forgotten. */
  #search(at: number, byte: number, lost: RecordStart): void {
    const start = lost.found(byte)
    if (start === null) return
    this.#lost = null
    this.#isRest = false
    this.#open.length = this.#valueDepth
    this.#pieces = [start.subarray(0, start.length - 1)]
    this.#pieceBytes = start.length - 1
    this.#from = at
    this.#open.push(bytes.openObject)
    // A line's start was found at its first quote, a record's at the last one of its first name.
    this.#inString = start.length === 2
    this.#previous = bytes.quote
    this.#name = ''
  }
}
