import { z } from 'zod'
import { checkChain } from '../../../src/audit/chain.js'
import type { AuditRecord } from '../../../src/audit/record.js'
import type { EffectKind } from '../../../src/domain/effect.js'
import type { Chain } from '../../../src/engine/incident-store.js'
import type { QuestionRules } from '../../../src/incidents/authority.js'
import type { Answer } from './answer.js'

/** The terms of one question: who answers it, where its ends lead, and what an approval orders. */
export interface Terms {
  readonly rules: QuestionRules
  /** Whom the incident is about: no answer of theirs counts. */
  readonly subject: string
  readonly quorum: number
  readonly escalates: boolean
  /** The plan that is asked about at first. */
  readonly planDigest: string
  readonly states: {
    readonly asked: string
    readonly approved: string
    readonly denied: string
    readonly expired: string
  }
  /** Every order that changes something in AWS. */
  readonly writes: readonly EffectKind[]
}

export interface Judgement {
  /** How it ended: who won the question last, or that it is open still. */
  readonly winner: string
  readonly faults: readonly string[]
  readonly escalated: boolean
  /** Losers by the code that they were given. */
  readonly lost: readonly string[]
}

const decisionDetail = z.object({ by: z.string(), planDigest: z.string(), reason: z.string() })
const reasonDetail = z.object({ reason: z.string() })
const refusedDetail = z.object({
  by: z.string(),
  code: z.string(),
  decision: z.string().optional(),
  ask: z.string().optional(),
})

/**
 * Goes through the record of a race as somebody who knows the rules and not the code: who may vote when, for which plan, and
 * what each record may lead to. Every answer that people were given must be on it. What moves a question beside its answers
 * is said by whoever extends this.
 */
export abstract class QuestionJudge {
  protected readonly faults: string[] = []
  /** The plan that is asked about; null: nobody is asked. */
  protected open: string | null
  protected winner = 'open'
  #circle: readonly string[]
  #votes = new Set<string>()
  #escalated = false
  #isReplanned = false
  #approvals = 0
  #denials = 0
  #writes = 0

  constructor(protected readonly terms: Terms) {
    this.open = terms.planDigest
    this.#circle = this.#firstCircle()
  }

  judge({ head, records }: Chain, answers: readonly Answer[]): Judgement {
    const chain = checkChain(head, records)
    if (!chain.ok) this.faults.push(`chain: ${chain.reason}`)
    for (const record of records.slice(1)) this.#follow(record.body)
    for (const answer of answers) this.#find(answer, records)
    if (this.#writes !== this.#approvals) this.faults.push(`${this.#writes} writes for ${this.#approvals} approvals`)
    const wins = answers.filter(({ status }) => status === 'decided').length
    if (wins !== this.#approvals + this.#denials) {
      this.faults.push(`${wins} were told that they decided; ${this.#approvals} approved and ${this.#denials} denied`)
    }
    const lost = answers.flatMap(({ code }) => code ?? [])
    const isReplanned = this.winner === 'open' && this.#isReplanned
    return { winner: isReplanned ? 'planChange' : this.winner, faults: this.faults, escalated: this.#escalated, lost }
  }

  /** What happened beside answers and expiries. False: it should not have. */
  protected abstract follows(body: AuditRecord['body']): boolean
  /** Whether the person may approve, whoever else may. */
  protected abstract mayApprove(person: string): boolean
  /** The one write that an approval orders now, and what that is called. */
  protected abstract approval(): { readonly write: EffectKind; readonly name: string }

  /** A plan is asked about, and no vote for another one counts. */
  protected ask(digest: string): void {
    if (this.open !== null) this.faults.push('a plan was asked about over another')
    this.open = digest
    this.#circle = this.#firstCircle()
    this.#votes = new Set()
    this.#isReplanned = true
    this.winner = 'open'
  }

  /** The question is over; `winner` null: for another plan's. */
  protected end(to: string, expected: string, winner: string | null): void {
    if (this.open === null) this.faults.push(`${winner ?? 'a change'} ended a question that was over`)
    if (to !== expected) this.faults.push(`${winner ?? 'a change'} led to ${to}`)
    this.open = null
    if (winner !== null) this.winner = winner
  }

  #firstCircle(): readonly string[] {
    return this.terms.rules.approvers.filter((name) => name !== this.terms.subject)
  }

  #follow(body: AuditRecord['body']): void {
    const { what, to, orders, from, ignored } = body
    const writes = orders.filter(({ kind }) => this.terms.writes.some((each) => each === kind))
    this.#writes += writes.length
    if (writes.length > 0 && what !== 'APPROVED') this.faults.push(`${what} ordered ${writes[0]?.kind}`)
    if (what === 'APPROVED') this.#vote(body, writes)
    else if (what === 'DENIED') this.#deny(body)
    else if (what === 'DECISION_REFUSED' || what === 'REQUEST_REFUSED') {
      if (from !== to || orders.length > 0 || !ignored) this.faults.push('a refusal changed something')
    } else if (/(approval|restore)Expiry/.test(what)) this.#expire(to)
    else if (!this.follows(body)) this.faults.push(`unexpected ${what}`)
  }

