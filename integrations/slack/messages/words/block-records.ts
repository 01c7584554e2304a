import type { TimelineEntry } from '../../../../src/report/describe-record.js'
import type { IncidentReport } from '../../../../src/report/incident-report.js'

/**
 * What was written to AWS, with its request ids, as the timeline words it (src/report/describe-record.ts; a test binds the two).
 */
const written = /^Block (?:written|found in place)\b/
const removed = /^Block (?:removed|found gone)\b/
const revoked = /^Sessions issued before\b/

/** Each time the block was put in place, oldest first. */
export function writesIn({ timeline }: IncidentReport): TimelineEntry[] {
  return timeline.filter(({ what }) => written.test(what))
}

/** Each time it was taken off, oldest first. */
export function removalsIn({ timeline }: IncidentReport): TimelineEntry[] {
  return timeline.filter(({ what }) => removed.test(what))
}

/** Which sessions were revoked before it was taken off. */
export function revocationsIn({ timeline }: IncidentReport): TimelineEntry[] {
  return timeline.filter(({ what }) => revoked.test(what))
}
