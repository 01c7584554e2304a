import type { ChainHead } from '../audit/chain.js'
import type { AuditRecord } from '../audit/record.js'
import type { Json } from '../domain/canonical-json.js'
import type { Effect } from '../domain/effect.js'
import type { Finding } from '../domain/finding.js'
import type { Incident, IncidentSnapshot } from '../domain/incident.js'
import type { Outcome } from '../domain/incident-event.js'
import type { HeldWrite, Hold } from './brakes.js'
import type { Urgency } from './urgency.js'

/** A document that an effect found out (evidence, plan, pre-image), filed under its digest. */
export interface Document {
  readonly digest: string
  readonly kind: 'evidence' | 'rawEvidence' | 'investigation' | 'plan' | 'preImage'
  readonly body: Json
}

/** An effect to be stored: `writeKey` lets one write a time through per entity; `notAfterMs` is how long it is worth doing. */
export interface EffectOrder {
  readonly id: string
  readonly effect: Effect
  readonly state: string
  readonly writeKey: string | null
  readonly notAfterMs: number | null
}

/** An effect in a worker's hands until `leaseMs` after the claim was asked for. */
export interface ClaimedEffect {
  readonly id: string
  readonly incidentId: string
  readonly attempt: number
  /** Tries that ended in a failure worth trying again; a crash is a new attempt, but no failure. */
  readonly failures: number
  readonly effect: Effect
  readonly leaseMs: number
  /** How much of its own deadline was left at the claim; null: none. */
  readonly remainingMs: number | null
}

/** A timer of a running incident that is due. */
export interface DueTimer {
  readonly id: string
  readonly incidentId: string
  readonly name: string
  readonly event: string
}

/** A timer that runs. `dueAt` ISO 8601 UTC. */
export interface RunningTimer {
  readonly name: string
  readonly dueAt: string
}

/** An effect nobody holds, or whose holder's lease is over. */
export interface RunnableEffect {
  readonly id: string
  readonly nextAttempt: number
  readonly urgency: Urgency
  /** Of the gravest finding of its incident: among equally urgent ones the gravest goes first. */
  readonly severity: number
}

/** Everything one step changes. It is recorded as one transaction or not at all. */
export interface StepRecord {
  readonly incident: {
    readonly id: string
    readonly realm: string
    readonly playbook: string
    readonly version: string
    readonly principalKey: string
    readonly state: string
    readonly open: boolean
    /** null leaves the stored one as it is: a parked incident keeps what could not be read, as evidence. */
    readonly snapshot: IncidentSnapshot | null
  }
  /** The revision that the step was computed from; 0 opens the incident. */
  readonly expectedRevision: number
  readonly audit: AuditRecord
  readonly finding?: { readonly id: string; readonly dedupKey: string; readonly body: Finding }
  readonly settles?: { readonly effectId: string; readonly attempt: number; readonly outcome: Outcome }
  readonly firesTimer?: string
  readonly cancelledTimers: readonly string[]
  readonly armedTimers: readonly {
    readonly id: string
    readonly name: string
    readonly event: string
    readonly delayMs: number
  }[]
  /** Set where the top-level state was left: its unclaimed effects are cancelled, its claimed ones given up. */
  readonly leftState: string | null
  /** Every timer and every effect that is not settled ends with this step: the incident is parked. */
  readonly endsEverything?: true
  readonly orders: readonly EffectOrder[]
  readonly documents: readonly Document[]
  /** The worker that settles goes on with the incident's next effect, without a trip through the queue. */
  readonly claimNext?: { readonly workerId: string; readonly leaseMs: number }
}

export interface Chain {
  readonly head: ChainHead
  readonly records: readonly AuditRecord[]
}

export type StepResult =
  | { readonly status: 'recorded'; readonly claimed: ClaimedEffect | null }
  /** The incident moved meanwhile, or its record ends elsewhere: read it again and compute again. */
  | { readonly status: 'conflict' }
  /** The effect is somebody else's now, settled or cancelled: its outcome is refused. */
  | { readonly status: 'leaseLost' }
  /** The timer was cancelled or has fired. */
  | { readonly status: 'timerGone' }
  /** This very finding was taken before. */
  | { readonly status: 'duplicateFinding'; readonly incidentId: string }
  /** Another incident on the same principal is open, when one is opened or named: join it. */
  | { readonly status: 'principalTaken'; readonly incidentId: string }

