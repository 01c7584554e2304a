import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../src/domain/evidence.js'
import type { Finding } from '../src/domain/finding.js'
import type { InvestigationBrief } from '../src/domain/investigation-brief.js'
import type { Document } from '../src/engine/incident-store.js'
import { briefOf } from '../src/evidence/brief-of.js'
import { contradictionOf } from '../src/evidence/contradiction-of.js'
import { FactsGatherer } from '../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../src/evidence/facts/trail-facts.js'
import type { InvestigateOptions } from '../src/evidence/investigate.js'
import { actorKey } from '../src/evidence/record/actor-key.js'
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
}

/** Runs all analyses over what was collected. The whole answer becomes a document, and its short form goes on the evidence. */
export async function investigateTrail(
  tools: IncidentTools,
  trail: Trail,
): Promise<{ readonly brief: InvestigationBrief; readonly document: Document }> {
  const { from, to } = trail.window
  const scope = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const gatherer = new FactsGatherer({ scope, baselineFromMs: scope.fromMs - BASELINE_MS })
  for (const event of trail.events) gatherer.add(event)
  const facts = gatherer.facts()
  const options = optionsOf(tools, trail, scope.fromMs)
  const found = tools.investigate(facts, options)
  // A second may have passed: whatever else this process serves comes first.
  await tools.engine.clock.pause(0)
  const contradiction = whatContradicts(tools, facts, options, trail)
  const { answer, carried } = trail.detective
  const document = toDocument('investigation', { ...found, detective: answer })
  return { brief: briefOf(found, { digest: document.digest, contradiction, told: carried }), document }
}

/** By the records alone: a finding proposes whom it accuses, whatever they say. */
function whatContradicts(
  { investigate }: IncidentTools,
  facts: TrailFacts,
  options: InvestigateOptions,
  { caller }: Trail,
): string | null {
  const key = keyOf(caller)
  if (key === null) return null
  const byRecords = (focusKey: string | null) => investigate(facts, { ...options, accusations: [], focusKey })
  return contradictionOf(byRecords(key), () => byRecords(null), { key, name: caller.identity.name })
}

function optionsOf(
  { lookups }: IncidentTools,
  { caller, findings, sources, events }: Trail,
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
    ...lookups,
    isAccountWide: false,
    scopeFromMs,
  }
}

/** As analyses name an actor; null where it makes no calls: a group has none. */
function keyOf({ identity: { type, accountId, name }, unread }: Caller): string | null {
  return unread === null && type !== 'group' ? actorKey({ type, accountId, name }) : null
}
