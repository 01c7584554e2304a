import type { RunEvent } from './run-event.js'
import type { Trigger } from './trigger.js'

/** How long after this event something with this trigger is due; null: it does not wait for this event. */
export function delayAfter(trigger: Trigger, event: RunEvent): number | null {
  switch (trigger.kind) {
    case 'state':
      return event.kind === 'STATE' && event.to === trigger.state ? trigger.delayMs : null
    case 'inject':
      return event.kind === 'INJECT' && event.inject === trigger.inject ? trigger.delayMs : null
    case 'step':
      return event.kind === 'ATTACK' && event.result === 'begun' && event.step === trigger.step ? trigger.delayMs : null
    case 'question':
      return event.kind === 'QUESTION_OPENED' && event.question === trigger.question ? trigger.delayMs : null
    default:
      return null
  }
}
