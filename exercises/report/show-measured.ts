import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import type { Measured, MetricResult, Unit } from './after-action-schema.js'
import { showSpan } from './show-span.js'

/** A measured value as people read it: `4 min 12 s`, `2`, `yes`, `approve`; `–` where it never came to that. */
export function showMeasured(value: Measured, unit: Unit): string {
  if (value === null) return '–'
  switch (unit) {
    case 'ms':
      return typeof value === 'number' ? showSpan(value) : String(value)
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

/** The value of a metric with what it is of: `3 of 4`. */
export function showMetric({ value, unit, outOf }: Pick<MetricResult, 'value' | 'unit' | 'outOf'>): string {
  const shown = showMeasured(value, unit)
  return value === null || outOf === null ? shown : `${shown} of ${outOf}`
}
