import { field } from './call-fields.js'
import { kernelBytes } from './kernel/kernel-bytes.js'

/** As kernel/call-kernel.as lays its memory out, and what it tells at which place. */
const layout = { fieldSlots: 0, names: 1_024, nameBytes: 64, told: 4_096, toldTime: 4_352, content: 458_752 } as const
const toldNumbers = 40
/**
 * Beside the fields' own places, as kernel/told.as has them. `handsOut` says that what follows it tells of credentials: where the
 * key id stands, and the numbers of texts.
 */
export const told = {
  /** The record is to be read whole. */
  isOdd: 0,
  idLength: 24,
  isUuid: 25,
  idLow: 26,
  idHigh: 27,
  texts: 28,
  handsOut: 29,
  keyFrom: 30,
  keyLength: 31,
  ofRole: 32,
  sessionName: 33,
  roleId: 34,
  expiration: 35,
  /** No less than the size of parameters, answer and additional data: see `charactersOf` of notable-record.ts. */
  partsSize: 36,
} as const
/** Names that fields of a record have inside, numbered behind the fields, as kernel/names.as has them. */
const innerNames = [
  ...['x-amz-server-side-encryption-customer-algorithm', 'SamlProviderArn', 'roleArn', 'roleSessionName'],
  ...['sourceIdentity', 'trustAnchorArn', 'sAMLProviderArn', 'principalArn', 'providerId'],
  ...['credentials', 'assumedRoleUser', 'packedPolicySize'],
  ...['accessKeyId', 'sessionToken', 'secretAccessKey', 'expiration', 'assumedRoleId', 'arn'],
]
export const mostTexts = 16_384
/** No more texts than that are in one record. */
const textsOfRecord = 16
const pageBytes = 65_536
/** Of zeros: see the kernel. */
const marginBytes = 512

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  forget(): void
  placeOf(text: number): number
  lengthOf(text: number): number
  read(from: number): number
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
  validate(bytes: Uint8Array): boolean
}

/** Its types come with browsers' alone. A runtime may be told to have none (`--jitless`). */
const { WebAssembly: api } = globalThis as { readonly WebAssembly?: WebAssemblyApi }

/** Whether this machine runs it: all that Node runs on do but x86 of before 2008, which has no such vectors. */
export const hasKernel = api?.validate(kernelBytes) ?? false

/**
 * The loop over the bytes of a log, in WebAssembly: see kernel/call-kernel.as. It has memory of its own, into which a log is
 * copied; that takes a tenth of the time that it saves.
 */
export class CallKernel {
  /** What was told of the record that was read last. Made anew by `open`. */
  told = new Int32Array(0)
  /** Its time, at place 0. */
  time = new Float64Array(0)
  /** All memory of the kernel: places in it are those that are told. */
  bytes = Buffer.alloc(0)
  /** Counts how often all texts were forgotten: numbers of texts are those of one generation. */
  generation = 0
  readonly #exports: KernelExports
  #from = 0
  #end = 0

  constructor() {
    if (api === undefined) throw new Error('There is no WebAssembly here: ask hasKernel first.')
    // What call-kernel.as exports, as the compiler wrote it.
    this.#exports = new api.Instance(new api.Module(kernelBytes)).exports as KernelExports
    this.#look()
    for (const [name, number] of Object.entries(field)) if (number !== field.none) this.#name(number, name, true)
    for (const [place, name] of innerNames.entries()) this.#name(Object.keys(field).length + place, name, false)
  }

  /** Takes the bytes of a log. Texts and records of the one before are forgotten. */
  open(content: Buffer): void {
    const missing = layout.content + content.length + marginBytes - this.bytes.length
    if (missing > 0) {
      this.#exports.memory.grow(Math.ceil(missing / pageBytes))
      this.#look()
    }
    content.copy(this.bytes, layout.content)
    const end = layout.content + content.length
    this.bytes.fill(0, end, end + marginBytes)
    this.#forget()
  }

  /** Reads the object whose brace is at `from` of the log: the place behind it; -1 where it is no JSON, or too deep to tell. */
  read(from: number): number {
    if ((this.told[told.texts] ?? 0) > mostTexts - 1 - textsOfRecord) this.#forget()
    const end = this.#exports.read(layout.content + from)
    this.#from = layout.content + from
    this.#end = end
    return end === 0 ? -1 : end - layout.content
  }

  /** How many bytes the record has that was read last. */
  get recordLength(): number {
    return this.#end - this.#from
  }

  /** As a text. */
  recordText(): string {
    return this.bytes.toString('utf8', this.#from, this.#end)
  }

  /** A text that was told, by its number. It is all of ASCII, or an identity. */
  text(number: number): string {
    const from = this.#exports.placeOf(number)
    return this.bytes.toString('utf8', from, from + this.#exports.lengthOf(number))
  }

  #forget(): void {
    this.generation += 1
    this.told[told.texts] = 0
    this.#exports.forget()
  }

  #look(): void {
    const { buffer } = this.#exports.memory
    this.bytes = Buffer.from(buffer)
    this.told = new Int32Array(buffer, layout.told, toldNumbers)
    this.time = new Float64Array(buffer, layout.toldTime, 1)
  }

  #name(number: number, name: string, isField: boolean): void {
    const row = layout.names + number * layout.nameBytes
    this.bytes.writeUInt32LE(name.length, row)
    this.bytes.write(name, row + 8, 'latin1')
    if (!isField) return
    const slot = layout.fieldSlots + slotOf(name)
    if (this.bytes[slot] !== 0) throw new Error(`${name} shares its place with another field.`)
    this.bytes[slot] = number
  }
}

/** No two of the fields agree in their fourth and sixth letter and their length. */
function slotOf(name: string): number {
  return (name.charCodeAt(3) + 7 * name.charCodeAt(5) + name.length) & 1_023
}
