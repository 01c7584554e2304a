import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import { type Columns, emptyColumns, encodeSegment, rowsPerSegment, writeUuid } from './index-segment.js'

/** So many different texts: their segment is then written with fewer rows, or memory would grow with what an attacker makes up. */
const mostTexts = 100_000

/**
 * Writes one compact row for each record that it is given into segment files, each of which can be read by itself. Memory is
 * that of one segment. Texts stand in a segment's dictionary once; rows have their numbers, 0 for none.
 */
export class IndexWriter {
  readonly #folder: string
  readonly #name: string
  readonly #segments: string[] = []
  readonly #columns: Columns = emptyColumns(rowsPerSegment)
  #rows = 0
  #texts = new Map<string, number>()
  #callers = new Map<string, number>()
  #callerTexts: number[] = []

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#name = name
    mkdirSync(folder, { recursive: true })
  }

  add(event: CountedCall, atMs: number, issuedKeyId: string | undefined): void {
    const row = this.#rows
    const columns = this.#columns
    columns.time[row] = atMs
    columns.caller[row] = this.#callerOf(event.actor)
    columns.source[row] = this.#textOf(event.eventSource)
    columns.name[row] = this.#textOf(event.eventName)
    columns.region[row] = this.#textOf(event.region)
    columns.ip[row] = this.#textOf(event.sourceIp)
    columns.error[row] = this.#textOf(event.errorCode)
    columns.issued[row] = this.#textOf(issuedKeyId)
    columns.longId[row] = writeUuid(columns.id, row, event.eventId) ? 0 : this.#textOf(event.eventId)
    this.#rows += 1
    if (this.#rows === rowsPerSegment || this.#texts.size >= mostTexts) this.#write()
  }

  /** The names of the files that were written. */
  end(): readonly string[] {
    if (this.#rows > 0) this.#write()
    return this.#segments
  }

  #callerOf({ arn, issuerArn, principalId, accessKeyId }: CloudTrailEvent['actor']): number {
    const key = `${accessKeyId} ${principalId} ${arn} ${issuerArn}`
    const known = this.#callers.get(key)
    if (known !== undefined) return known
    const caller = this.#callers.size
    this.#callers.set(key, caller)
    for (const text of [arn, issuerArn, principalId, accessKeyId]) this.#callerTexts.push(this.#textOf(text))
    return caller
  }

  #textOf(text: string | undefined): number {
    if (text === undefined) return 0
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const number = this.#texts.size + 1
    this.#texts.set(text, number)
    return number
  }

  #write(): void {
    const name = `${this.#name}-${this.#segments.length}.segment`
    const dictionary = { texts: [...this.#texts.keys()], callers: this.#callerTexts }
    writeFileSync(join(this.#folder, name), encodeSegment(dictionary, this.#columns, this.#rows))
    this.#segments.push(name)
    this.#rows = 0
    this.#texts = new Map()
    this.#callers = new Map()
    this.#callerTexts = []
  }
}
