import { inWords } from '../../src/engine/in-words.js'
import { impactFacts } from '../../src/report/impact-facts.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { EVIDENCE_ON_RECORD } from '../../src/report/key-times.js'
import { count, describeDuration } from '../../src/report/words.js'
import { AFTER_ACTION_API_VERSION, type IncidentReview } from './after-action-schema.js'
import { attackerOfIncident } from './attacker-of-incident.js'
import { isAnswer, isRefusal } from './decisions-of-incident.js'
import { gapsOfIncident } from './gaps-of-incident.js'
import { planFor } from './plan-improvement.js'
import { strengthsOfIncident } from './strengths-of-incident.js'
import { timelineOfIncident } from './timeline-of-incident.js'

/**
 * The post-incident review of a real incident, from its report alone: the same sections and improvement plan that an exercise
 * gets, under the headings of a review. Pure. It can be made while the incident is open; it says so then.
 */
export function reviewOf(report: IncidentReport): IncidentReview {
  const startedAt = report.path[0]?.at ?? report.generatedAt
  const endedAt = report.open ? report.generatedAt : (report.timeline.at(-1)?.at ?? report.generatedAt)
  const timeline = timelineOfIncident(report, startedAt)
  return {
    kind: 'incident',
    apiVersion: AFTER_ACTION_API_VERSION,
    id: report.incidentId,
    title: report.title,
    classification: '',
    banner: report.banner,
    startedAt,
    endedAt,
    durationMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    outcome: report.statement,
    summary: summaryOf(report),
    facts: factsOf(report),
    timeline,
    metrics: metricsOf(report),
    path: {
      expected: [],
      actual: report.path.map(({ state }) => state),
      asExpected: null,
      missing: [],
      unexpected: [],
    },
    attacker: attackerOfIncident(report),
    attempts: attemptsOf(report, timeline),
    strengths: strengthsOfIncident(report),
    ...planFor(gapsOfIncident(report)),
    participants: participantsOf(report),
    contributingFactors: factorsOf(report),
    resolution: resolutionOf(report),
    impact: impactOf(report),
    findings: report.findings.map(({ title, type, feeds, updatedAt }) => ({
      title,
      type,
      feeds: feeds.join(', '),
      at: updatedAt,
    })),
    appendix: appendixOf(report),
    footer: `Made ${report.generatedAt} from the record of ${report.incidentId}. Owners, due dates and contributing factors are for people to add.`,
  }
}

function summaryOf({ findings, principal, open, state }: IncidentReport): string {
  const [first] = findings
  const what = first === undefined ? 'A block was asked for by hand' : first.title.replace(/\.$/, '')
  return `${what} (${principal.type}/${principal.name === '' ? '?' : principal.name}, account ${principal.accountId}). ${open ? `The incident is open, in "${inWords(state)}".` : `It ended in "${inWords(state)}".`}`
}

function factsOf({ incidentId, principal, realm, state, open, generatedAt }: IncidentReport): IncidentReview['facts'] {
  return [
    { name: 'Incident', text: incidentId },
    { name: 'State', text: `${inWords(state)}${open ? '' : ' (ended)'}` },
    { name: 'Principal', text: principal.arn ?? `${principal.type}/${principal.name}` },
    { name: 'Account', text: principal.accountId },
    { name: 'Realm', text: realm },
    { name: 'Review made', text: generatedAt },
  ]
}

function metricsOf({ keyTimes: { times, durations } }: IncidentReport): IncidentReview['metrics'] {
  const opened = times.find(({ what }) => what === 'Incident opened')?.at
  const evidence = times.find(({ what }) => what === EVIDENCE_ON_RECORD)?.at
  const toEvidence =
    opened === undefined || evidence === undefined
      ? []
      : [{ what: 'Time to evidence, from opening', durationMs: Math.max(0, Date.parse(evidence) - Date.parse(opened)) }]
  return [...toEvidence, ...durations].map(({ what, durationMs }) => {
    const plain = { outOf: null, why: null, target: null, met: null, better: 'less' as const }
    return { name: what, label: what, unit: 'ms', value: durationMs, ...plain }
  })
}

