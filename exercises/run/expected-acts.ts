import type { RunEvent } from '../run-event.js'
import type { Expectation, ExpectedAct } from '../schema/injects.js'

/** What a person did, in the words of an expectation. */
interface Done {
  readonly act: ExpectedAct
  readonly by: string
  /** What they said with it. */
  readonly said: string
}

/** Whether an event is what was expected of people: one of the acts, by the role, with a reason if one is asked for. */
export function isAsExpected(event: RunEvent, inject: string, { does, by, reason = 0 }: Expectation): boolean {
  const done = doneBy(event, inject)
  if (done === null || !does.includes(done.act)) return false
  return (by === undefined || done.by === by) && done.said.trim().length >= reason
}

/** Whether an event ends the waiting that was expected: somebody who should have waited decided. */
export function breaksWaiting(event: RunEvent, { does, by }: Expectation): boolean {
  return does.includes('wait') && event.kind === 'DECISION' && (by === undefined || event.by === by)
}

function doneBy(event: RunEvent, inject: string): Done | null {
  switch (event.kind) {
    case 'DECISION':
      return { act: event.decision, by: event.by, said: event.reason }
    case 'REQUEST':
      return event.ask === 'answerOwner' ? null : { act: event.ask, by: event.by, said: event.reason }
    case 'NOTE':
      return { act: 'note', by: event.by, said: event.text }
    case 'ASKED':
      return { act: 'ask', by: event.by, said: event.text }
    case 'PRESSURE':
      return event.inject === inject ? { act: choiceAct(event.choice), by: event.by, said: event.text } : null
    default:
      return null
  }
}

/** To say that one waits is no waiting yet: that shows in the end. Other choices are an answer, and in a discussion the act. */
function choiceAct(choice: string | null): ExpectedAct {
  switch (choice) {
    case 'approve':
    case 'deny':
    case 'escalate':
    case 'askOwner':
      return choice
    default:
      return 'answer'
  }
}
