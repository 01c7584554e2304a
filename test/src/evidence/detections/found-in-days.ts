import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { Detection } from '../../../../src/evidence/detections/detection.js'
import { detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { at } from '../../../support/fixtures/gathered-events.js'

/** In a log of two months that is asked about as a whole: nothing is before it. */
export function foundInDays(id: string, events: readonly CloudTrailEvent[]): Detection | undefined {
  const gatherer = new FactsGatherer({ scope: { fromMs: 0, toMs: Date.parse(at(24 * 60)) }, baselineFromMs: 0 })
  for (const event of events) gatherer.add(event)
  return detectionsOf(gatherer.facts()).find((detection) => detection.id === id)
}
