import { compareTexts } from '../../../src/evidence/facts/texts.js'

/** Longer ones are texts of their own. */
const idRoom = 40

/** An id a place, each of which a log has once: in Latin-1, one behind the other; one of no length is in `long`, by its place. */
export interface IdColumn {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lengths: Uint8Array<ArrayBuffer>
  readonly long: ReadonlyMap<number, string>
}

/** Writes ids, place by place, until they are taken. */
export class IdWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #lengths: Uint8Array<ArrayBuffer>
  #long = new Map<number, string>()
  #places = 0
  #end = 0

  constructor(room: number) {
    this.#bytes = new Uint8Array(room * idRoom)
    this.#lengths = new Uint8Array(room)
  }

  write(id: string): void {
    const bytes = this.#bytes
    const from = this.#end
    const { length } = id
    let fits = length > 0 && length <= idRoom
    for (let at = 0; at < length && fits; at += 1) {
      const code = id.charCodeAt(at)
      bytes[from + at] = code
      fits = code <= 0xff
    }
    if (!fits) this.#long.set(this.#places, id)
    this.#add(fits ? length : 0)
  }

  /** The same of an id that stands in these bytes, in plain ASCII. */
  copy(from: Buffer, start: number, length: number): void {
    if (length > idRoom) {
      this.write(from.toString('latin1', start, start + length))
      return
    }
    const bytes = this.#bytes
    const into = this.#end
    for (let at = 0; at < length; at += 1) bytes[into + at] = from[start + at] ?? 0
    this.#add(length)
  }

  take(): IdColumn {
    const taken = {
      bytes: this.#bytes.slice(0, this.#end),
      lengths: this.#lengths.slice(0, this.#places),
      long: this.#long,
    }
    this.#long = new Map()
    this.#places = 0
    this.#end = 0
    return taken
  }

  #add(length: number): void {
    this.#lengths[this.#places] = length
    this.#places += 1
    this.#end += length
  }
}

/** Looks ids up; each is made a text when it is asked for. */
export class IdReader {
  readonly #bytes: Buffer
  readonly #lengths: Uint8Array
  readonly #long: ReadonlyMap<number, string>
  readonly #from: Uint32Array

  constructor({ bytes, lengths, long }: IdColumn) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#lengths = lengths
    this.#long = long
    this.#from = new Uint32Array(lengths.length)
    let from = 0
    for (let place = 0; place < lengths.length; place += 1) {
      this.#from[place] = from
      from += lengths[place] ?? 0
    }
  }

  at(place: number): string {
    const [from, length] = [this.#from[place] ?? 0, this.#lengths[place] ?? 0]
    return length === 0 ? (this.#long.get(place) ?? '') : this.#bytes.toString('latin1', from, from + length)
  }

  /** Below 0 where that at `a` is the first. Bytes of Latin-1 compare as their texts do; other texts are compared as such. */
  compare(a: number, b: number): number {
    const [lengthA, lengthB] = [this.#lengths[a] ?? 0, this.#lengths[b] ?? 0]
    if (lengthA === 0 || lengthB === 0) return compareTexts(this.at(a), this.at(b))
    const bytes = this.#bytes
    const [fromA, fromB] = [this.#from[a] ?? 0, this.#from[b] ?? 0]
    for (let at = 0; at < lengthA && at < lengthB; at += 1) {
      const differ = (bytes[fromA + at] ?? 0) - (bytes[fromB + at] ?? 0)
      if (differ !== 0) return differ
    }
    return lengthA - lengthB
  }
}
