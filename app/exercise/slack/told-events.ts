import type { RunEvent } from '../../../exercises/run-event.js'
import type { SlackRun } from './slack-run.js'

/**
 * What of a run is told in Slack by now. While the chat is down by a fault of the exercise, the exercise goes on only where people
 * have to do something, and answers what they do: that is the facilitator's own voice, as by telephone. All else is told when the
 * chat is back.
 */
export function toldEvents(run: Pick<SlackRun, 'events' | 'isOver' | 'chatDownUntilMs'>): readonly RunEvent[] {
  const { events, isOver } = run
  if (isOver || run.chatDownUntilMs() === null) return events
  const wentDown = events.findLastIndex((event) => event.kind === 'FAULT' && event.fault === 'chatDown')
  return events.filter((event, index) => index <= wentDown || isByVoice(event))
}

function isByVoice(event: RunEvent): boolean {
  switch (event.kind) {
    case 'INJECT':
      return event.untilMs !== null
    case 'REVEALED':
      return event.how === 'asked'
    case 'INJECT_ENDED':
    case 'ANSWER':
    case 'PRESSURE':
    case 'ASKED':
    case 'FAULT':
    case 'LIMIT':
    case 'ERROR':
      return true
    default:
      return false
  }
}
