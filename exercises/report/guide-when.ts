import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import { showExerciseTime } from '../duration.js'
import { triggerOf, type When } from '../trigger.js'
import { showSpan } from './show-span.js'

/** When something of an exercise is due, for people: `at T+05:00`, `2 min 0 s after inject alarm`, `when you play it`. */
export function whenWords(when: When): string {
  const trigger = triggerOf(when)
  switch (trigger.kind) {
    case 'at':
      return `at ${showExerciseTime(trigger.atMs)}`
    case 'manual':
      return 'when you play it'
    case 'state':
      return `${waiting(trigger.delayMs)} an incident comes to "${inWords(trigger.state)}"`
    case 'inject':
      return `${waiting(trigger.delayMs)} inject ${trigger.inject}`
    case 'step':
      return `${waiting(trigger.delayMs)} step ${trigger.step} of the attack is begun`
    case 'question':
      return `${waiting(trigger.delayMs)} people are asked whether to ${trigger.question === 'contain' ? 'block' : 'restore'}`
    default:
      return assertNever(trigger, 'trigger')
  }
}

function waiting(delayMs: number): string {
  return delayMs === 0 ? 'as soon as' : `${showSpan(delayMs)} after`
}
