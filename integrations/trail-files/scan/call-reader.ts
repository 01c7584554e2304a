import { type KnownCall, KnownCalls, kindByReading } from '../../../src/evidence/facts/known-calls.js'
import { largeCharacters } from '../../../src/evidence/facts/notable-events.js'
import { field } from './call-fields.js'
import { CallKernel, mostTexts, told } from './call-kernel.js'
import { ReadCall } from './read-call.js'

const assumeRole = 'sts.amazonaws.com AssumeRole'
/** Of one that may be kept. */
const mostRecordBytes = 16_384

/**
 * Reads out of a record's bytes what counting asks of it, without making an object of all the rest: JSON.parse and
 * `normaliseRecord` take ten times as long. All of the bytes are looked at, so what JSON.parse would refuse is seen. Whatever is not
 * plainly a call (a large record that may be kept, credentials handed out otherwise than by AssumeRole, a field twice, an escape or a
 * letter beyond ASCII in what is read, another type than it should have, a time in another form) is left to the whole
 * reading: `call` is null then. Where it is not, `normaliseRecord` comes to the same.
 */
export class CallReader {
  /** Of the record that was read last, as long as no other is read. */
  call: ReadCall | null = null
  readonly #kernel = new CallKernel()
  readonly #read = new ReadCall(this.#kernel)
  readonly #calls = new KnownCalls()
  /** By the number of a call's name: the number of its service, and what the two say. */
  readonly #sources = new Uint16Array(mostTexts)
  #known: (KnownCall | null)[] = []
  #generation = -1

  /** Takes the bytes of a log: records are read out of a copy. */
  open(content: Buffer): void {
    this.#kernel.open(content)
  }

  /** Where the object ends whose brace is at `from`; -1 where it is no JSON, or too deep to tell. */
  read(from: number): number {
    const end = this.#kernel.read(from)
    this.call = end !== -1 && this.#isRead() ? this.#read : null
    return end
  }

  #isRead(): boolean {
    const { told: of } = this.#kernel
    if (of[told.isOdd] !== 0 || of[field.eventID] === 0 || of[field.userIdentity] === 0) return false
    if (Number.isNaN(this.#read.atMs)) return false
    const known = this.#callOf(of[field.eventSource] ?? 0, of[field.eventName] ?? 0)
    if (known === null || (this.#read.handsOut && !this.#isAssumedRole(known))) return false
    if (known.isObjectWrite && of[field.requestParameters] !== 0) return false
    const kind = kindByReading(known, this.#read.readOnly)
    this.#read.notable = kind === null ? null : { kind, name: known.name }
    return kind === null || this.#isSmall()
  }

  /** Only its credentials are told in this form, and none are handed out by a call that failed. */
  #isAssumedRole({ name }: KnownCall): boolean {
    return name === assumeRole && this.#kernel.told[field.errorCode] === 0
  }

  /** Large ones have limits of their own, which go by their exact size; and few others may take memory until they are read. */
  #isSmall(): boolean {
    return this.#read.characters <= largeCharacters && this.#kernel.recordLength <= mostRecordBytes
  }

  /** null where the record has no such name, or one that asks for more than to be counted. */
  #callOf(source: number, name: number): KnownCall | null {
    if (this.#generation !== this.#kernel.generation) {
      this.#generation = this.#kernel.generation
      this.#sources.fill(0)
      this.#known = []
    }
    if (this.#sources[name] === source && source !== 0) return this.#known[name] ?? null
    const eventSource = this.#read.text(source)
    const eventName = this.#read.text(name)
    if (eventSource === undefined || eventName === undefined) return null
    const isOdd = eventSource.startsWith('aws:') || eventName === 'ConsoleLogin'
    const known = isOdd ? null : this.#calls.callOf({ eventSource, eventName })
    this.#sources[name] = source
    this.#known[name] = known
    return known
  }
}
