import { doubtRows, evidenceRows, type Row } from '../../evidence-rows.js'
import { planRows } from '../../plan-card.js'
import { terminalText } from '../../terminal-text.js'
import { verdictLines } from '../../verdict-lines.js'
import type { IncidentView } from '../incident-view.js'
import { pairLines } from './columns.js'
import type { Paint } from './paint.js'

const MOST_SESSIONS = 5

/** What somebody looks at of an incident, laid out for a screen. */
export function incidentPages(page: 'evidence' | 'plan', view: IncidentView, width: number, paint: Paint): string[] {
  return pairLines(page === 'evidence' ? evidencePairs(view) : planPairs(view), width, paint, 10)
}

/** What the product found, as its own card shows it. */
function evidencePairs(view: IncidentView): Row[] {
  const { evidence, ownerAnswers, context } = view
  if (evidence === null) return [['evidence', 'It is being collected.']]
  return [
    ['about', terminalText(view.containPlan?.entity.arn ?? view.restorePlan?.entity.arn ?? 'not known yet', 400)],
    ...doubtRows(evidence),
    ...evidenceRows(evidence),
    ...evidence.sessions.slice(0, MOST_SESSIONS).map((session): Row => {
      const { sessionName, accessKeyId, calls, errors, sourceIps, lastSeenAt } = session
      const from = sourceIps
        .slice(0, 3)
        .map((ip) => terminalText(ip))
        .join(', ')
      const text = `${terminalText(sessionName, 100)} (${terminalText(accessKeyId, 40)}): ${calls} calls, ${errors} failed, from ${from}, last ${lastSeenAt}`
      return ['session', text]
    }),
    ...evidence.obtained.slice(0, MOST_SESSIONS).map((got): Row => {
      return ['obtained', terminalText(`${got.eventName}: ${got.of} ${got.sessionName} (${got.accessKeyId})`, 300)]
    }),
    ...ownerAnswers.map(({ owner, wasMe }): Row => {
      const answer = wasMe === null ? 'was asked' : wasMe ? 'says: it was me' : 'says: it was not me'
      return ['owner', `${terminalText(owner)} ${answer}`]
    }),
    ...(view.state === 'contained' || view.state === 'verifying'
      ? verdictLines(context.verdict).map((line): Row => ['verdict', line])
      : []),
    ['filed as', terminalText(evidence.investigation?.digest ?? evidence.rawDigest, 100)],
  ]
}

/** The very plan: what would be written to whom, what it costs and does not stop, and its digest. */
function planPairs(view: IncidentView): Row[] {
  if (view.containPlan === null && view.restorePlan === null) return [['plan', 'There is none yet.']]
  return planRows({ ...view, evidence: null })
}
