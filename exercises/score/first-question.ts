import type { RunEvent, RunEventOf } from '../run-event.js'

type Asked = RunEventOf<'QUESTION_OPENED'>
type Decided = RunEventOf<'DECISION'>

/** The first question whether to block. Several incidents may be asked about at a time: it is this one that is measured. */
export function firstQuestion(events: readonly RunEvent[]): Asked | null {
  return (
    events.find((event): event is Asked => event.kind === 'QUESTION_OPENED' && event.question === 'contain') ?? null
  )
}

/** The decision that ended it; null: nobody's did. */
export function firstDecision(events: readonly RunEvent[]): Decided | null {
  const asked = firstQuestion(events)
  return (
    events.find(
      (event): event is Decided =>
        event.kind === 'DECISION' &&
        event.question === 'contain' &&
        event.result === 'decided' &&
        (asked === null || event.incident === asked.incident),
    ) ?? null
  )
}

/** The approvals of it, up to its decision; somebody who approved twice has two. */
export function firstApprovals(events: readonly RunEvent[]): readonly Decided[] {
  const decided = firstDecision(events)
  const until = decided === null ? events : events.slice(0, events.indexOf(decided) + 1)
  const incident = firstQuestion(events)?.incident ?? decided?.incident
  return until.flatMap((event) =>
    event.kind === 'DECISION' &&
    event.incident === incident &&
    event.question === 'contain' &&
    event.decision === 'approve'
      ? [event]
      : [],
  )
}
