import { fillJson, type Placeholder } from '../../../exercises/placeholders.js'
import type { AttackStep } from '../../../exercises/schema/attack.js'

/** The step with what its placeholders stand for at the moment when it begins. */
export function filledStep(step: AttackStep, meaningOf: (placeholder: Placeholder) => string | null): AttackStep {
  const filled = Object.entries(step.with).map(([key, value]) => [key, fillJson(value, meaningOf)])
  return { ...step, with: Object.fromEntries(filled) }
}
