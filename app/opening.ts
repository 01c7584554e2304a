import type { Timing } from '../src/domain/incident-context.js'
import type { Opening } from '../src/incidents/open-incident.js'
import { type SeverityWord, severityWord } from '../src/report/words.js'
import type { Runtime } from './compose.js'
import { defaultPlaybook } from './playbooks.js'

/** What a new incident is given, whoever opens it. */
export interface OpeningSettings {
  readonly timing: Timing
  /** Where it differs by the severity of what opens the incident. */
  readonly timingBySeverity?: Readonly<Record<SeverityWord, Timing>>
  /** How long a restore speaks for what happened before it; the engine's own default if not given. */
  readonly holdDownMs?: number
}

/** What a finding of this severity starts in a realm. A finding that joins later changes none of its waits. */
export function openingFor(
  { evidenceRefreshMs }: Pick<Runtime, 'evidenceRefreshMs'>,
  { timing, timingBySeverity, holdDownMs }: OpeningSettings,
  severity: number,
): Opening {
  const waits = timingBySeverity?.[severityWord(severity)] ?? timing
  return {
    ...defaultPlaybook,
    timing: evidenceRefreshMs === null ? waits : { ...waits, evidenceRefreshMs },
    ...(holdDownMs === undefined ? {} : { holdDownMs }),
  }
}
