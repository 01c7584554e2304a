import type { Finding } from '../../../../src/domain/finding.js'
import type { IncidentReport } from '../../../../src/report/incident-report.js'
import { severityWord } from '../../../../src/report/words.js'
import { bold, code, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'

const sources: Record<Finding['source'], string> = {
  guardduty: 'GuardDuty',
  'security-hub': 'Security Hub',
  detective: 'Amazon Detective',
  splunk: 'Splunk',
  elastic: 'Elastic',
  generic: 'a webhook',
  person: 'a person',
}

/** The gravest finding: what the severity of the incident is said to be. */
export function gravest({ findings }: IncidentReport): Finding | null {
  return findings.toSorted((a, b) => b.severity - a.severity)[0] ?? null
}

/** `high (8.0)`; a word first, since a number alone says nothing and a colour would say it to some. */
export function severityOf(report: IncidentReport): string {
  const finding = gravest(report)
  return finding === null ? 'not known' : `${severityWord(finding.severity)} (${finding.severity.toFixed(1)})`
}

/** Why anybody is asked: what was reported, by whom and when. */
export function findingWords(report: IncidentReport): Mrkdwn {
  const finding = gravest(report)
  if (finding === null) return mrkdwn`no finding is on the record`
  const { source, type, title, sample, updatedAt } = finding
  const others = report.findings.length - 1
  const more = others === 0 ? '' : ` and ${others} more ${others === 1 ? 'finding' : 'findings'}`
  const doubt = report.doubt === null ? mrkdwn`` : mrkdwn`\n${bold('Doubt:')} ${sentence(report.doubt, 600)}`
  const test = sample ? ' It is a test finding of its source.' : ''
  return mrkdwn`${sentence(title, 200)}\n${code(type)} ${source === 'person' ? askedBy(finding) : `from ${sources[source]}`}, severity ${severityOf(report)}, ${utcTime(updatedAt, report.path[0]?.at ?? null)}${more}.${test}${doubt}`
}

/** `ana/fnd_…`, as src/incidents/request-block.ts makes it: the one who asked, whoever opened the incident. */
function askedBy({ sourceId }: Finding): string {
  const end = sourceId.lastIndexOf('/')
  return `asked for by ${end > 0 ? sourceId.slice(0, end) : 'a person'}`
}
