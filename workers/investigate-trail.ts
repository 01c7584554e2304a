import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../src/domain/evidence.js'
import type { Finding } from '../src/domain/finding.js'
import type { InvestigationBrief } from '../src/domain/investigation-brief.js'
import type { Document } from '../src/engine/incident-store.js'
import { briefOf } from '../src/evidence/brief-of.js'
import type { RelatedFinding } from '../src/evidence/indicators/indicator-input.js'
import type { InvestigateOptions } from '../src/evidence/investigate.js'
import { actorKey } from '../src/evidence/record/actor-key.js'
import type { LeftAlive } from '../src/evidence/sessions/left-alive.js'
import type { DetectiveTold } from './ask-detective.js'
import { toDocument } from './filed-documents.js'
import type { EvidenceWindow } from './gather-evidence.js'
import type { Caller } from './who-calls.js'
import type { IncidentTools } from './worker-tools.js'

/** What Amazon Detective compares with; of records before the window, those that sources hand over count towards it. */
const BASELINE_MS = 45 * 24 * 3_600_000

export interface Trail {
  readonly caller: Caller
  readonly findings: readonly Finding[]
  readonly window: EvidenceWindow
  readonly sources: readonly EvidenceSource[]
  /** Each once. */
  readonly events: readonly CloudTrailEvent[]
  readonly detective: DetectiveTold
  /** What the rules of the configuration matched. */
  readonly sigma: Pick<InvestigateOptions, 'sigma'>
  /** Of our other incidents. */
  readonly relatedFindings: readonly RelatedFinding[]
}

export interface InvestigatedTrail {
  readonly brief: InvestigationBrief
  readonly document: Document
  /** Credentials that a block of the accused leaves alive. */
  readonly leftAlive: readonly LeftAlive[]
}

/**
 * Runs all analyses over what was collected. The whole answer becomes a document, and its short form goes on the evidence.
 * Throws InvestigationError.
 */
export async function investigateTrail(
  tools: IncidentTools,
  trail: Trail,
  limitMs: number,
): Promise<InvestigatedTrail> {
  const { from, to } = trail.window
  const scope = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const key = keyOf(trail.caller)
  const asked = {
    window: { scope, baselineFromMs: scope.fromMs - BASELINE_MS },
    options: optionsOf(tools, trail, scope.fromMs),
    accused: key === null ? null : { key, name: trail.caller.identity.name },
  }
  const { found, contradiction } = await tools.investigate(trail.events, asked, limitMs)
  const { answer, carried } = trail.detective
  const document = toDocument('investigation', { ...found, detective: answer })
  const brief = briefOf(found, { digest: document.digest, contradiction, told: carried })
  return { brief, document, leftAlive: found.afterBlock?.leftAlive ?? [] }
}

function optionsOf(
  { lookups: { geo, flagged } }: IncidentTools,
  { caller, findings, sources, events, sigma, window, relatedFindings }: Trail,
  scopeFromMs: number,
): InvestigateOptions {
  const key = keyOf(caller)
  const { arn, name, accountId } = caller.identity
  return {
    sources,
    focusKey: key,
    read: sources.reduce((sum, source) => sum + source.events, 0),
    unique: events.length,
    accusations: findings.map(({ source, type, severity, trusted, sample }) => {
      return { actorKeys: key === null ? [] : [key], arn, name, source, type, severity, trusted, sample }
    }),
    ourArns: caller.ourArns,
    accountIds: [accountId],
    geo,
    flagged,
    relatedFindings,
    ...sigma,
    isAccountWide: false,
    scopeFromMs,
    at: window.to,
    // Whoever the records propose: what people are asked about is a block of the accused.
    ...(key === null ? {} : { blockedActorKeys: [key] }),
  }
}

/** As analyses name an actor; null where it makes no calls: a group has none. */
function keyOf({ identity: { type, accountId, name }, unread }: Caller): string | null {
  if (type === 'group' || type === 'rolesAnywhereProfile') return null
  return unread === null ? actorKey({ type, accountId, name }) : null
}
