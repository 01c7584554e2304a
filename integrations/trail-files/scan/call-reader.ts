import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import { KnownCalls, kindByReading } from '../../../src/evidence/facts/known-calls.js'
import { bytes } from '../json-grammar.js'
import { field, fieldAt } from './call-fields.js'
import { endOfText, endOfValue, isAt, skipSpace, valueBehind } from './json-skip.js'
import { type Identity, KnownIdentities } from './known-identities.js'
import { endOfFlatObject, endOfObjectWithout } from './object-fields.js'
import { endOfPlain, TextTable } from './text-table.js'
import { wholeSecondBytes, wholeSecondMs } from './whole-second.js'

/** A call of which no more is asked than to be counted, and when it was made. */
export interface ReadCall extends CountedCall {
  readonly atMs: number
}

const trueWord = Buffer.from('true')
const falseWord = Buffer.from('false')
const nullWord = Buffer.from('null')
const providerName = Buffer.from('SamlProviderArn')
const ownKeyName = Buffer.from('x-amz-server-side-encryption-customer-algorithm')

/**
 * Reads out of a record's bytes what counting asks of it, without making an object of all the rest: JSON.parse and
 * `normaliseRecord` take four times as long. All of the bytes are looked at, so what JSON.parse would refuse is seen. Whatever is not
 * plainly a call to be counted (a record that is kept whole or hands out credentials, a field twice, an escape or a
 * letter beyond ASCII in what is read, another type than it should have, a time in another form) is left to the whole
 * reading: `call` is null then. Where it is not, `normaliseRecord` comes to the same.
 */
export class CallReader {
  /** Of the record that was read last. */
  call: ReadCall | null = null
  readonly #texts = new TextTable()
  readonly #identities = new KnownIdentities()
  readonly #calls = new KnownCalls()
  /** One bit a field. */
  #seen = 0
  #isOdd = false
  #text: string | undefined
  #eventId: string | undefined
  #eventSource: string | undefined
  #eventName: string | undefined
  #region: string | undefined
  #sourceIp: string | undefined
  #userAgent: string | undefined
  #errorCode: string | undefined
  #errorMessage: string | undefined
  #accountId: string | undefined
  #readOnly: boolean | undefined
  #atMs = Number.NaN
  #actor: Identity | null = null
  #requestAt = -1

  /** Where the object ends whose brace is at `from`; -1 where it is no JSON, or too deep to tell. */
  read(content: Buffer, from: number): number {
    this.#forget()
    let at = skipSpace(content, from + 1)
    for (;;) {
      if (content[at] !== bytes.quote) return -1
      at = this.#readField(content, at + 1)
      if (at === -1) return -1
      at = skipSpace(content, at)
      if (content[at] === bytes.closeObject) break
      if (content[at] !== bytes.comma) return -1
      at = skipSpace(content, at + 1)
    }
    if (!this.#isOdd) this.call = this.#counted(content)
    return at + 1
  }

  #forget(): void {
    this.call = null
    this.#seen = 0
    this.#isOdd = false
    this.#eventId = undefined
    this.#eventSource = undefined
    this.#eventName = undefined
    this.#region = undefined
    this.#sourceIp = undefined
    this.#userAgent = undefined
    this.#errorCode = undefined
    this.#errorMessage = undefined
    this.#accountId = undefined
    this.#readOnly = undefined
    this.#atMs = Number.NaN
    this.#actor = null
    this.#requestAt = -1
  }

  /** The end of the value whose name begins at `from`. */
  #readField(content: Buffer, from: number): number {
    const end = endOfPlain(content, from)
    if (content[end] !== bytes.quote) {
      // An escape may spell any name.
      this.#isOdd = true
      const value = valueBehind(content, endOfText(content, end))
      return value === -1 ? -1 : endOfValue(content, value)
    }
    const value = valueBehind(content, end)
    if (value === -1) return -1
    const which = fieldAt(content, from, end)
    if (which === field.none) return endOfValue(content, value)
    if ((this.#seen & (1 << which)) !== 0) this.#isOdd = true
    this.#seen |= 1 << which
    return this.#readValue(content, value, which)
  }

  #readValue(content: Buffer, at: number, which: number): number {
    switch (which) {
      case field.userIdentity:
        return this.#readIdentity(content, at)
      case field.eventTime:
        return this.#readTime(content, at)
      case field.eventID:
        return this.#readId(content, at)
      case field.readOnly:
        return this.#readTruth(content, at)
      case field.errorMessage:
        return this.#readMessage(content, at)
      case field.requestParameters:
        if (content[at] !== bytes.openObject) return this.#readOther(content, at)
        this.#requestAt = at
        return endOfValue(content, at)
      case field.responseElements:
        // Credentials that are handed out are an object.
        return this.#readPart(content, at, endOfFlatObject)
      case field.additionalEventData:
        return this.#readPart(content, at, endWithoutProvider)
      default:
        return this.#readText(content, at, which)
    }
  }

