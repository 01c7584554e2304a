import { siblingSessions } from '../src/containment/sibling-sessions.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { DetectiveScope } from '../src/domain/detective.js'
import type { Evidence, EvidenceSource } from '../src/domain/evidence.js'
import type { Finding } from '../src/domain/finding.js'
import type { InvestigationBrief } from '../src/domain/investigation-brief.js'
import { blockTarget, type Principal } from '../src/domain/principal.js'
import { isActivityOf } from '../src/domain/principal-activity.js'
import type { Document } from '../src/engine/incident-store.js'
import { summariseActivity } from '../src/evidence/basic-evidence.js'
import { ChainTrail, followedNothing, requestsForChain } from '../src/evidence/chain/chain-trail.js'
import { HeardRecords } from '../src/evidence/chain/heard-records.js'
import type { LeftAlive } from '../src/evidence/sessions/left-alive.js'
import type { TrailQuery } from '../src/ports.js'
import { askDetective, type DetectiveTold, detectiveNotAsked } from './ask-detective.js'
import { type AskOptions, askSources, type SourceAnswer } from './ask-sources.js'
import { toDocument } from './filed-documents.js'
import { investigateTrail, type Trail } from './investigate-trail.js'
import { InvestigationError } from './investigator.js'
import { keepRaw } from './keep-raw.js'
import { lookIntoProfile } from './look-into-profile.js'
import { matchSigma } from './match-sigma.js'
import { readRoleUse } from './read-role-use.js'
import { relatedFindings } from './related-findings.js'
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
  /** Whether who asks for sessions of the role is looked for; what was known before stands for the whole incident. */
  readonly roleUse?: boolean
}

export interface EvidenceWindow {
  readonly from: string
  readonly to: string
}

/**
 * What the principal did and who was behind it: every source is asked at once for as long as the budget lasts, what they hand
 * over is kept with its SHA-256, and an event that several of them tell counts once. A source that fails, or does not answer in
 * time, is named in the evidence; it never holds anybody up. Of principals that make no calls here the evidence says so; of a
 * Roles Anywhere profile it is about whoever made it.
 */
export async function gatherEvidence(
  tools: IncidentTools,
  { incident, givingUp }: Assignment,
  accused: Principal,
  { budgetMs, before, roleUse = false }: GatherOptions,
): Promise<GatheredEvidence> {
  const { engine } = tools
  const startedAtMs = engine.clock.monotonicMs()
  const findings = await engine.store.readFindings(incident.id)
  const window = windowOf(tools, findings)
  const door = accused.type === 'rolesAnywhereProfile' ? await lookIntoProfile(tools, accused, findings, window) : null
  const caller = await whoCalls(tools, blockTarget(door?.maker ?? accused))
  const leftMs = Math.max(LEAST_WAIT_MS, budgetMs - (engine.clock.monotonicMs() - startedAtMs))
  const asking = { incidentId: incident.id, findings, window, givingUp, leftMs, before }
  const sessionName = findings.map(({ principal }) => principal.sessionName).find((one) => one !== undefined) ?? null
  const [{ answers, detective }, use] = await Promise.all([
    caller.unread === null ? ask(tools, caller, asking) : nobodyAsked,
    roleUse ? readRoleUse(tools, caller, { window, sessionName, budgetMs: leftMs, stopped: givingUp }) : null,
  ])
  const told = caller.unread === null ? sourcesOf(answers, detective) : [notAsked(caller.unread)]
  const sources = [...told, ...(use === null ? [] : [use.source]), ...(door?.sources ?? [])]
  const usedBy = use?.use ?? before?.roleUse
  const events = eventsOf(answers)
  const kept = await keepRaw(tools.rawEvidence, incident.id, answers)
  const sigma = await matchSigma(answers, tools.lookups.sigma, { ...window, clock: engine.clock })
  const limitMs = ANALYSING_MS + Math.max(0, budgetMs - (engine.clock.monotonicMs() - startedAtMs))
  const related = await relatedFindings(engine.store, incident.id)
  const trail = { caller, findings, window, sources, events, detective, sigma, relatedFindings: related }
  const analysed = await analyse(tools, trail, limitMs)
  const summary = summariseActivity({
    principal: caller.identity,
    events,
    sources: [...sources, ...analysed.unanswered],
    window,
    collectedAt: engine.clock.now().toISOString(),
  })
  const evidence: Evidence = {
    ...summary,
    ...siblingsIn(events, caller, accused, window.to),
    // A profile's own: what its maker was handed is in the investigation.
    obtained: door?.obtained ?? withFurther(summary.obtained, analysed.leftAlive),
    raw: [...kept.results],
    ...(usedBy === undefined ? {} : { roleUse: usedBy }),
    ...(analysed.brief === null ? {} : { investigation: analysed.brief }),
    ...(door === null ? {} : { rolesAnywhere: await door.conclude(ownCalls(events, caller), window) }),
  }
  return { evidence, documents: [toDocument('evidence', evidence), ...analysed.documents, ...kept.documents] }
}

