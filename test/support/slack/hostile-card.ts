import type { IncidentCard } from '../../../integrations/slack/incident-card.js'

/** Words that the code itself chooses by: they are closed unions, which no attacker writes. */
const CHOSEN = new Set(
  [
    'kind state status policy enforcement simulation cause block question topic restoreAs purpose tone partition circle',
    'severity confidence standing depth when incidentId containmentId planDigest digest rawDigest preImageDigest from to',
  ]
    .join(' ')
    .split(' '),
)
/** Closed for entities and principals, free for findings, indicators and chosen by a rule elsewhere. */
const TYPES = new Set(['role', 'user', 'group', 'contain', 'restore', 'deny-all', 'disable-keys'])
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** The card with this text in the place of everything that comes from outside, and of much that does not. */
export function hostileCard(card: IncidentCard, text: string): IncidentCard {
  const { report, question } = card
  const spoilt = spoil(report, text)
  return {
    ...card,
    report: { ...spoilt, findings: spoilt.findings.map((one) => ({ ...one, type: text, source: 'generic' })) },
    question: question === null ? null : { ...question, mayApprove: [...question.mayApprove, text], approvals: [text] },
    accountName: text,
  }
}

function spoil<Value>(value: Value, text: string, key?: string): Value
function spoil(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return keeps(value, key) ? value : text
  if (Array.isArray(value)) return value.map((one) => spoil(one, text, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, spoil(child, text, name)]))
}

function keeps(value: string, key: string): boolean {
  return CHOSEN.has(key) || TYPES.has(value) || TIME.test(value)
}
