import { z } from 'zod'
import type { AuditRecord } from '../../../src/audit/record.js'
import { type RestoreAs, restoreAsSchema } from '../../../src/domain/plan.js'
import { QuestionJudge } from './question-judge.js'
import { type RestoreRace, restoreDigests, restoreRules } from './restore-race.js'

const prepared = z.object({ planDigest: z.string() })
const requested = z.object({ by: z.string(), restoreAs: restoreAsSchema })

const ASKED = 'awaitingRestoreApproval'

/** Judges races for the question of a restore, which may be put anew on another plan again and again. */
export class RestoreRaceJudge extends QuestionJudge {
  #requestedBy = 'cyd'
  #restoreAs: RestoreAs
  #isPreparing = false

  constructor({ restoreAs, quorum, escalates }: RestoreRace) {
    super({
      rules: restoreRules.restore,
      subject: 'fay',
      quorum,
      escalates,
      planDigest: restoreDigests[restoreAs].asFound,
      states: { asked: ASKED, approved: 'restoring', denied: 'contained', expired: 'contained' },
      writes: ['removeBlock', 'revokeOlderSessions', 'putBlock', 'reputBlock'],
    })
    this.#restoreAs = restoreAs
  }

  protected mayApprove(person: string): boolean {
    return person !== this.#requestedBy
  }

  protected approval() {
    const write = this.#restoreAs === 'compromise' ? 'revokeOlderSessions' : 'removeBlock'
    return { write, name: `approve as ${this.#restoreAs}` } as const
  }

  protected follows({ what, from, to, detail, ignored }: AuditRecord['body']): boolean {
    if (what === 'RESTORE_REQUESTED') this.#request(requested.parse(detail), { from, to, ignored })
    else if (what === 'RESTORE_PREPARED') this.#prepare(prepared.parse(detail).planDigest)
    else if (what === 'PLAN_OUTDATED') {
      if (from !== 'restoring' || to !== ASKED) this.faults.push(`drift led from ${from} to ${to}`)
      this.#isPreparing = true
    } else if (what === 'ENTITY_REPLACED') this.#gone(to)
    else return false
    return true
  }

  /** A wish takes the place of the question that is asked, and opens one where the block stands. */
  #request(
    { by, restoreAs }: z.infer<typeof requested>,
    { from, to, ignored }: Pick<AuditRecord['body'], 'from' | 'to' | 'ignored'>,
  ): void {
    const isDue = this.open !== null || from === 'contained'
    if (ignored === isDue) this.faults.push(`the wish of ${by} was ${ignored ? 'ignored' : 'taken'} in ${from}`)
    if (ignored) return
    if (this.open !== null) this.end(to, ASKED, null)
    else if (to !== ASKED) this.faults.push(`a wish led to ${to}`)
    this.#requestedBy = by
    this.#restoreAs = restoreAs
    this.#isPreparing = true
  }

  #prepare(planDigest: string): void {
    const { asFound, drifted } = restoreDigests[this.#restoreAs]
    if (!this.#isPreparing) this.faults.push('a plan came that nobody waited for')
    if (planDigest !== asFound && planDigest !== drifted) this.faults.push('a plan for something else is asked about')
    this.#isPreparing = false
    this.ask(planDigest)
  }

  #gone(to: string): void {
    if (to !== 'needsHuman') this.faults.push(`an entity that is gone led to ${to}`)
    this.open = null
    this.#isPreparing = false
    this.winner = 'gone'
  }
}
