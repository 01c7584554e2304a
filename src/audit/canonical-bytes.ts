/** What is longer, deeper or has more parts goes the long way: everything here has a fixed size. */
const MAX_BYTES = 131_072
/** A code unit takes three bytes at most in UTF-8: one beyond U+FFFF is two units and four bytes. */
const MAX_TEXT = Math.floor(MAX_BYTES / 3) - 1
const MAX_NODES = 4_096
const MAX_DEPTH = 64
/** Members are sorted as they come, which takes the square of their number. */
const MAX_MEMBERS = 64
/** Integers of so many digits are exact in a double, which is what RFC 8785 writes. */
const MAX_DIGITS = 15

const NONE = -1
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const LAST_ASCII = 0x7e
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
const WORDS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]))
/** The escapes that RFC 8785 writes. It has others of six characters, which go the long way. */
const ESCAPES = new Set(Array.from('"\\bfnrt', (character) => character.charCodeAt(0)))

/**
 * The RFC 8785 text of JSON text, as UTF-8, without making the values in between, which is what takes longest in checking
 * many records. It puts right the order of members and the space between the parts: all that `jsonb` changes in what we
 * record. `read` refuses what has more to put right (fractions, `\u` escapes, keys that are not plain ASCII or named
 * twice, lone surrogates), is no JSON object, or is beyond the limits: canonicalText of JSON.parse is the way then. A
 * property test holds the two to the same.
 *
 * Of one text at a time. First each part becomes a node, with its members as a sorted list; then the tokens are copied in
 * that order.
 */
export class CanonicalBytes {
  /** What was read, where each of its bytes is one of its characters; else ''. */
  private ascii = ''
  /** The places of the next byte to read from `source` and to put to `sorted`. */
  private at = 0
  private length = 0
  private nodes = 0
  private readonly source = Buffer.alloc(MAX_BYTES)
  private readonly sorted = Buffer.alloc(2 * MAX_BYTES)
  /** Of each node: its place in `source`, the first node in it, the one behind it, and the place of its key without quotes. */
  private readonly from = new Int32Array(MAX_NODES)
  private readonly to = new Int32Array(MAX_NODES)
  private readonly first = new Int32Array(MAX_NODES)
  private readonly next = new Int32Array(MAX_NODES)
  private readonly keyFrom = new Int32Array(MAX_NODES)
  private readonly keyTo = new Int32Array(MAX_NODES)

  /** false: refused. */
  read(text: string): boolean {
    if (text.length > MAX_TEXT || !text.isWellFormed()) return false
    this.at = 0
    this.nodes = 0
    const end = this.source.write(text, 0)
    this.ascii = end === text.length ? text : ''
    // No token ends with it, and what stands behind is of an older text.
    this.source[end] = 0
    if (this.skipSpace() !== OPEN_OBJECT || this.value(OPEN_OBJECT, 0) === NONE) return false
    this.skipSpace()
    return this.at === end
  }

  /** `before`, a hash and a line feed, and the canonical text behind it. Valid until the next call. */
  canonical(before: string): Uint8Array {
    this.length = this.sorted.write(before)
    this.write(0)
    return this.sorted.subarray(0, this.length)
  }

  /** The JSON text of a member of the outermost object, canonical where it is no object or list; undefined: it has none. */
  member(key: string): string | undefined {
    const { source } = this
    for (let node = this.first[0] ?? NONE; node !== NONE; node = this.next[node] ?? NONE) {
      const from = this.keyFrom[node] ?? 0
      if ((this.keyTo[node] ?? 0) - from !== key.length) continue
      let same = 0
      while (same < key.length && source[from + same] === key.charCodeAt(same)) same += 1
      if (same === key.length) return this.token(this.from[node] ?? 0, this.to[node] ?? 0)
    }
    return undefined
  }

  private token(from: number, to: number): string {
    return this.ascii === '' ? this.source.toString('utf8', from, to) : this.ascii.slice(from, to)
  }

  /** The node of what comes next, which begins with `code`. */
  private value(code: number, depth: number): number {
    const node = this.nodes
    if (node === MAX_NODES || depth === MAX_DEPTH) return NONE
    this.nodes = node + 1
    this.from[node] = this.at
    this.first[node] = NONE
    this.next[node] = NONE
    let isRead: boolean
    if (code === QUOTE) isRead = this.string()
    else if (code === OPEN_OBJECT) isRead = this.object(node, depth)
    else if (code === OPEN_LIST) isRead = this.list(node, depth)
    else isRead = this.word(code)
    this.to[node] = this.at
    return isRead ? node : NONE
  }

  private word(code: number): boolean {
    const word = WORDS.get(code)
    if (word !== undefined) return this.literal(word)
    const { source } = this
    let at = this.at
    if (code === MINUS) at += 1
    const from = at
    while (isDigit(source[at] ?? 0)) at += 1
    this.at = at
    const digits = at - from
    // A fraction or an exponent behind it is not what may come next, so whoever reads on refuses it.
    return digits > 0 && digits <= MAX_DIGITS && (source[from] !== ZERO || (digits === 1 && code !== MINUS))
  }

