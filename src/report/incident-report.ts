import type { ChainCheck } from '../audit/chain.js'
import type { AuditRecord } from '../audit/record.js'
import { escalationFor } from '../containment/escalation.js'
import type { Evidence } from '../domain/evidence.js'
import type { Finding } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { ContainPlan, RestorePlan } from '../domain/plan.js'
import { describePrincipal, type Principal } from '../domain/principal.js'
import type { Verdict } from '../domain/verdict.js'
import { type BlockStatus, blockStatus } from './block-status.js'
import type { RawCheck } from './check-raw.js'
import { type Decision, decisionsIn } from './decisions.js'
import { describeRecord, type TimelineEntry } from './describe-record.js'
import { doubtOf } from './doubt.js'
import { followUps } from './follow-ups.js'
import { type KeyTimes, keyTimes } from './key-times.js'
import { type Look, looksIn } from './looks.js'
import { type Messages, messagesIn } from './messages.js'
import { notesIn } from './notes.js'
import { noticesIn } from './notices.js'
import { ownerAnswersIn } from './owner-answers.js'
import { type PassedCall, passedCalls, undeniableCalls } from './passed-calls.js'
import { questionsIn } from './questions.js'
import { type ReadRecord, readRecord } from './read-record.js'
import { type ReportedFinding, reportedFindings } from './reported-findings.js'
import type { Note, OwnerAnswer, PastQuestion, Told } from './talk.js'
import { type Undo, undoOfIncident } from './undo.js'
import { stateVerdict, type VerdictStatement } from './verdict-statement.js'
import { type BlockWrite, blockWritesIn } from './writes.js'

export interface ReportInput {
  readonly incident: Incident
  readonly findings: readonly Finding[]
  readonly audit: readonly AuditRecord[]
  readonly chain: ChainCheck
  /** null: none on the record, or what is filed is not what its digest says; the report tells which. Plans likewise. */
  readonly evidence: Evidence | null
  /** What sources answered, held against its digests. */
  readonly rawChecks: readonly RawCheck[]
  readonly containPlan: ContainPlan | null
  readonly restorePlan: RestorePlan | null
  /** Opens every message of the realm; '' for live AWS. */
  readonly banner: string
  readonly generatedAt: string
}

/** A document that the record names: there, never made, or named and not to be had (gone, or changed since). */
export type Filed<T> =
  | { readonly status: 'known'; readonly digest: string; readonly content: T }
  | { readonly status: 'none' }
  | { readonly status: 'lost'; readonly digest: string }

/**
 * The account of one incident as data, from its record alone. Names, titles and reasons in it are as they came from
 * outside: the renderings escape them. Times are ISO 8601 UTC.
 */
export interface IncidentReport {
  readonly title: string
  readonly banner: string
  readonly generatedAt: string
  readonly incidentId: string
  readonly realm: string
  readonly playbook: string
  readonly state: string
  readonly open: boolean
  readonly reason: string
  /** Every state the incident came to, oldest first; the last is where it is. */
  readonly path: readonly { readonly state: string; readonly at: string }[]
  readonly principal: Principal
  /** Each update of a finding once. */
  readonly findings: readonly ReportedFinding[]
  /** That the finding could have been forged, and who bears it out since; null where nothing speaks for that. */
  readonly doubt: string | null
  readonly block: BlockStatus
  readonly verdict: Verdict
  readonly statement: VerdictStatement
  readonly looks: readonly Look[]
  readonly passedCalls: readonly PassedCall[]
  readonly undeniableCalls: ReturnType<typeof undeniableCalls>
  /** What of the approved plan was given up while the rest was written, in sentences. */
  readonly notDone: readonly string[]
  /** The text of a service control policy, where the block cannot hold by itself; null where none is called for. */
  readonly escalation: string | null
  readonly keyTimes: KeyTimes
  readonly evidence: Filed<Evidence>
  readonly rawChecks: readonly RawCheck[]
  readonly plan: Filed<ContainPlan>
  readonly restore: Filed<RestorePlan>
  readonly decisions: readonly Decision[]
  /** Oldest first; only the last can be open. */
  readonly questions: readonly PastQuestion[]
  readonly notices: readonly Told[]
  readonly messages: Messages
  readonly notes: readonly Note[]
  readonly ownerAnswers: readonly OwnerAnswer[]
  /** What was done at AWS, oldest first. */
  readonly writes: readonly BlockWrite[]
  readonly timeline: readonly TimelineEntry[]
  readonly audit: { readonly chain: ChainCheck; readonly headHash: string; readonly scope: string }
  readonly undo: Undo | null
  readonly followUps: readonly string[]
}

