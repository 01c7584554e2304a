import type { Finding } from '../src/domain/finding.js'
import type { Timing } from '../src/domain/incident-context.js'
import type { Opening } from '../src/incidents/open-incident.js'
import { type SeverityWord, severityWord } from '../src/report/words.js'
import { PROFILE_PLAYBOOK, playbookFor, type Route, type Routed } from '../src/routing/route.js'
import type { Runtime } from './compose.js'
import { newestPlaybooks } from './playbooks.js'

/** What a new incident is given, whoever opens it. */
export interface OpeningSettings {
  readonly timing: Timing
  /** Where it differs by the severity of what opens the incident. */
  readonly timingBySeverity?: Readonly<Record<SeverityWord, Timing>>
  /** How long a restore speaks for what happened before it; the engine's own default if not given. */
  readonly holdDownMs?: number
  /** The configuration's own routes, before those that are built in. */
  readonly routes?: readonly Route[]
}

/**
 * What a finding starts in a realm. One that joins later changes neither the playbook nor any of its waits; so one that could have
 * been forged chooses no waits by its severity, or whoever forges one first would have the true one wait like the least.
 */
export function openingFor(
  { evidenceRefreshMs, confirmFindings = false }: Pick<Runtime, 'evidenceRefreshMs' | 'confirmFindings'>,
  { timing, timingBySeverity, holdDownMs, routes }: OpeningSettings,
  finding: Routed & Partial<Pick<Finding, 'trusted'>>,
): Opening {
  const bySeverity = finding.trusted === false ? undefined : timingBySeverity?.[severityWord(finding.severity)]
  const waits = bySeverity ?? timing
  return {
    ...aboutWhom(startedBy(finding, routes)),
    timing: evidenceRefreshMs === null ? waits : { ...waits, evidenceRefreshMs },
    confirmFindings,
    ...(holdDownMs === undefined ? {} : { holdDownMs }),
  }
}

/** A Roles Anywhere profile's playbook is about the profile, not about whoever made it. */
function aboutWhom(started: ReturnType<typeof startedBy>): Pick<Opening, 'playbook' | 'version' | 'about'> {
  return started.playbook === PROFILE_PLAYBOOK ? { ...started, about: 'subject' } : started
}

/** The playbook that a finding starts, in its newest version. */
export function startedBy(
  finding: Routed,
  routes: readonly Route[] = [],
): { readonly playbook: string; readonly version: string } {
  const name = playbookFor(routes, finding)
  const playbook = newestPlaybooks.find((one) => one.name === name)
  if (playbook === undefined)
    throw new Error(`The route of ${finding.source} leads to ${name}, which is not registered.`)
  return { playbook: name, version: playbook.version }
}
