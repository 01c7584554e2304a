import type { Question } from '../domain/effect.js'
import type { Incident } from '../domain/incident.js'

/** The question that people are asked now. */
export interface AskedQuestion {
  readonly question: Question
  readonly planDigest: string
  readonly circle: 'first' | 'second'
}

const askedIn: Readonly<Record<string, Question>> = {
  awaitingApproval: 'contain',
  awaitingWiderApproval: 'contain',
  awaitingRestoreApproval: 'restore',
}

/** null: nobody is asked, though the incident may be between two plans of a question. */
export function askedQuestion({ state, snapshot: { context } }: Incident): AskedQuestion | null {
  const question = askedIn[state]
  const { askedCircle: circle, openPlanDigest: planDigest } = context
  return question === undefined || circle === null || planDigest === null ? null : { question, planDigest, circle }
}

/**
 * The plan of a block that is shown: the one that people are asked about, where they are; else the one of the block. While a wider
 * block is asked for they are two, and nobody may be shown the one and approve the other. While it is written it is the wider one.
 */
export function shownContainPlan(incident: Incident): string | null {
  const asked = askedQuestion(incident)
  if (asked?.question === 'contain') return asked.planDigest
  const { containPlanDigest, unreported } = incident.snapshot.context
  return incident.state === 'widening' && unreported !== null ? unreported.to : containPlanDigest
}
