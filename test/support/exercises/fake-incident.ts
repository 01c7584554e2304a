import { linkRecord } from '../../../src/audit/chain.js'
import type { AuditBody, AuditRecord } from '../../../src/audit/record.js'
import { type Json, sha256 } from '../../../src/domain/canonical-json.js'
import type { Question } from '../../../src/domain/effect.js'

/** A question as the fake has it. */
export interface FakeQuestion {
  readonly question: Question
  readonly planDigest: string
  readonly quorum: number
  readonly expiresAtMs: number
}

/** One incident of the fake: its state, and a chain of records that are written as the product writes them. */
export class FakeIncident {
  readonly id: string
  state = 'investigating'
  question: FakeQuestion | null = null
  readonly approvedBy: string[] = []
  readonly #audit: AuditRecord[] = []
  readonly #isoNow: () => string

  constructor(id: string, isoNow: () => string) {
    this.id = id
    this.#isoNow = isoNow
    this.record('OPENED', 'source', 'guardduty', {}, { from: null, to: this.state })
  }

  get open(): boolean {
    return !['closed', 'denied'].includes(this.state)
  }

  get audit(): readonly AuditRecord[] {
    return this.#audit
  }

  /** The next plan: every question has one of its own. */
  nextDigest(): string {
    return sha256(`${this.id} ${this.#audit.length}`)
  }

  /** Something happened; with `to` the incident moves there. */
  record(
    what: string,
    actor: 'person' | 'source' | 'timer',
    name: string,
    detail: Json,
    { from = this.state, to = this.state, ignored = false }: Partial<Pick<AuditBody, 'from' | 'to' | 'ignored'>> = {},
  ): void {
    const last = this.#audit.at(-1)
    const body: AuditBody = {
      incidentId: this.id,
      seq: this.#audit.length + 1,
      at: this.#isoNow(),
      actor: { kind: actor, name },
      what,
      detail,
      from,
      to,
      ignored,
      orders: [],
    }
    this.#audit.push(linkRecord(last?.hash ?? sha256(this.id), body))
    this.state = to
  }
}
