import { nameSuspect } from '../../src/domain/suspect-words.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import type { IncidentReview } from './after-action-schema.js'

/** What the principal did in spite of the block, and what came into being around it: as far as CloudTrail and IAM told. */
export function attackerOfIncident(report: IncidentReport): IncidentReview['attacker'] {
  const { keyTimes, looks, passedCalls, undeniableCalls, verdict, principal } = report
  const applied = keyTimes.times.find(({ what }) => what.startsWith('Block applied'))
  const by = `${principal.type}/${principal.name}`
  const after = passedCalls.filter(({ when }) => when === 'after the window')
  return {
    harmless: false,
    blockedAt: applied?.at ?? null,
    // Only calls after the block are counted on the record; how many there were in all is in the evidence.
    calls:
      looks.length === 0
        ? null
        : {
            succeeded: passedCalls.length + undeniableCalls.length,
            denied: Math.max(0, ...looks.map(({ denied }) => denied)),
          },
    callsAfterBlock: after.map(({ eventName, eventTime }) => ({ at: eventTime, action: eventName, by })),
    persistence: verdict.suspects.map((suspect) => ({
      what: nameSuspect(suspect),
      at: suspect.createdAt,
      standing: null,
    })),
    couldStill: [],
    steps: [],
  }
}
