import type { Json } from '../../../src/domain/canonical-json.js'
import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import type { NotableKind } from '../../../src/evidence/facts/is-notable.js'
import type { KeptRecord, NotableRecord } from '../../../src/evidence/facts/notable-record.js'
import { actorIn } from '../../../src/evidence/record/actor-in.js'
import { actorOf, isToldByItsCalls } from '../../../src/evidence/record/actor-of.js'
import { field } from './call-fields.js'
import { type CallKernel, told } from './call-kernel.js'
import { UnreadRecord } from './unread-record.js'

const mostIdentities = 1_024
/** Of `readOnly`, as the kernel tells it. */
const saysTrue = 1

/**
 * A call that is to be counted, when it was made, and what decides whether its record is kept: what the kernel tells of the record
 * that was read last, so it changes with the next one. Texts are made when they are asked for, one string for each number.
 */
export class ReadCall implements CountedCall, NotableRecord {
  /** What the record may be kept for; null where it is only to be counted. */
  notable: { readonly kind: NotableKind; readonly name: string } | null = null
  readonly kernel: CallKernel
  #texts: (string | undefined)[] = []
  #identities: (CountedCall['actor'] | undefined)[] = []
  #generation = -1
  /** By their JSON: one credential calls in many logs. */
  readonly #known = new Map<string, CountedCall['actor']>()
  /** And what compares them, with the account that the record says beside. */
  readonly #actorKeys = new WeakMap<
    CountedCall['actor'],
    { readonly accountId: string | undefined; readonly key: string }
  >()

  constructor(kernel: CallKernel) {
    this.kernel = kernel
  }

  get atMs(): number {
    return this.kernel.time[0] ?? Number.NaN
  }

  /** 0 where the record has no such text. */
  numberOf(which: number): number {
    return this.kernel.told[which] ?? 0
  }

  text(number: number): string | undefined {
    if (number === 0) return undefined
    if (this.#generation !== this.kernel.generation) this.#forget()
    const known = this.#texts[number]
    if (known !== undefined) return known
    const text = this.kernel.text(number)
    this.#texts[number] = text
    return text
  }

  get eventId(): string {
    const from = this.numberOf(field.eventID)
    return this.kernel.bytes.toString('latin1', from, from + this.numberOf(told.idLength))
  }

  get eventSource(): string {
    return this.text(this.numberOf(field.eventSource)) ?? ''
  }

  get eventName(): string {
    return this.text(this.numberOf(field.eventName)) ?? ''
  }

  get actor(): CountedCall['actor'] {
    const number = this.numberOf(field.userIdentity)
    if (this.#generation !== this.kernel.generation) this.#forget()
    const known = this.#identities[number]
    if (known !== undefined) return known
    const identity = this.#identityOf(this.kernel.text(number))
    this.#identities[number] = identity
    return identity
  }

  /** As `actorOf` has it. */
  get actorKey(): string {
    const { actor, accountId } = this
    if (isToldByItsCalls(actor)) return actorOf(this).key
    const known = this.#actorKeys.get(actor)
    if (known !== undefined && known.accountId === accountId) return known.key
    const { key } = actorOf(this)
    this.#actorKeys.set(actor, { accountId, key })
    return key
  }

  get accountId(): string | undefined {
    return this.text(this.numberOf(field.recipientAccountId)) ?? this.actor.accountId
  }

  get region(): string | undefined {
    return this.text(this.numberOf(field.awsRegion))
  }

  get sourceIp(): string | undefined {
    return this.text(this.numberOf(field.sourceIPAddress))
  }

  get userAgent(): string | undefined {
    return this.text(this.numberOf(field.userAgent))
  }

  get errorCode(): string | undefined {
    return this.text(this.numberOf(field.errorCode))
  }

  get readOnly(): boolean | undefined {
    const said = this.numberOf(field.readOnly)
    return said === 0 ? undefined : said === saysTrue
  }

  /** Whether it hands out the credentials of a role: `told` has what of them. */
  get handsOut(): boolean {
    return this.numberOf(told.handsOut) !== 0
  }

  /** Of the credentials that it hands out. */
  get issuedKeyId(): string | undefined {
    const from = this.numberOf(told.keyFrom)
    return this.handsOut ? this.kernel.bytes.toString('latin1', from, from + this.numberOf(told.keyLength)) : undefined
  }

  /** No less than the record has, and no more than makes a large one. */
  get characters(): number {
    return this.numberOf(told.partsSize)
  }

  keep(): KeptRecord {
    return new UnreadRecord(this.kernel.recordText())
  }

  /** That there is one is all that counts. */
  get errorMessage(): string | undefined {
    return this.numberOf(field.errorMessage) === 0 ? undefined : 'said'
  }

  #identityOf(text: string): CountedCall['actor'] {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const json: Json = JSON.parse(text)
    const identity = actorIn(json)
    if (this.#known.size >= mostIdentities) this.#known.clear()
    this.#known.set(text, identity)
    return identity
  }

  #forget(): void {
    this.#generation = this.kernel.generation
    this.#texts = []
    this.#identities = []
  }
}
