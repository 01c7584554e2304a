import { AnchoredNeedle } from './anchored-needle.js'
import { sectionOutside } from './nested-lists.js'
import { endOfList, recordListIn, splitBefore } from './record-list.js'
import { type SearchTerms, sessionPrefix } from './trail-hit.js'

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/
/** What is behind it is zipped: no text can be found there. */
const zippedData = 'awslogs'
const backslash = 0x5c
const letterU = 0x75
const slash = 0x2f

/**
 * Finds what may hold a search's terms by the bytes of a log, without parsing it. Sound: a text in JSON stands there letter by
 * letter, unless one of its letters is written as an escape (`\/`, `\u0041`), or it lies in zipped data. So records with
 * such an escape or such data are candidates as well, and all candidates are parsed. Escapes of what is in none of
 * the terms (`\u0026`, as Java writes an ampersand) hide nothing.
 */
export class Prefilter {
  /** null where a term could be written in more ways than one: then everything is parsed. */
  readonly #needles: readonly Buffer[] | null
  readonly #letters: ReadonlySet<number>
  /** The needles, by what the first file is like; null before it. */
  #anchored: readonly AnchoredNeedle[] | null = null

  constructor(terms: SearchTerms) {
    const texts = [...terms.arns.map(needleOf), ...terms.accessKeyIds, ...terms.sourceIps, ...terms.principalIds]
    const isPlain = texts.every((text) => plain.test(text))
    const needles = [...new Set([...texts, zippedData])].map((text) => Buffer.from(text, 'latin1'))
    this.#needles = isPlain ? needles : null
    this.#letters = new Set(Buffer.from([...texts, zippedData].join(''), 'latin1'))
  }

  /**
   * Hands the text of every record that may be wanted over, and maybe some more. False where that cannot be told by looking
   * (another layout, lists within records that look like records, an end that is cut off, a record that is no JSON): then the
   * whole file has to be read, and what was handed over before is to be forgotten.
   */
  read(content: Buffer, record: (text: string) => boolean): boolean {
    if (this.#needles === null || !endOfList.test(content.toString('latin1', content.length - 64))) return false
    this.#anchored ??= this.#needles.map((needle) => new AnchoredNeedle(needle, content))
    const candidates = this.#candidates(content, this.#anchored)
    if (candidates.length === 0) return true
    const list = recordListIn(content)
    if (list === null || (candidates[0] ?? 0) < list.from) return false
    const isTop = sectionOutside(content, list.from)
    let done = 0
    for (const at of candidates) {
      if (at < done) continue
      const from = startOf(content, list, at)
      const [end, next] = endAfter(content, list, at)
      if (!isTop(from) || !isTop(next - 1) || !record(content.toString('utf8', from, end))) return false
      done = next
    }
    return true
  }

  #candidates(content: Buffer, needles: readonly AnchoredNeedle[]): readonly number[] {
    const found: number[] = []
    for (const needle of needles) needle.addPlaces(found, content)
    for (let at = content.indexOf(backslash); at !== -1; at = content.indexOf(backslash, at + 1)) {
      const next = content[at + 1]
      if (next === slash || (next === letterU && this.#mayHide(content, at + 2))) found.push(at)
    }
    return found.sort((a, b) => a - b)
  }

  /** A letter of the terms, or one that makes an escape of an escape. What is no letter at all is looked at by JSON.parse. */
  #mayHide(content: Buffer, at: number): boolean {
    const code = Number.parseInt(content.toString('latin1', at, at + 4), 16)
    return !(code >= 0x20) || code === backslash || code === letterU || this.#letters.has(code) || isHexDigit(code)
  }
}

/** `\\u004\u0031` is an escape whose last digit is escaped. */
function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)
}

/** A role's ARN and those of its sessions have its name in common, and the slash before it. */
function needleOf(arn: string): string {
  return sessionPrefix(arn) === null ? arn : arn.slice(arn.lastIndexOf('/'))
}

type List = NonNullable<ReturnType<typeof recordListIn>>

function startOf(content: Buffer, list: List, at: number): number {
  for (
    let from = content.lastIndexOf(list.start, at);
    from > list.from;
    from = content.lastIndexOf(list.start, from - 1)
  ) {
    if (splitBefore(content, from) !== -1) return from
  }
  return list.from
}

/** Where the record ends, and where the next one begins. */
function endAfter(content: Buffer, list: List, at: number): readonly [end: number, next: number] {
  for (let next = content.indexOf(list.start, at); next !== -1; next = content.indexOf(list.start, next + 1)) {
    const comma = splitBefore(content, next)
    if (comma !== -1 && next > at) return [comma, next]
  }
  const tail = content.toString('latin1', content.length - 64)
  const end = content.length - (endOfList.exec(tail)?.[0].length ?? 0)
  return [end, end + 1]
}
