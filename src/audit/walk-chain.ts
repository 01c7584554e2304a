import type { ChainPart, StoredRecord } from './audit-source.js'
import type { BodyReader } from './body-reader.js'
import type { JsonValue } from './canonical-text.js'
import { genesisHash } from './chain.js'
import { SYSTEM_CHAIN } from './checkpoint.js'
import type { AuditFault } from './fault.js'
import { systemGenesisHash } from './system-record.js'

/** Where a checkpoint saw a chain end. */
export interface Point {
  readonly seq: number
  readonly hash: string
  /** The checkpoint's number, and when it was taken. */
  readonly number: number
  readonly at: string
  /** When the checkpoint before it was taken, which did not have what this one saw; null: it is the first. */
  readonly before: string | null
}

/** Clocks of several hosts differ; a record that is off by more than this was dated by a wrong clock, or by somebody. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

/**
 * Checks one chain as its records come by; its memory does not grow with the chain. `points` are those of the checkpoints
 * on this chain, ascending; `newestAt` is when the newest checkpoint of all was taken. Finds what checkChain finds, and
 * where a point tells of another record than the chain holds: a chain that was re-made with its head, cut, rolled back or
 * back-dated after the checkpoint.
 */
export class ChainWalk {
  /** Records taken, faulty ones too. */
  records = 0
  private hash: string
  private lastDate: string | null = null
  private nextPoint = 0
  private found: { seq: number; reason: string } | null = null
  private readonly bounds: readonly { earliest: string; latest: string }[]
  private readonly afterAll: string
  private readonly owner: { readonly key: string; readonly text: string }

  constructor(
    private readonly chain: Pick<ChainPart, 'kind' | 'id'>,
    private readonly points: readonly Point[],
    newestAt: string | null,
    private readonly body: BodyReader,
  ) {
    this.hash = chain.kind === 'system' ? systemGenesisHash(chain.id) : genesisHash(chain.id)
    this.owner = { key: chain.kind === 'system' ? 'realm' : 'incidentId', text: JSON.stringify(chain.id) }
    this.bounds = points.map(boundsOf)
    this.afterAll = newestAt === null ? '' : shifted(newestAt, -CLOCK_TOLERANCE_MS)
  }

  /** The date of the last record that was right. */
  get lastAt(): string | null {
    return this.lastDate
  }

  /** Goes on with the next records; what is found first is kept. */
  take(records: readonly StoredRecord[]): void {
    for (const record of records) {
      this.records += 1
      if (this.found !== null) continue
      const reason = this.linkFault(record) ?? this.dateFault() ?? this.pointFault(record.hash)
      if (reason === null) this.hash = record.hash
      else this.found = { seq: this.records, reason }
    }
  }

  /** What was found, once all records were taken. */
  end(head: ChainPart['head']): AuditFault | null {
    const fault = this.found ?? this.endFault(head)
    if (fault === null) return null
    const { kind, id } = this.chain
    return kind === 'system'
      ? { chain: SYSTEM_CHAIN, incidentId: null, ...fault }
      : { chain: id, incidentId: id, ...fault }
  }

  private linkFault({ body, seq, prevHash, hash }: StoredRecord): string | null {
    this.body.read(body)
    const owner = this.body.member(this.owner.key)
    if (owner !== this.owner.text) return `belongs to ${shown(owner)}`
    const number = this.body.member('seq')
    if (number !== String(this.records) || seq !== this.records) {
      return `has number ${shown(number)} where ${this.records} should be`
    }
    if (prevHash !== this.hash) return 'does not follow its predecessor'
    return this.body.hashBehind(prevHash) === hash ? null : 'was changed after it was written'
  }

  private dateFault(): string | null {
    const at = textOf(this.body.member('at') ?? 'null')
    if (at === null) return 'has no date'
    const bound = this.bounds[this.nextPoint]
    const earliest = bound?.earliest ?? this.afterAll
    if (at < earliest) return `is dated ${at}, but a checkpoint of later than ${earliest} did not have it`
    if (bound !== undefined && at > bound.latest) {
      return `is dated ${at}, but a checkpoint of before ${bound.latest} had it`
    }
    this.lastDate = at
    return null
  }

  private pointFault(hash: string): string | null {
    for (let point = this.points[this.nextPoint]; point?.seq === this.records; point = this.points[this.nextPoint]) {
      if (point.hash !== hash) return `is not the one that checkpoint ${point.number} saw`
      this.nextPoint += 1
    }
    return null
  }

  private endFault(head: ChainPart['head']): { seq: number; reason: string } | null {
    if (this.chain.kind === 'incident' && head === null)
      return { seq: 1, reason: 'belongs to an incident that is gone' }
    const end = this.records
    const missing = this.points[this.nextPoint]
    if (missing !== undefined) {
      const reason = `is gone: checkpoint ${missing.number} saw ${missing.seq} records, the chain ends at ${end}`
      return { seq: end + 1, reason }
    }
    if (head === null || (head.seq === end && head.hash === this.hash)) return null
    const reason = `is missing: the incident says its record ends at ${head.seq}, but the chain ends at ${end}`
    return { seq: end + 1, reason }
  }
}

function boundsOf({ at, before }: Point): { earliest: string; latest: string } {
  const earliest = before === null ? '' : shifted(before, -CLOCK_TOLERANCE_MS)
  return { earliest, latest: shifted(at, CLOCK_TOLERANCE_MS) }
}

/** What a member says, for a sentence: texts without their quotes. */
function shown(member: string | undefined): string {
  return member === undefined ? 'undefined' : (textOf(member) ?? member)
}

function textOf(member: string): string | null {
  const value: JsonValue = JSON.parse(member)
  return typeof value === 'string' ? value : null
}

/** ISO dates in UTC sort as texts do. */
function shifted(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}
