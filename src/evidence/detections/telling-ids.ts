import type { Detection } from './detection.js'
import { isAtLeast } from './severity.js'

/** The records of what stands out of more than looking around. */
export function tellingIds(detections: readonly Detection[]): Set<string> {
  const telling = detections.filter(({ severity, tactic }) => isAtLeast(severity, 'medium') && tactic !== 'discovery')
  return new Set(telling.flatMap(({ eventIds }) => eventIds))
}