function attemptsOf({ timeline }: IncidentReport, told: IncidentReview['timeline']): IncidentReview['attempts'] {
  return told.flatMap(({ no, at, actor, what, lane }, index) => {
    const ignored = timeline[index]?.ignored ?? false
    const isRefused = lane === 'people' && what.startsWith('Was not let ')
    if (!isRefused && !(ignored && lane === 'people')) return []
    const why = isRefused ? 'refused' : 'came to nothing where the incident was'
    return [{ no, at, by: actor, attempted: what, why, unauthorised: isRefused, times: 1 }]
  })
}

function participantsOf({ decisions, notes, ownerAnswers }: IncidentReport): IncidentReview['participants'] {
  const names = new Set([
    ...decisions.flatMap(({ who }) => (who === null ? [] : [who])),
    ...notes.map(({ by, author }) => (author === '' ? by : author)),
    ...ownerAnswers.map(({ owner }) => owner),
  ])
  return [...names].map((name) => {
    const own = decisions.filter(({ who }) => who === name)
    const refused = own.filter(({ what, counted }) => !counted || isRefusal(what)).length
    const decided = own.filter(isAnswer).length
    const answers =
      notes.filter(({ by, author }) => (author === '' ? by : author) === name).length +
      ownerAnswers.filter(({ owner, wasMe }) => owner === name && wasMe !== null).length
    const isOwner = ownerAnswers.some(({ owner }) => owner === name)
    return {
      id: name,
      name,
      does: isOwner ? 'asked as the owner' : decided > 0 ? 'approver' : 'responder',
      decisions: decided,
      requests: own.length - decided - refused,
      answers,
      refused,
    }
  })
}

/** What the record itself tells; why it could happen at all is for people to add. */
function factorsOf({ doubt, evidence, notDone }: IncidentReport): string[] {
  const gaps = evidence.status === 'known' ? evidence.content.sources.filter(({ status }) => status !== 'ok') : []
  return [
    ...(doubt === null ? [] : [doubt]),
    ...gaps.map(
      ({ name, status, detail }) =>
        `Evidence was incomplete: ${name} was ${status}${detail === undefined ? '' : ` (${detail})`}.`,
    ),
    ...notDone.map((what) => `Approved and not done: ${what}`),
  ]
}

function resolutionOf({ writes, decisions, undo }: IncidentReport): string[] {
  const decided = decisions.filter(isAnswer)
  return [
    ...decided.map(({ who, what, reason }) => `${who ?? 'Nobody'} ${what}${reason === '' ? '.' : `: ${reason}`}`),
    `${count(writes.length, 'write')} at AWS ${writes.length === 1 ? 'is' : 'are'} on the record.`,
    ...(undo === null ? [] : ['How to undo what stands is in the incident report.']),
  ]
}

function impactOf({ plan, keyTimes }: IncidentReport): IncidentReview['impact'] {
  const touched = plan.status === 'known' ? impactFacts(plan.content.entity.type, plan.content.impact) : []
  const stood = keyTimes.durations.find(({ what }) => what === 'Block stood for' || what === 'Block age')
  return [
    ...touched.map(({ name, text }) => ({ name, text })),
    ...(stood === undefined ? [] : [{ name: stood.what, text: describeDuration(stood.durationMs) }]),
  ]
}

function appendixOf({
  incidentId,
  state,
  playbook,
  audit,
  evidence,
  plan,
}: IncidentReport): IncidentReview['appendix'] {
  const { chain, headHash, scope } = audit
  return {
    facts: [
      ...(evidence.status === 'none' ? [] : [{ name: 'Digest of the evidence', text: evidence.digest }]),
      ...(plan.status === 'none' ? [] : [{ name: 'Digest of the plan', text: plan.digest }]),
      { name: 'What the chain proves', text: scope },
    ],
    playbooks: [playbook],
    audit: [{ incident: incidentId, state, records: chain.records, headHash, inOrder: chain.ok }],
  }
}
