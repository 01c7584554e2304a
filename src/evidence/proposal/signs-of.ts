import type { Detection, Tactic } from '../detections/detection.js'
import { lowered, severities } from '../detections/severity.js'
import { entryOf } from '../facts/tallies.js'
import type { Indicator, IndicatorType } from '../indicators/indicator.js'
import type { SigmaMatch } from './sigma-matches.js'
import type { Sign } from './sign.js'

export interface SignSources {
  readonly detections: readonly Detection[]
  readonly sigma: readonly SigmaMatch[]
  readonly indicators: readonly Indicator[]
}

/** What speaks against each actor, by `Actor.key`. */
export function signsOf({ detections, sigma, indicators }: SignSources): Map<string, Sign[]> {
  const signs = new Map<string, Sign[]>()
  for (const detection of detections) {
    for (const actorKey of detection.actorKeys) entryOf(signs, actorKey, none).push(signOfDetection(detection))
  }
  for (const match of sigma) entryOf(signs, match.actorKey, none).push(signOfMatch(match))
  for (const indicator of indicators) {
    if (circumstances.has(indicator.type) && indicator.status === 'observed') {
      entryOf(signs, indicator.actorKey, none).push(signOfIndicator(indicator))
    }
  }
  return signs
}

function none(): Sign[] {
  return []
}

function signOfDetection({ id, title, what, technique, tactic, severity, status, eventIds }: Detection): Sign {
  return { kind: 'detection', id, title, what, technique, tactic, severity, attempt: status === 'attempted', eventIds }
}

function signOfMatch({ rule, times, attempt, eventIds }: SigmaMatch): Sign {
  const severity = lowered(rule.level ?? 'informational', attempt ? 1 : 0)
  return {
    kind: 'sigma',
    id: rule.id ?? rule.title,
    title: rule.title,
    what: times === 1 ? '' : `${times} times`,
    technique: rule.techniques[0] ?? null,
    tactic: tacticIn(rule.tags),
    severity,
    attempt,
    eventIds,
  }
}

/** Where calls came from. What was called (TTP_OBSERVED) detections weigh already, and findings are weighed as accusations. */
const circumstances: ReadonlySet<IndicatorType> = new Set([
  'IMPOSSIBLE_TRAVEL',
  'FLAGGED_IP_ADDRESS',
  'NEW_GEOLOCATION',
  'NEW_ASO',
  'NEW_USER_AGENT',
])

function signOfIndicator({ type, severity, technique, tactic, reason, eventIds }: Indicator): Sign {
  return {
    kind: 'indicator',
    id: type,
    title: reason.replace(/\.$/, ''),
    what: '',
    technique,
    tactic,
    severity: severities.find((step) => step.toUpperCase() === severity) ?? 'informational',
    attempt: false,
    eventIds,
  }
}

const tactics: readonly Tactic[] = [
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'exfiltration',
  'impact',
]

/** `attack.defense-evasion`, in older rules `attack.defense_evasion`. */
function tacticIn(tags: readonly string[]): Tactic | null {
  const named = tags.map((tag) =>
    tag
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/^attack\./, ''),
  )
  return tactics.find((tactic) => named.includes(tactic)) ?? null
}
