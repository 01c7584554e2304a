import type { Exercise } from '../exercise-file.js'
import type { RunRecord } from '../run-record.js'
import type { ExerciseReview } from './after-action-schema.js'
import { revealedWords } from './timeline-of-run.js'

type Attacker = ExerciseReview['attacker']

/** What the attacker got, and when each step of the attack became known. */
export function attackerOfRun({ attack }: Exercise, record: RunRecord): Attacker {
  const { gains, startedAt } = record
  const { harmless = false, steps = [] } = attack ?? {}
  const isTalk = record.mode === 'discuss'
  const gotNothing = harmless || isTalk
  const isoAt = (atMs: number) => new Date(Date.parse(startedAt) + atMs).toISOString()
  return {
    harmless,
    blockedAt: gains.blockedAtMs === null ? null : isoAt(gains.blockedAtMs),
    calls: isTalk ? null : gains.calls,
    callsAfterBlock: gains.callsAfterBlock.map(({ atMs, action, by }) => ({ at: isoAt(atMs), action, by })),
    persistence: gotNothing
      ? []
      : gains.persistence.map(({ what, atMs, standing }) => ({ what, at: isoAt(atMs), standing })),
    couldStill: gotNothing ? [] : [...gains.couldStill],
    steps: steps.map(({ id, technique, text, hidden, does }) => {
      return { id, technique, text, hidden, result: resultOf(record, id, does), revealed: revealedHow(record, id) }
    }),
  }
}

/** How a step ended: by the last thing that AWS answered it. */
function resultOf({ events }: RunRecord, step: string, does: string | null): string {
  const results = events.flatMap((event) => (event.kind === 'ATTACK' && event.step === step ? [event.result] : []))
  if (results.length > 0) return results.at(-1) ?? 'begun'
  return does === null ? 'happened before' : 'never begun'
}

function revealedHow({ events }: RunRecord, step: string): string | null {
  const found = events.find((event) => event.kind === 'REVEALED' && event.step === step)
  return found?.kind === 'REVEALED' ? revealedWords[found.how] : null
}