/** Of the session that a plan would deny: one that another finding accuses is left alive by it like any other. */
function siblingsIn(
  events: readonly CloudTrailEvent[],
  { identity: role, unread }: Caller,
  { sessionName, accessKeyId }: Principal,
  at: string,
): Pick<Evidence, 'siblings'> {
  if (role.type !== 'role' || unread !== null) return {}
  const siblings = siblingSessions({
    events,
    role,
    sessionName: sessionName ?? null,
    accessKeyId: accessKeyId ?? null,
    at,
  })
  return siblings.length === 0 ? {} : { siblings }
}

function ownCalls(events: readonly CloudTrailEvent[], { identity }: Caller): CloudTrailEvent[] {
  return events.filter((event) => isActivityOf(event, identity))
}

/**
 * With what was obtained by what was obtained: a role that was assumed from a role that the principal had assumed lives on as
 * well. Keys that were made for users are told elsewhere: they are no sessions.
 */
function withFurther(own: Evidence['obtained'], leftAlive: readonly LeftAlive[]): Evidence['obtained'] {
  const known = new Set(own.map(({ accessKeyId }) => accessKeyId))
  const further = leftAlive.flatMap(({ accessKeyId, kind, principal, sessionName, issuedBy, issuedAt, expiresAt }) => {
    if (accessKeyId === '' || known.has(accessKeyId) || kind === 'longTermKey' || issuedAt === null) return []
    return [{ accessKeyId, of: principal, sessionName, eventName: issuedBy ?? '', issuedAt, expiresAt }]
  })
  return [...own, ...further]
}

/** What analyses have beside what sources left of the budget: the playbook goes on a little after it. */
const ANALYSING_MS = 4_000

interface Analysed {
  readonly brief: InvestigationBrief | null
  readonly documents: readonly Document[]
  readonly leftAlive: readonly LeftAlive[]
  /** What people are told where there is no answer; a source like any that failed. */
  readonly unanswered: readonly EvidenceSource[]
}

/** Records that take too long to analyse are evidence all the same. */
async function analyse(tools: IncidentTools, trail: Trail, limitMs: number): Promise<Analysed> {
  try {
    const { brief, document, leftAlive } = await investigateTrail(tools, trail, limitMs)
    return { brief, documents: [document], leftAlive, unanswered: [] }
  } catch (error) {
    if (!(error instanceof InvestigationError)) throw error
    tools.engine.log.warn('Evidence could not be analysed.', { error: error.message, events: trail.events.length })
    const detail = `what was collected could not be analysed: ${error.message}`
    return {
      brief: null,
      documents: [],
      leftAlive: [],
      unanswered: [{ name: 'analyses', status: 'failed', detail, requests: 0, events: 0 }],
    }
  }
}

/** Whatever went before it: a source that has its answer at hand gives it in this time. */
const LEAST_WAIT_MS = 1_000

function windowOf({ engine, rules }: IncidentTools, findings: readonly Finding[]): EvidenceWindow {
  const now = engine.clock.now()
  const firstSeen = Math.min(now.getTime(), ...findings.map((finding) => Date.parse(finding.firstSeenAt)))
  return { from: new Date(firstSeen - rules.evidenceLookbackHours * HOUR_MS).toISOString(), to: now.toISOString() }
}

interface Asking {
  readonly incidentId: string
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
  const { engine, rules } = tools
  const { findings, window, leftMs, givingUp, before } = asking
  const keys = findings.flatMap((finding) => finding.principal.accessKeyId ?? [])
  const accessKeyIds = [...new Set(keys)]
  const { maxEvidenceRequests } = rules
  const maxRequests = maxEvidenceRequests - requestsForChain(maxEvidenceRequests)
  const query = { principal: identity, ...window, regions: [], accessKeyIds, maxRequests }
  const options = { clock: engine.clock, budgetMs: leftMs, stopped: givingUp }
  const scope = { entityArn: identity.arn, ...window, ...toldOf(findings) }
  const [answers, detective] = await Promise.all([
    askWithChain(tools, query, asking, options),
    askDetective(tools.aws.detective, scope, before, options),
  ])
  return { answers, detective }
}

/** Beside the sources, and from what they say, who gave the sessions their credentials, to any depth. */
async function askWithChain(
  { aws, accessTo, engine, rules }: IncidentTools,
  query: TrailQuery,
  { findings, leftMs, incidentId }: Asking,
  options: Omit<AskOptions, 'listener'>,
): Promise<SourceAnswer[]> {
  const heard = new HeardRecords()
  const chain = new ChainTrail({
    home: aws,
    elsewhere: (accountId) => accessTo?.(accountId)?.reader(incidentId) ?? null,
    heard,
    named: findings.map(({ principal }) => principal),
    clock: engine.clock,
    budgetMs: leftMs,
    maxRequests: rules.maxEvidenceRequests,
  })
  const answers = await askSources([...aws.trails, chain], query, { ...options, listener: heard })
  // Where there was nothing to follow there is nothing to tell.
  return answers.filter(({ source }) => source.name !== chain.name || !followedNothing(source))
}

/** The newest investigation that Detective's own findings tell of. */
function toldOf(findings: readonly Finding[]): Pick<DetectiveScope, 'investigation'> {
  const own = findings.filter(({ source }) => source === 'detective')
  const newest = own.reduce<Finding | undefined>(
    (latest, finding) => (latest === undefined || finding.updatedAt > latest.updatedAt ? finding : latest),
    undefined,
  )
  return newest === undefined ? {} : { investigation: { id: newest.sourceId, region: newest.region } }
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