  private literal(word: string): boolean {
    for (let at = 0; at < word.length; at += 1) if (this.source[this.at + at] !== word.charCodeAt(at)) return false
    this.at += word.length
    return true
  }

  private string(): boolean {
    const { source } = this
    for (let at = this.at + 1; ; at += 1) {
      const code = source[at] ?? 0
      if (code === QUOTE) {
        this.at = at + 1
        return true
      }
      if (code < SPACE) return false
      if (code === BACKSLASH) {
        at += 1
        if (!ESCAPES.has(source[at] ?? 0)) return false
      }
    }
  }

  private object(node: number, depth: number): boolean {
    this.at += 1
    if (this.skipSpace() === CLOSE_OBJECT) {
      this.at += 1
      return true
    }
    for (let members = 0; members < MAX_MEMBERS; members += 1) {
      if (!this.memberOf(node, depth)) return false
      const code = this.skipSpace()
      this.at += 1
      if (code === CLOSE_OBJECT) return true
      if (code !== COMMA) return false
      this.skipSpace()
    }
    return false
  }

  private memberOf(owner: number, depth: number): boolean {
    const { source } = this
    let at = this.at
    if (source[at] !== QUOTE) return false
    const keyFrom = at + 1
    at = keyFrom
    for (let code = source[at] ?? 0; code !== QUOTE; code = source[at] ?? 0) {
      if (code < SPACE || code > LAST_ASCII || code === BACKSLASH) return false
      at += 1
    }
    this.at = at + 1
    if (this.skipSpace() !== COLON) return false
    this.at += 1
    const node = this.value(this.skipSpace(), depth + 1)
    if (node === NONE) return false
    this.keyFrom[node] = keyFrom
    this.keyTo[node] = at
    return this.sortIn(owner, node)
  }

  private sortIn(owner: number, node: number): boolean {
    let before = NONE
    let behind = this.first[owner] ?? NONE
    while (behind !== NONE) {
      const order = this.order(node, behind)
      if (order === 0) return false
      if (order < 0) break
      before = behind
      behind = this.next[behind] ?? NONE
    }
    this.next[node] = behind
    if (before === NONE) this.first[owner] = node
    else this.next[before] = node
    return true
  }

  /** Keys are ASCII: their bytes are their UTF-16 code units. 0: the same. */
  private order(one: number, other: number): number {
    const { source } = this
    let at = this.keyFrom[one] ?? 0
    let otherAt = this.keyFrom[other] ?? 0
    for (;;) {
      const code = source[at] ?? 0
      const difference = code - (source[otherAt] ?? 0)
      if (difference === 0) {
        if (code === QUOTE) return 0
        // A quote ends a key, and what is the beginning of another key comes before it.
      } else if (code === QUOTE) return -1
      else return source[otherAt] === QUOTE ? 1 : difference
      at += 1
      otherAt += 1
    }
  }

  private list(node: number, depth: number): boolean {
    this.at += 1
    let code = this.skipSpace()
    if (code === CLOSE_LIST) {
      this.at += 1
      return true
    }
    for (let last = NONE; ; ) {
      const item = this.value(code, depth + 1)
      if (item === NONE) return false
      if (last === NONE) this.first[node] = item
      else this.next[last] = item
      last = item
      code = this.skipSpace()
      this.at += 1
      if (code === CLOSE_LIST) return true
      if (code !== COMMA) return false
      code = this.skipSpace()
    }
  }

  /** What comes next behind white space; 0 at the end. */
  private skipSpace(): number {
    const { source } = this
    let at = this.at
    let code = source[at] ?? 0
    while (code === SPACE || code === 0x0a || code === 0x0d || code === 0x09) {
      at += 1
      code = source[at] ?? 0
    }
    this.at = at
    return code
  }

  private write(node: number): void {
    const from = this.from[node] ?? 0
    const code = this.source[from] ?? 0
    if (code === OPEN_OBJECT || code === OPEN_LIST) this.writeParts(node, code)
    else this.writeToken(from, this.to[node] ?? 0)
  }

  private writeParts(node: number, open: number): void {
    this.sorted[this.length++] = open
    const first = this.first[node] ?? NONE
    for (let part = first; part !== NONE; part = this.next[part] ?? NONE) {
      if (part !== first) this.sorted[this.length++] = COMMA
      if (open === OPEN_OBJECT) {
        this.writeToken((this.keyFrom[part] ?? 0) - 1, (this.keyTo[part] ?? 0) + 1)
        this.sorted[this.length++] = COLON
      }
      this.write(part)
    }
    this.sorted[this.length++] = open === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST
  }

  private writeToken(from: number, to: number): void {
    const { source, sorted } = this
    let length = this.length
    for (let at = from; at < to; at += 1) sorted[length++] = source[at] ?? 0
    this.length = length
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