/** What the chain can prove by itself. */
const auditScope =
  'A chain that is in order proves that the record is consistent, not that nobody made it anew: there is no anchor outside this host.'

/** Builds the report. Pure: the same record gives the same report. */
export function buildIncidentReport(input: ReportInput): IncidentReport {
  const { incident, findings, generatedAt, containPlan } = input
  const { context } = incident.snapshot
  const records = input.audit.map(readRecord)
  const block = blockStatus(records)
  const notDone = notDoneIn(records)
  return {
    title: `Incident ${incident.id}: ${describePrincipal(context.principal)}`,
    banner: input.banner,
    generatedAt,
    incidentId: incident.id,
    realm: incident.realm,
    playbook: `${incident.playbook}@${incident.version}`,
    state: incident.state,
    open: incident.open,
    reason: context.reason,
    path: pathOf(input),
    principal: context.principal,
    findings: reportedFindings(findings),
    doubt: doubtOf(context, records),
    block,
    verdict: context.verdict,
    statement: stateVerdict(context.verdict, block, incident.state),
    looks: looksIn(records),
    passedCalls: passedCalls(records),
    undeniableCalls: undeniableCalls(records),
    notDone,
    escalation: escalationOf(input, block),
    keyTimes: keyTimes(records, findings, { openedAt: incident.openedAt, generatedAt, block }),
    evidence: filed(context.evidenceDigest, input.evidence),
    rawChecks: input.rawChecks,
    plan: filed(context.containPlanDigest, containPlan),
    restore: filed(context.restorePlanDigest, input.restorePlan),
    decisions: decisionsIn(records),
    questions: questionsIn(records),
    notices: noticesIn(records),
    messages: messagesIn(records),
    notes: notesIn(records),
    ownerAnswers: ownerAnswersIn(records),
    writes: blockWritesIn(records),
    timeline: records.map(describeRecord),
    audit: { chain: input.chain, headHash: incident.auditHash, scope: auditScope },
    undo: undoOfIncident(incident, containPlan, block),
    followUps: followUps({ ...input, records, block, notDone }),
  }
}

function pathOf({ incident, audit }: ReportInput): IncidentReport['path'] {
  const arrivals = audit
    .filter(({ body }) => body.from !== body.to)
    .map(({ body }) => ({ state: body.to, at: body.at }))
  return arrivals.length > 0 ? arrivals : [{ state: incident.state, at: incident.openedAt }]
}

function notDoneIn(records: readonly ReadRecord[]): string[] {
  return records.flatMap(({ happening }) =>
    happening.kind === 'event' && happening.event.type === 'BLOCK_APPLIED' ? happening.event.notDone : [],
  )
}

/** Called for where somebody acted against a block that was ordered, or a person has to decide how to go on with one. */
function escalationOf({ incident, containPlan }: ReportInput, block: BlockStatus): string | null {
  if (containPlan === null || block === 'none' || block === 'removed') return null
  const { tampering, suspects } = incident.snapshot.context.verdict
  const isCalledFor = ['needsHuman', 'tampered'].includes(incident.state) || tampering.length > 0
  return isCalledFor ? escalationFor(containPlan.entity, suspects, containPlan.impact.members) : null
}

function filed<T>(digest: string | null, content: T | null): Filed<T> {
  if (digest === null) return { status: 'none' }
  return content === null ? { status: 'lost', digest } : { status: 'known', digest, content }
}
