import { severities } from '../../src/evidence/detections/severity.js'
import { type Indicator, indicatorSeverities } from '../../src/evidence/indicators/indicator.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import type { Suspect } from '../../src/evidence/persistence/suspect.js'
import type { Statement } from '../../src/evidence/proposal/proposal.js'
import { type Block, list, type OutlineOptions, paragraph, sentence, showTime, type Tone, table } from './outline.js'

const shownRows = 40

function toneOf(severity: string | null): Tone {
  const step = severity?.toLowerCase() ?? ''
  if (step === 'critical' || step === 'high') return 'bad'
  return step === 'medium' ? 'open' : 'plain'
}

export function outlineDetections({ detections }: Investigation, { nameOf }: OutlineOptions): Block[] {
  const rows = detections.map(({ severity, title, what, technique, status, actorKeys, firstSeen, eventIds }) => ({
    cells: [
      severity,
      status === 'attempted' ? `${title} (attempted)` : title,
      technique,
      showTime(firstSeen),
      actorKeys.map(nameOf).join(', '),
      what,
    ],
    tone: toneOf(severity),
    eventIds,
  }))
  return table(['severity', 'what was done', 'ATT&CK', 'first (UTC)', 'by whom', 'to what'], rows, {
    limit: shownRows,
    none: 'No detection matched.',
    long: ['by whom', 'to what'],
  })
}

const shownObserved = 15

/** What was observed, where calls came from before what was called; then what was not, of all who were looked at together. */
export function outlineIndicators({ indicators }: Investigation, { nameOf }: OutlineOptions): Block[] {
  const observed = indicators.filter(({ status }) => status === 'observed').toSorted(circumstancesFirst)
  const rows = observed.map(({ type, severity, technique, reason, actorKey, eventIds }) => ({
    cells: [severity.toLowerCase(), type, technique ?? '', nameOf(actorKey), reason],
    tone: toneOf(severity),
    eventIds,
  }))
  const columns = ['severity', 'indicator', 'ATT&CK', 'whom', 'why']
  return [
    ...table(columns, rows, { limit: shownObserved, none: 'No indicator was observed.', long: ['why'] }),
    ...notObserved(indicators, nameOf),
  ]
}

function circumstancesFirst(a: Indicator, b: Indicator): number {
  const isTtp = ({ type }: Indicator) => Number(type === 'TTP_OBSERVED')
  return isTtp(a) - isTtp(b) || indicatorSeverities.indexOf(b.severity) - indicatorSeverities.indexOf(a.severity)
}

function notObserved(indicators: readonly Indicator[], nameOf: OutlineOptions['nameOf']): Block[] {
  const alike = new Map<string, Indicator[]>()
  for (const each of indicators) {
    if (each.status === 'observed') continue
    const name = JSON.stringify([each.type, each.status, each.reason])
    alike.set(name, [...(alike.get(name) ?? []), each])
  }
  const items = [...alike.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const whom = group.length === 1 ? nameOf(first.actorKey) : `${group.length} actors`
    return [sentence(`${first.type}, ${statusWords[first.status]} (${whom}): ${first.reason}`)]
  })
  return list('Not observed or not known', items)
}

const statusWords = {
  observed: 'observed',
  notObserved: 'not observed',
  insufficientBaseline: 'too little to compare with',
  notEvaluated: 'not evaluated',
} as const

/** The Detection Rule License asks for title, id and author with every match. */
export function outlineSigma({ sigma }: Investigation, { nameOf }: OutlineOptions): Block[] {
  if (sigma.rules === null) return [paragraph(sentence('No rules were given (--sigma).'))]
  const rows = sigma.matches.map(({ rule, actorKey, times, attempt, eventIds }) => ({
    cells: [
      rule.level ?? '',
      rule.title,
      `${times} × ${nameOf(actorKey)}${attempt ? ' (attempted)' : ''}`,
      rule.techniques.join(', '),
      `by ${rule.author ?? 'an unnamed author'}, ${rule.id ?? 'no id'}, ${rule.licence}`,
    ],
    tone: toneOf(rule.level),
    eventIds,
  }))
  const refused = refusedRules(sigma.unsupported)
  return [
    ...table(['level', 'rule', 'matched', 'ATT&CK', 'attribution'], rows, {
      limit: shownRows,
      none: `None of ${sigma.rules} rules matched.`,
      long: ['attribution'],
    }),
    ...list('Rules that were not used, by what they need', refused),
  ]
}

/** One line a rule, with everything that keeps it out. */
function refusedRules(unsupported: Investigation['sigma']['unsupported']): Statement[] {
  const byRule = new Map<string, string[]>()
  for (const { file, title, construct } of unsupported) {
    const name = title ?? file
    byRule.set(name, [...(byRule.get(name) ?? []), construct])
  }
  return [...byRule].map(([name, constructs]) => sentence(`${name}: ${[...new Set(constructs)].join(', ')}.`))
}

/** What may still be there comes first, the gravest of it before the rest. */
function standingFirst(a: Suspect, b: Suspect): number {
  const rank = ({ stillThere, severity }: Suspect) => (stillThere === 'removed' ? 10 : 0) - severities.indexOf(severity)
  return rank(a) - rank(b)
}

export function outlinePersistence({ persistence }: Investigation, { nameOf }: OutlineOptions): Block[] {
  const rows = persistence
    .toSorted(standingFirst)
    .map(({ severity, what, by, byKey, at, remedy, stillThere, eventIds }) => ({
      cells: [
        severity,
        what,
        stillThere === 'removed' ? 'removed since' : 'may be there',
        nameOf(byKey) || by,
        showTime(at),
        remedy,
      ],
      tone: stillThere === 'removed' ? ('plain' as const) : toneOf(severity),
      eventIds,
    }))
  return table(['severity', 'what', 'state', 'by whom', 'when (UTC)', 'do next'], rows, {
    limit: shownRows,
    none: 'None was seen of those who stand out.',
    long: ['what', 'do next'],
  })
}
