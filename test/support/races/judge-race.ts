import { z } from 'zod'
import type { AuditRecord } from '../../../src/audit/record.js'
import { planDigest } from '../fixtures/incident-events.js'
import { type Race, raceRules } from './decision-race.js'
import { QuestionJudge } from './question-judge.js'

const prepared = z.object({ planDigest: z.string() })

/** Judges races for the question whether to block. */
export class RaceJudge extends QuestionJudge {
  constructor({ quorum, escalates }: Race) {
    super({
      rules: raceRules.contain,
      subject: 'fay',
      quorum,
      escalates,
      planDigest,
      states: { asked: 'awaitingApproval', approved: 'blocking', denied: 'denied', expired: 'needsHuman' },
      writes: ['putBlock'],
    })
  }

  protected follows({ what, to, detail }: AuditRecord['body']): boolean {
    if (what === 'PLAN_OUTDATED') this.end(to, 'planning', null)
    else if (what === 'PLAN_PREPARED') this.ask(prepared.parse(detail).planDigest)
    else return false
    return true
  }

  protected mayApprove(): boolean {
    return true
  }

  protected approval() {
    return { write: 'putBlock', name: 'approve' } as const
  }
}
