import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../src/domain/evidence.js'
import type { RoleUse } from '../src/domain/role-use.js'
import { roleUse } from '../src/evidence/role-use.js'
import type { PrincipalActivity } from '../src/ports.js'
import type { EvidenceWindow } from './gather-evidence.js'
import type { Caller } from './who-calls.js'
import type { IncidentTools } from './worker-tools.js'

export interface RoleUseRead {
  readonly use: RoleUse
  readonly source: EvidenceSource
}

interface Asking {
  readonly window: EvidenceWindow
  /** Of the finding. */
  readonly sessionName: string | null
  readonly budgetMs: number
  readonly stopped: AbortSignal
}

/** What Amazon Detective compares with. */
const BASELINE_MS = 45 * 24 * 3_600_000
/** A thousand sessions: of a busy role it is a few days, which is then said. At two a second it leaves time for the other lookups. */
const MAX_REQUESTS = 20
const NAME = 'CloudTrail LookupEvents: who asked for the role'

/**
 * Who asked for sessions of the accused role in the weeks before: by the event history, beside the other sources and for no
 * longer than they have. null: it is no role, or of an account that is not read here. Where it cannot be read the evidence
 * says so, and nobody is taken for a routine user that was not seen to be one.
 */
export async function readRoleUse(tools: IncidentTools, caller: Caller, asking: Asking): Promise<RoleUseRead | null> {
  const { identity, unread } = caller
  if (identity.type !== 'role' || unread !== null) return null
  const { from, to } = asking.window
  const askedFrom = new Date(Date.parse(to) - BASELINE_MS).toISOString()
  // Of all its sessions, whichever the finding is about.
  const { sessionName: _, ...role } = identity
  const query = { principal: role, from: askedFrom, to, accessKeyIds: [], maxRequests: MAX_REQUESTS, issuesOnly: true }
  const { events, source } = await inTime(tools, asking, () => tools.aws.cloudTrail.activityOf(query))
  const oldest = oldestOf(events)
  const gaps = [
    ...(source.status === 'failed'
      ? [`Who asked for the role could not be read: ${source.detail ?? 'no answer'}.`]
      : []),
    ...(source.status === 'truncated' && oldest !== null ? [`It was read back to ${oldest}, not further.`] : []),
  ]
  const about = { role, events, askedFrom, incidentFrom: from, sessionName: asking.sessionName, at: to, gaps }
  return { use: roleUse(about), source: { ...source, name: NAME } }
}

function oldestOf(events: readonly CloudTrailEvent[]): string | null {
  return events[0]?.eventTime ?? null
}

async function inTime(
  { engine: { clock } }: IncidentTools,
  { budgetMs, stopped }: Asking,
  read: () => Promise<PrincipalActivity>,
): Promise<PrincipalActivity> {
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  const late = clock
    .pause(budgetMs, waiting.signal)
    .then(() => nothing(`not answered in time (${Math.round(budgetMs / 1000)} s)`))
  const answer = await Promise.race([
    late,
    read().catch((error: unknown) => nothing(error instanceof Error ? error.message : String(error))),
  ])
  stop()
  stopped.removeEventListener('abort', stop)
  return answer
}

function nothing(detail: string): PrincipalActivity {
  return { events: [], source: { name: NAME, status: 'failed', detail, requests: 0, events: 0 }, isCut: false }
}
