import { z } from 'zod'
import { checkChain } from '../../../src/audit/chain.js'
import type { AuditRecord } from '../../../src/audit/record.js'
import type { Chain } from '../../../src/engine/incident-store.js'
import { planDigest } from '../fixtures/incident-events.js'
import { type Answer, type Race, raceRules } from './decision-race.js'

/** How a race ended: who won the question, or that it is open still. */
export type Winner = 'approve' | 'deny' | 'expiry' | 'planChange' | 'open'

export interface Judgement {
  readonly winner: Winner
  readonly faults: readonly string[]
  readonly escalated: boolean
  /** Losers by the code that they were given. */
  readonly lost: readonly string[]
}

const decisionDetail = z.object({ by: z.string(), planDigest: z.string(), reason: z.string() })
const refusedDetail = z.object({ by: z.string(), decision: z.string(), planDigest: z.string(), code: z.string() })

/**
 * Goes through the record as somebody who knows the rules and not the code: who may vote when, for which plan, and what each
 * record may lead to. Every answer that people were given must be on it.
 */
export class RaceJudge {
  readonly #race: Race
  readonly #faults: string[] = []
  /** The plan that is asked about; null once that question has ended. */
  #open: string | null = planDigest
  #circle: readonly string[] = ['ana', 'ben', 'cyd']
  #votes = new Set<string>()
  #winner: Winner = 'open'
  #isReplanned = false
  #escalated = false
  #blocks = 0

  constructor(race: Race) {
    this.#race = race
  }

  judge({ head, records }: Chain, answers: readonly Answer[]): Judgement {
    const chain = checkChain(head, records)
    if (!chain.ok) this.#faults.push(`chain: ${chain.reason}`)
    for (const record of records.slice(1)) this.#follow(record)
    for (const answer of answers) this.#find(answer, records)
    if (this.#blocks !== (this.#winner === 'approve' ? 1 : 0)) this.#faults.push(`${this.#blocks} blocks ordered`)
    const wins = answers.filter(({ decided }) => decided.status === 'decided').length
    if (wins !== (['approve', 'deny'].includes(this.#winner) ? 1 : 0)) {
      this.#faults.push(`${wins} were told that they decided, and ${this.#winner} won`)
    }
    const lost = answers.flatMap(({ decided }) => (decided.status === 'refused' ? [decided.code] : []))
    return { winner: this.#endOf(), faults: this.#faults, escalated: this.#escalated, lost }
  }

  #endOf(): Winner {
    return this.#winner === 'open' && this.#isReplanned ? 'planChange' : this.#winner
  }

  #follow({ body }: AuditRecord): void {
    const { what, to, orders, from, ignored } = body
    const blocks = orders.filter(({ kind }) => kind === 'putBlock').length
    this.#blocks += blocks
    if (blocks > 0 && what !== 'APPROVED') this.#faults.push(`${what} ordered a block`)
    if (what === 'APPROVED') this.#vote(body, blocks)
    else if (what === 'DENIED') this.#deny(body)
    else if (what === 'DECISION_REFUSED') {
      if (from !== to || orders.length > 0 || !ignored) this.#faults.push('a refusal changed something')
    } else if (what === 'PLAN_OUTDATED') this.#end(to, 'planning', null)
    else if (what === 'PLAN_PREPARED') this.#ask(z.object({ planDigest: z.string() }).parse(body.detail).planDigest)
    else if (what.includes('approvalExpiry')) this.#expire(to)
    else this.#faults.push(`unexpected ${what}`)
  }

  #vote({ detail, to, ignored }: AuditRecord['body'], blocks: number): void {
    const { by, planDigest: digest } = decisionDetail.parse(detail)
    if (ignored || digest !== this.#open) this.#faults.push(`a vote of ${by} for another plan is on the record`)
    if (!this.#circle.includes(by) || this.#votes.has(by)) this.#faults.push(`${by} could not vote`)
    this.#votes.add(by)
    const isQuorum = this.#votes.size >= this.#race.quorum
    if (blocks !== (isQuorum ? 1 : 0)) this.#faults.push(`${this.#votes.size} votes ordered ${blocks} blocks`)
    if (isQuorum) this.#end(to, 'blocking', 'approve')
    else if (to !== 'awaitingApproval') this.#faults.push(`a vote led to ${to}`)
  }

  #deny({ detail, to, ignored }: AuditRecord['body']): void {
    const { by, planDigest: digest } = decisionDetail.parse(detail)
    if (ignored || digest !== this.#open) this.#faults.push(`${by} denied another plan`)
    if (!this.#circle.includes(by)) this.#faults.push(`${by} could not deny`)
    this.#end(to, 'denied', 'deny')
  }

  #expire(to: string): void {
    const { escalateTo = [] } = raceRules.contain
    if (to !== 'awaitingApproval') {
      this.#end(to, 'needsHuman', 'expiry')
      return
    }
    if (!this.#race.escalates || this.#circle.includes('dee')) this.#faults.push('escalated once too often')
    this.#circle = [...this.#circle, ...escalateTo]
    this.#escalated = true
  }

  #ask(digest: string): void {
    if (this.#open !== null) this.#faults.push('a plan was asked about over another')
    this.#open = digest
    this.#circle = ['ana', 'ben', 'cyd']
    this.#votes = new Set()
    this.#isReplanned = true
  }

  #end(to: string, expected: string, winner: Winner | null): void {
    if (this.#open === null) this.#faults.push(`${winner} ended a question that was over`)
    if (to !== expected) this.#faults.push(`${winner} led to ${to}`)
    this.#open = null
    if (winner !== null) this.#winner = winner
  }

  #find({ racer, reason, decided }: Answer, records: readonly AuditRecord[]): void {
    if (decided.status === 'refused') {
      const found = records.some(({ body }) => {
        if (body.what !== 'DECISION_REFUSED') return false
        const { by, code } = refusedDetail.parse(body.detail)
        return by === racer.by && code === decided.code && body.actor.name === racer.by
      })
      if (!found) this.#faults.push(`${racer.by} lost (${decided.code}), and that is not on the record`)
    }
    const counted = records.filter(({ body }) => {
      const detail = decisionDetail.safeParse(body.detail)
      return detail.success && detail.data.reason === reason
    })
    if (counted.length !== (decided.status === 'refused' ? 0 : 1)) {
      this.#faults.push(`${racer.by} was answered ${decided.status}, and counted ${counted.length} times`)
    }
  }
}