  #readText(content: Buffer, at: number, which: number): number {
    const end = this.#readPlain(content, at)
    const text = this.#text
    if (which === field.eventSource) this.#eventSource = text
    else if (which === field.eventName) this.#eventName = text
    else if (which === field.awsRegion) this.#region = text
    else if (which === field.sourceIPAddress) this.#sourceIp = text
    else if (which === field.userAgent) this.#userAgent = text
    else if (which === field.errorCode) this.#errorCode = text
    else if (which === field.recipientAccountId) this.#accountId = text
    return end
  }

  /** A text that stands as it is, or null, which is `undefined`. */
  #readPlain(content: Buffer, at: number): number {
    this.#text = undefined
    const text = content[at] === bytes.quote ? this.#texts.read(content, at + 1) : null
    if (text === null) return this.#readOther(content, at)
    // Some take an empty text for none, and others (a question about Regions) for another one.
    if (text === '') this.#isOdd = true
    this.#text = text
    return this.#texts.end + 1
  }

  /** Of what is no text null alone is absent for sure. */
  #readOther(content: Buffer, at: number): number {
    if (!isAt(content, at, nullWord)) this.#isOdd = true
    return endOfValue(content, at)
  }

  #readIdentity(content: Buffer, at: number): number {
    if (content[at] !== bytes.openObject) {
      this.#isOdd = true
      return endOfValue(content, at)
    }
    const end = this.#identities.read(content, at)
    this.#actor = this.#identities.identity
    return end
  }

  #readTime(content: Buffer, at: number): number {
    const end = at + 1 + wholeSecondBytes
    this.#atMs =
      content[at] === bytes.quote && content[end] === bytes.quote ? wholeSecondMs(content, at + 1) : Number.NaN
    if (!Number.isNaN(this.#atMs)) return end + 1
    this.#isOdd = true
    return endOfValue(content, at)
  }

  /** Ids differ: there is nothing to remember. */
  #readId(content: Buffer, at: number): number {
    const end = content[at] === bytes.quote ? endOfPlain(content, at + 1) : -1
    if (end <= at + 1 || content[end] !== bytes.quote) {
      this.#isOdd = true
      return endOfValue(content, at)
    }
    this.#eventId = content.toString('latin1', at + 1, end)
    return end + 1
  }

  #readTruth(content: Buffer, at: number): number {
    if (isAt(content, at, trueWord)) this.#readOnly = true
    else if (isAt(content, at, falseWord)) this.#readOnly = false
    else return this.#readOther(content, at)
    return endOfValue(content, at)
  }

  /** That there is one is all that counts. */
  #readMessage(content: Buffer, at: number): number {
    if (content[at] !== bytes.quote) return this.#readOther(content, at)
    const end = endOfText(content, at + 1)
    if (end > at + 1) this.#errorMessage = 'said'
    return end === -1 ? -1 : end + 1
  }

  /** A part may be JSON in a text as well. */
  #readPart(content: Buffer, at: number, endIfFine: typeof endOfFlatObject): number {
    if (content[at] !== bytes.openObject) return this.#readOther(content, at)
    const end = endIfFine(content, at)
    if (end !== -1) return end
    this.#isOdd = true
    return endOfValue(content, at)
  }

  #counted(content: Buffer): ReadCall | null {
    const eventId = this.#eventId
    const eventSource = this.#eventSource
    const eventName = this.#eventName
    const actor = this.#actor
    if (eventId === undefined || eventSource === undefined || eventName === undefined || actor === null) return null
    if (Number.isNaN(this.#atMs) || eventSource.startsWith('aws:') || eventName === 'ConsoleLogin') return null
    const known = this.#calls.callOf({ eventSource, eventName })
    if (kindByReading(known, this.#readOnly) !== null) return null
    if (known.isObjectWrite && this.#mayHaveOwnKey(content)) return null
    return {
      eventId,
      atMs: this.#atMs,
      eventSource: known.eventSource,
      eventName,
      actor,
      accountId: this.#accountId ?? actor.accountId,
      region: this.#region,
      sourceIp: this.#sourceIp,
      userAgent: this.#userAgent,
      errorCode: this.#errorCode,
      errorMessage: this.#errorMessage,
    }
  }

  #mayHaveOwnKey(content: Buffer): boolean {
    const at = this.#requestAt
    return at !== -1 && endOfObjectWithout(content, at, ownKeyName) === -1
  }
}

/** The SAML provider of a sign-in belongs to the identity. */
function endWithoutProvider(content: Uint8Array, from: number): number {
  return endOfObjectWithout(content, from, providerName)
}