  #vote({ detail, to, ignored }: AuditRecord['body'], writes: readonly { readonly kind: string }[]): void {
    const { by, planDigest } = decisionDetail.parse(detail)
    const { quorum, states } = this.terms
    if (ignored || planDigest !== this.open) this.faults.push(`a vote of ${by} for another plan is on the record`)
    if (!this.#circle.includes(by) || this.#votes.has(by) || !this.mayApprove(by))
      this.faults.push(`${by} could not vote`)
    this.#votes.add(by)
    const { write, name } = this.approval()
    const ordered = writes.map(({ kind }) => kind).join()
    const isQuorum = this.#votes.size >= quorum
    if (ordered !== (isQuorum ? write : '')) this.faults.push(`${this.#votes.size} votes ordered "${ordered}"`)
    if (!isQuorum) {
      if (to !== states.asked) this.faults.push(`a vote led to ${to}`)
      return
    }
    this.#approvals += 1
    this.end(to, states.approved, name)
  }

  #deny({ detail, to, ignored }: AuditRecord['body']): void {
    const { by, planDigest } = decisionDetail.parse(detail)
    if (ignored || planDigest !== this.open) this.faults.push(`${by} denied another plan`)
    if (!this.#circle.includes(by)) this.faults.push(`${by} could not deny`)
    this.#denials += 1
    this.end(to, this.terms.states.denied, 'deny')
  }

  #expire(to: string): void {
    const { states, escalates, rules } = this.terms
    if (to !== states.asked) {
      this.end(to, states.expired, 'expiry')
      return
    }
    const { escalateTo = [] } = rules
    if (!escalates || escalateTo.some((name) => this.#circle.includes(name)))
      this.faults.push('escalated once too often')
    this.#circle = [...this.#circle, ...escalateTo]
    this.#escalated = true
  }

  #find({ by, reason, what, status, code, recordedAs }: Answer, records: readonly AuditRecord[]): void {
    const counted = records.filter(({ body }) => {
      const detail = reasonDetail.safeParse(body.detail)
      return recordedAs.counted.includes(body.what) && detail.success && detail.data.reason === reason
    })
    if (code === null) {
      const effective = counted.filter(({ body }) => !body.ignored)
      if (effective.length !== 1)
        this.faults.push(`${by} was answered ${status}, and counted ${effective.length} times`)
      return
    }
    const isNamed = records.some(({ body }) => {
      const refused = body.what === recordedAs.refused ? refusedDetail.parse(body.detail) : null
      return (
        refused?.by === by &&
        refused.code === code &&
        (refused.decision ?? refused.ask) === what &&
        body.actor.name === by
      )
    })
    // What nobody had a use for stays on the record as it came.
    const isIgnored = code === 'notPossible' && counted.some(({ body }) => body.ignored)
    if (!isNamed && !isIgnored) this.faults.push(`${by} lost to ${what} (${code}), and that is not on the record`)
    if (counted.some(({ body }) => !body.ignored)) this.faults.push(`${by} was refused (${code}), and counted`)
    if (counted.length > 0 && !isIgnored)
      this.faults.push(`${by} was refused (${code}), and is on the record as counted`)
  }
}
