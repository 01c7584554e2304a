import { siblingSentence } from '../../../../src/containment/sibling-sessions.js'
import type { Evidence } from '../../../../src/domain/evidence.js'
import type { InvestigationBrief } from '../../../../src/domain/investigation-brief.js'
import { count } from '../../../../src/report/words.js'
import type { IncidentCard } from '../../incident-card.js'
import { context, type Part, section } from '../fit/parts.js'
import { bold, code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { activityWords, topCallWords } from '../words/evidence-words.js'
import { bullets, firstFew } from '../words/lists.js'
import { targetOf } from '../words/target.js'
import type { Draft } from './post.js'

/** What is known of what happened: what speaks against the question first, then who, what and from where. Edited as it grows. */
export function evidencePost(card: IncidentCard): Draft[] {
  const { evidence } = card.report
  if (evidence.status === 'none') return []
  const frame = { slot: 'evidence', place: 'thread', at: card.report.path[0]?.at ?? '' } as const
  if (evidence.status === 'lost') {
    const words = mrkdwn`The evidence on the record (${code(evidence.digest)}) is gone, or was changed since. Do not rely on it.`
    return [{ ...frame, text: mrkdwn`The evidence is lost.`, parts: [section(words)] }]
  }
  const text = mrkdwn`Evidence on ${targetOf(card.report)}: ${activityWords(evidence.content, frame.at)}.`
  return [{ ...frame, text, parts: partsOf(evidence.content, frame.at) }]
}

function partsOf(evidence: Evidence, since: string): Part[] {
  const { investigation: brief, collectedAt } = evidence
  return [
    ...(brief === undefined ? [section(bold('Evidence'))] : statementParts(brief)),
    section(mrkdwn`*Calls* ${activityWords(evidence, since)}\n*Made most* ${topCallWords(evidence, 6)}`),
    ...(brief === undefined ? [] : signParts(brief)),
    ...sessionParts(evidence),
    ...siblingParts(evidence),
    ...gapParts(evidence),
    context(mrkdwn`Collected ${utcTime(collectedAt, since)}. This message is edited when there is more.`),
  ]
}

/** The contradiction stands first: whoever reads one line reads this one. */
export function contradictionParts(brief: InvestigationBrief | undefined): Part[] {
  const contradiction = brief?.contradiction ?? null
  return contradiction === null ? [] : [section(mrkdwn`*In doubt, read this first:* ${sentence(contradiction)}`)]
}

function statementParts(brief: InvestigationBrief): Part[] {
  const { statement, confidence, doubts, proposed } = brief
  const sure = confidence === 'none' ? mrkdwn`` : mrkdwn` (confidence ${confidence})`
  return [
    ...contradictionParts(brief),
    section(mrkdwn`*Evidence* ${sentence(statement)}${sure}`),
    ...listPart(
      'Points at',
      proposed.map(
        ({ type, arn, name, reasons }) => mrkdwn`${type} ${code(arn || name)}: ${sentence(reasons[0] ?? '', 200)}`,
      ),
      3,
    ),
    ...listPart(
      'In doubt',
      doubts.map((doubt) => sentence(doubt, 300)),
      3,
    ),
  ]
}

function signParts({ detections, indicators, chains }: InvestigationBrief): Part[] {
  const seen = detections.map(({ title, technique, severity, status, what, events }) => {
    const tried = status === 'attempted' ? ', attempted only' : ''
    return mrkdwn`${severity}${tried}: ${sentence(title, 120)} (${technique}): ${sentence(what, 200)} ${count(events, 'event')}`
  })
  const observed = indicators.map(({ by, type, severity }) => {
    return mrkdwn`${severity} ${sentence(type, 80)}${by === 'detective' ? ' (Amazon Detective)' : ''}`
  })
  return [
    ...listPart('Detections', seen, 5),
    ...(observed.length === 0 ? [] : [section(mrkdwn`*Indicators* ${firstFew(observed, 5)}`)]),
    ...listPart('Session chains', chains.map(chainWords), 3),
  ]
}

function chainWords({ path, unresolved }: InvestigationBrief['chains'][number]): Mrkdwn {
  const steps = joined(
    path.map((step) => code(step, 90)),
    ' → ',
  )
  return unresolved ? mrkdwn`${steps} (it may begin before this)` : steps
}

function sessionParts({ sessions, obtained }: Evidence): Part[] {
  const lines = sessions.map(({ sessionName, accessKeyId, calls, errors, sourceIps, alive }) => {
    const from = firstFew(
      sourceIps.map((ip) => code(ip, 60)),
      2,
      'no known address',
    )
    return mrkdwn`${code(sessionName, 80)} key ${code(accessKeyId)}: ${calls} calls, ${errors} failed, from ${from}, ${aliveWords(alive)}`
  })
  const others = obtained.map(({ of, sessionName, eventName, accessKeyId }) => {
    return mrkdwn`${code(of || 'not known', 120)} ${code(sessionName, 80)} key ${code(accessKeyId)} by ${code(eventName, 60)}`
  })
  return [...listPart('Sessions', lines, 4), ...listPart('Credentials of others that it obtained', others, 3)]
}

/** A block of one session leaves them alive. */
function siblingParts(evidence: Evidence): Part[] {
  const told = siblingSentence(evidence)
  return told === null ? [] : [section(mrkdwn`*Also alive* ${sentence(told, 600)}`)]
}

function aliveWords(alive: boolean | null): string {
  if (alive === null) return 'end not known'
  return alive ? 'alive when collected' : 'ended'
}

/** A source that failed is never taken for "nothing happened". */
function gapParts({ sources, investigation }: Evidence): Part[] {
  const failed = sources.flatMap(({ name, status, detail }) =>
    status === 'failed' || status === 'truncated' ? [`${name}: ${detail ?? status}`] : [],
  )
  return listPart(
    'Not known',
    (investigation?.gaps ?? failed).map((gap) => sentence(gap, 300)),
    4,
  )
}

function listPart(title: string, items: readonly Mrkdwn[], most: number): Part[] {
  return items.length === 0 ? [] : [section(mrkdwn`*${title}*\n${bullets(items, most)}`)]
}