/** Filed before a change is sent that does not say by itself whose it is. */
export interface WriteIntent {
  readonly containmentId: string
  readonly incidentId: string
  /** What is changed: a key id, an ARN of a managed policy. */
  readonly object: string
}

/** What can be said of an incident whose snapshot cannot be read. */
export type IncidentHead = Omit<Incident, 'snapshot'>

/** The stored snapshot does not parse. `head` is the rest of the row: enough to park the incident on the record. */
export class UnreadableIncidentError extends Error {
  override readonly name = 'UnreadableIncidentError'
  readonly head: IncidentHead

  constructor(head: IncidentHead, options: { cause: unknown }) {
    super(`The stored snapshot of ${head.id} does not parse.`, options)
    this.head = head
  }
}

/**
 * The system of record. Every method is one transaction; unavailability throws StoreUnavailableError (integrations).
 * Only incidents and effects of the realm that the store was opened for are seen and claimed.
 */
export interface IncidentStore {
  readIncident(id: string): Promise<Incident | null>
  /** The one on this principal that is open. */
  findOpenIncident(principalKey: string): Promise<Incident | null>
  /** The one on this principal that was closed last. */
  findLastClosedIncident(principalKey: string): Promise<Incident | null>
  /** Every open one, and the newest 500 that are over, newest first; of one that cannot be read, its head. */
  listIncidents(): Promise<(Incident | IncidentHead)[]>
  /** Where every incident says that its record ends, oldest first. */
  listChainHeads(): Promise<ChainHead[]>
  /** Oldest first; with a `dedupKey` those alone that were taken under it, or under one that begins with it and a `|`. */
  readFindings(incidentId: string, dedupKey?: string): Promise<Finding[]>
  readAudit(incidentId: string): Promise<AuditRecord[]>
  /** Of its record what is of these kinds, oldest first: a block that was watched for months has a long one. */
  readAuditOf(incidentId: string, kinds: readonly string[]): Promise<AuditRecord[]>
  /** A record and where its incident says that it ends, as they were at one moment. null: no such incident. */
  readChain(incidentId: string): Promise<Chain | null>
  readDocument(digest: string): Promise<Document | null>
  /** Steps of one incident that are asked for at once are taken in the order of asking; one whose record does not follow is refused. */
  recordStep(step: StepRecord): Promise<StepResult>
  /** null also where a brake holds it: see brakes.ts. */
  claimEffect(effectId: string, workerId: string, leaseMs: number): Promise<ClaimedEffect | null>
  renewLease(effectId: string, attempt: number, leaseMs: number): Promise<boolean>
  /** Gives a claimed effect back, to be tried again after a while. */
  releaseEffect(effectId: string, attempt: number, retryInMs: number, problem: string): Promise<void>
  /** Gives a claimed effect back as it was, to be handed out again: nothing failed. */
  giveBackEffect(effectId: string, attempt: number): Promise<void>
  /** What keeps this realm from writing now; asked between a claim and the write itself. The cap is no part of it. */
  readHold(): Promise<Hold | null>
  /** Held writes of which nobody was told yet for this reason, oldest first. */
  untoldHolds(limit: number): Promise<HeldWrite[]>
  /** Records the step that tells people, once for each holding. False: they were told, or the incident moved; nothing happened. */
  recordHold(held: HeldWrite, step: StepRecord): Promise<boolean>
  /** The objects of a containment that were about to be changed. */
  readIntents(containmentId: string): Promise<string[]>
  /** Durable when it returns. The same again changes nothing. */
  fileIntent(intent: WriteIntent): Promise<void>
  /** For a change that is known not to have happened. */
  withdrawIntent(intent: WriteIntent): Promise<void>
  /** Most urgent first, and of those the oldest; what a brake holds is left out. */
  runnableEffects(limit: number): Promise<RunnableEffect[]>
  dueTimers(limit: number): Promise<DueTimer[]>
  /** What an incident waits for, and until when by the store's own clock; soonest first. */
  readTimers(incidentId: string): Promise<RunningTimer[]>
}

/**
 * Carries work to workers, what is more urgent before what waits. Losing all of it loses nothing: the relay offers it again.
 */
export interface WorkQueue {
  offer(effects: readonly RunnableEffect[]): Promise<void>
}
