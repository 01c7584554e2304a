import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../domain/evidence.js'
import type { TrailSource } from '../../ports.js'

/** Told of what any source hands over, as it comes, and of each answer: some sources go on from what others know. */
export interface AnswerListener {
  heard(event: CloudTrailEvent): void
  answered(source: TrailSource, answer: EvidenceSource): void
}
