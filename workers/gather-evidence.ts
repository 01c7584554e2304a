import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { Evidence, EvidenceSource } from '../src/domain/evidence.js'
import type { Finding } from '../src/domain/finding.js'
import { blockTarget, type Principal } from '../src/domain/principal.js'
import type { Document } from '../src/engine/incident-store.js'
import { summariseActivity } from '../src/evidence/basic-evidence.js'
import { askDetective, type DetectiveTold, detectiveNotAsked } from './ask-detective.js'
import { askSources, type SourceAnswer } from './ask-sources.js'
import { toDocument } from './filed-documents.js'
import { investigateTrail } from './investigate-trail.js'
import { keepRaw } from './keep-raw.js'
import { type Caller, whoCalls } from './who-calls.js'
import type { Assignment, IncidentTools } from './worker-tools.js'

const HOUR_MS = 3_600_000

export interface GatheredEvidence {
  readonly evidence: Evidence
  /** The evidence first, then the whole investigation and what sources answered. */
  readonly documents: readonly [Document, ...Document[]]
}

export interface GatherOptions {
  readonly budgetMs: number
  /** What was collected before this; null: nothing. */
  readonly before: Evidence | null
}

export interface EvidenceWindow {
  readonly from: string
  readonly to: string
}

/**
 * What the principal did and who was behind it: every source is asked at once for as long as the budget lasts, what they hand
 * over is kept with its SHA-256, and an event that several of them tell counts once. A source that fails, or does not answer in
 * time, is named in the evidence; it never holds anybody up. Of principals that make no calls here the evidence says so.
 */
export async function gatherEvidence(
  tools: IncidentTools,
  { incident, givingUp }: Assignment,
  accused: Principal,
  { budgetMs, before }: GatherOptions,
): Promise<GatheredEvidence> {
  const { engine } = tools
  const startedAtMs = engine.clock.monotonicMs()
  const findings = await engine.store.readFindings(incident.id)
  const window = windowOf(tools, findings)
  const caller = await whoCalls(tools, blockTarget(accused))
  const leftMs = Math.max(LEAST_WAIT_MS, budgetMs - (engine.clock.monotonicMs() - startedAtMs))
  const asking = { findings, window, givingUp, leftMs, before }
  const { answers, detective } = caller.unread === null ? await ask(tools, caller, asking) : nobodyAsked
  const sources = caller.unread === null ? sourcesOf(answers, detective) : [notAsked(caller.unread)]
  const events = eventsOf(answers)
  const kept = await keepRaw(tools.rawEvidence, incident.id, answers)
  const { brief, document } = await investigateTrail(tools, {
    caller,
    findings,
    window,
    sources,
    events,
    detective,
  })
  const evidence: Evidence = {
    ...summariseActivity({
      principal: caller.identity,
      events,
      sources,
      window,
      collectedAt: engine.clock.now().toISOString(),
    }),
    raw: [...kept.results],
    investigation: brief,
  }
  return { evidence, documents: [toDocument('evidence', evidence), document, ...kept.documents] }
}

/** Whatever went before it: a source that has its answer at hand gives it in this time. */
const LEAST_WAIT_MS = 1_000

function windowOf({ engine, rules }: IncidentTools, findings: readonly Finding[]): EvidenceWindow {
  const now = engine.clock.now()
  const firstSeen = Math.min(now.getTime(), ...findings.map((finding) => Date.parse(finding.firstSeenAt)))
  return { from: new Date(firstSeen - rules.evidenceLookbackHours * HOUR_MS).toISOString(), to: now.toISOString() }
}

interface Asking {
  readonly findings: readonly Finding[]
  readonly window: EvidenceWindow
  readonly leftMs: number
  readonly givingUp: AbortSignal
  readonly before: Evidence | null
}

interface Asked {
  readonly answers: readonly SourceAnswer[]
  readonly detective: DetectiveTold
}

const nobodyAsked: Asked = { answers: [], detective: detectiveNotAsked }

async function ask(tools: IncidentTools, { identity }: Caller, asking: Asking): Promise<Asked> {
  const { aws, engine, rules } = tools
  const { findings, window, leftMs, givingUp, before } = asking
  const keys = findings.flatMap((finding) => finding.principal.accessKeyId ?? [])
  const accessKeyIds = [...new Set(keys)]
  const query = { principal: identity, ...window, regions: [], accessKeyIds, maxRequests: rules.maxEvidenceRequests }
  const options = { clock: engine.clock, budgetMs: leftMs, stopped: givingUp }
  const [answers, detective] = await Promise.all([
    askSources(aws.trails, query, options),
    askDetective(aws.detective, { entityArn: identity.arn, ...window }, before, options),
  ])
  return { answers, detective }
}

function sourcesOf(answers: readonly SourceAnswer[], { source: told }: DetectiveTold): EvidenceSource[] {
  return [...answers.map(({ source }) => source), ...(told === null ? [] : [told])]
}

/** Of an event that several sources tell, what the first of them says: they are asked in the order of the configuration. */
function eventsOf(answers: readonly SourceAnswer[]): CloudTrailEvent[] {
  const all = new Map<string, CloudTrailEvent>()
  for (const { raw } of answers) {
    for (const event of raw.events) if (!all.has(event.eventId)) all.set(event.eventId, event)
  }
  return [...all.values()]
}

function notAsked(detail: string): EvidenceSource {
  return { name: 'CloudTrail', status: 'failed', detail, requests: 0, events: 0 }
}
