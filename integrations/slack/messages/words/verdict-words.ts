import { isTrailUnknown } from '../../../../src/containment/verdict.js'
import type { IncidentReport } from '../../../../src/report/incident-report.js'
import { facts } from '../fit/parts.js'
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'

const policy: Record<IncidentReport['verdict']['policy'], string> = {
  held: 'held: there as written at the last look',
  missing: 'missing: it is not there',
  altered: 'altered: it is not as written',
  unknown: 'unknown: not looked at yet',
}
const enforcement: Record<IncidentReport['verdict']['enforcement'], string> = {
  observed: 'observed: denied calls were seen',
  notObserved: 'notObserved: no call since that could prove it',
  violated: 'violated: a call got through',
}
const simulation: Record<IncidentReport['verdict']['simulation'], string> = {
  denied: 'denied: IAM simulates every probe as denied',
  allowed: 'allowed: IAM would not deny every probe',
  unknown: 'unknown: not asked, or no answer',
}

/** The verdict in its one vocabulary, all of it together: `contained` never without `enforcement` beside it. */
export function verdictFacts({ verdict, block }: IncidentReport) {
  const past = verdict.contained && block === 'removed' ? ', until the restore' : ''
  return facts(
    ['contained', `${verdict.contained}${past}`],
    ['enforcement', enforcement[verdict.enforcement]],
    ['policy', policy[verdict.policy]],
    ['simulation', simulation[verdict.simulation]],
    ['tampering', noneOr(verdict.tampering.length, 'act', 'acts')],
    ['suspects', noneOr(verdict.suspects.length, 'suspect', 'suspects')],
    ...(isTrailUnknown(verdict) ? [['CloudTrail', 'could not be read by any of the last looks'] as const] : []),
    ...(verdict.trailCut === true ? [['CloudTrail', 'not read to its end: a way back may hide there'] as const] : []),
  )
}

function noneOr(number: number, one: string, more: string): Mrkdwn {
  return number === 0 ? mrkdwn`none` : mrkdwn`*${number} ${number === 1 ? one : more}:* see in this thread`
}
