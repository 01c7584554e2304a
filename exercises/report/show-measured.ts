import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import { describeDuration } from '../../src/report/words.js'
import type { Measured, Unit } from './after-action-schema.js'

/** A measured value as people read it: `4 min 12 s`, `2`, `yes`, `approve`; `–` where it never came to that. */
export function showMeasured(value: Measured, unit: Unit): string {
  if (value === null) return '–'
  switch (unit) {
    case 'ms':
      return typeof value === 'number' ? describeDuration(value) : String(value)
    case 'truth':
      return value === true ? 'yes' : 'no'
    case 'count':
      return String(value)
    case 'word':
      return inWords(String(value))
    default:
      return assertNever(unit, 'unit')
  }
}
