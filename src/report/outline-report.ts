import { inWords } from '../engine/in-words.js'
import type { IncidentReport } from './incident-report.js'
import { code, fact, list, number, paragraph, type Section, status, table, text, time } from './outline.js'
import { containmentSection } from './outline-containment.js'
import { evidenceSection } from './outline-evidence.js'
import { restoreSection } from './outline-restore.js'
import { talkSection } from './outline-talk.js'
import { describeDuration, severityWord } from './words.js'

/** The sections of a report, in the order of a post-incident review. */
export function outlineReport(report: IncidentReport): Section[] {
  return [
    overview(report),
    whatHappened(report),
    evidenceSection(report),
    decisions(report),
    ...talkSection(report),
    containmentSection(report),
    restoreSection(report),
    timeline(report),
    audit(report),
    whatRemains(report),
  ]
}

function overview(report: IncidentReport): Section {
  const { principal } = report
  const optional = [
    ...(principal.arn === undefined ? [] : [fact('ARN', code(principal.arn))]),
    ...(principal.sessionName === undefined ? [] : [fact('Session', code(principal.sessionName))]),
    ...(principal.accessKeyId === undefined ? [] : [fact('Access key', code(principal.accessKeyId))]),
  ]
  const facts = [
    fact('State', text(`${inWords(report.state)}${report.open ? '' : ' (ended)'}`)),
    ...(report.reason === '' ? [] : [fact('Reason', text(report.reason))]),
    ...(report.doubt === null ? [] : [fact('Doubt', text(report.doubt))]),
    fact('Principal', code(`${principal.type}/${principal.name === '' ? '?' : principal.name}`)),
    fact('Account', code(principal.accountId)),
    ...optional,
    fact('Findings', number(report.findings.length)),
    fact('Playbook', code(report.playbook)),
    fact('Realm', code(report.realm)),
    fact('Incident', code(report.incidentId)),
    fact('Report made', time(report.generatedAt)),
  ]
  return {
    id: 'overview',
    title: 'Overview',
    blocks: [{ kind: 'facts', facts }],
  }
}

function whatHappened({ findings, keyTimes }: IncidentReport): Section {
  const rows = findings.map((finding) => [
    text(finding.title),
    text(`${severityWord(finding.severity)} ${finding.severity}`),
    code(finding.type),
    text(
      `${finding.feeds.join(', ')}${finding.sample ? ' (sample)' : ''}${finding.trusted ? '' : ' (could have been forged)'}`,
    ),
    time(finding.firstSeenAt),
    time(finding.lastSeenAt),
    number(finding.count),
  ])
  const times = keyTimes.times.map(({ what, at }) => [text(what), time(at)])
  const durations = keyTimes.durations.map(({ what, durationMs }) => [text(what), text(describeDuration(durationMs))])
  return {
    id: 'what-happened',
    title: 'What happened',
    blocks: [
      ...table('Findings', ['Title', 'Severity', 'Type', 'Source', 'First seen', 'Last seen', 'Count'], rows),
      ...table('Key times', ['What', 'When'], times),
      ...table('How long it took', ['What', 'Duration'], durations),
    ],
  }
}

function decisions({ decisions: found }: IncidentReport): Section {
  const rows = found.map(({ at, who, what, reason, planDigest, counted }) => [
    time(at),
    who === null ? text('nobody') : text(who),
    text(what),
    text(reason === '' ? '–' : reason),
    planDigest === null ? text('–') : code(planDigest),
    counted ? text('yes') : status('no effect', 'bad'),
  ])
  const columns = ['When', 'Who', 'What', 'Reason', 'Plan', 'Counted']
  const blocks =
    rows.length === 0
      ? [paragraph('Nobody has decided anything yet.')]
      : table('Decisions and requests, oldest first', columns, rows)
  return { id: 'decisions', title: 'Decisions', blocks }
}

function timeline({ timeline: entries }: IncidentReport): Section {
  const rows = entries.map(({ seq, at, actor, what, from, to, ignored, orders }) => [
    number(seq),
    time(at),
    text(actor),
    text(ignored ? `${what} (came to nothing here)` : what),
    text(from === null || from === to ? inWords(to) : `${inWords(from)} → ${inWords(to)}`),
    text(orders.length === 0 ? '–' : orders.join(', ')),
  ])
  return {
    id: 'timeline',
    title: 'Timeline',
    blocks: table('Every record, oldest first', ['No.', 'Time', 'Who', 'What', 'State', 'Ordered'], rows),
  }
}

function audit({ audit: { chain, headHash, scope } }: IncidentReport): Section {
  const state = chain.ok
    ? status('in order', 'good')
    : status(`broken at record ${chain.brokenAtSeq}: ${chain.reason}`, 'bad')
  const facts = [fact('Records', number(chain.records)), fact('Chain', state), fact('Head hash', code(headHash))]
  return { id: 'audit', title: 'Audit', blocks: [{ kind: 'facts', facts }, paragraph(scope)] }
}

function whatRemains({ followUps }: IncidentReport): Section {
  const blocks =
    followUps.length === 0 ? [paragraph('Nothing is left to do by what is on the record.')] : list('', followUps)
  return { id: 'what-remains', title: 'What remains', blocks }
}
