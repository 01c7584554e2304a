/**
 * What the ground asks of the outside world. Types only: `integrations` implement them, `app/compose.ts` joins them.
 */

import type { CloudTrailEvent } from './domain/cloudtrail-event.js'
import type { NoticeTopic } from './domain/effect.js'
import type { Evidence, EvidenceSource } from './domain/evidence.js'
import type { Finding } from './domain/finding.js'
import type { Partition } from './domain/partition.js'
import type { Plan } from './domain/plan.js'
import type { Entity, Principal } from './domain/principal.js'
import type { Verdict } from './domain/verdict.js'

/** The only source of time in a process. Deadlines that others share are PostgreSQL's; time scaling is in the timers. */
export interface Clock {
  now(): Date
  /** Milliseconds of a clock that never goes back and goes on while the process is stopped: for leases. */
  monotonicMs(): number
}

/** The only source of ids: `next('inc')` is `inc_` and 20 characters that sort by creation. */
export interface Ids {
  next(prefix: 'inc' | 'fnd' | 'eff' | 'cnt' | 'tmr' | 'wrk'): string
}

/** An inline policy as IAM holds it now: `document` is decoded JSON text, not percent-encoded. */
export interface InlinePolicy {
  readonly name: string
  readonly document: string
}

/** A role as IAM describes it. `null` where IAM has none. */
export interface RoleDescription {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly uniqueId: string
  readonly createdAt: string
  readonly trustPolicy: string
  readonly permissionsBoundaryArn: string | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly maxSessionDurationSeconds: number
  readonly lastUsedAt: string | null
  readonly lastUsedRegion: string | null
}

/** What every write reports. `at` is AWS's own `Date` header: the moment that revoke dates and windows count from. */
export interface WriteReceipt {
  readonly requestId: string
  readonly at: string
}

/**
 * Asked in the last instant before a request leaves the process, on every attempt of the SDK: throws when the lease is
 * over or the order is stale. A worker that was stopped and continued is caught here.
 */
export type SendGuard = () => void

/** IAM of one account. Reads answer `null` for "not there"; every other failure throws AwsError (integrations/aws). */
export interface IamPort {
  describeRole(roleName: string): Promise<RoleDescription | null>
  /** Every inline policy, all pages, with documents. `null`: no such role. */
  listInlinePolicies(roleName: string): Promise<InlinePolicy[] | null>
  /** `null`: the policy (or the role) is not there; tell them apart with describeRole. */
  readInlinePolicy(roleName: string, policyName: string): Promise<string | null>
  listAttachedPolicies(roleName: string): Promise<string[] | null>
  listInstanceProfiles(roleName: string): Promise<string[] | null>
  /** Blind upsert: IAM has no compare-and-set, so the name must be ours alone. */
  putInlinePolicy(roleName: string, policy: InlinePolicy, guard: SendGuard): Promise<WriteReceipt>
  /** `null`: there was nothing to delete. */
  deleteInlinePolicy(roleName: string, policyName: string, guard: SendGuard): Promise<WriteReceipt | null>
}

export interface CallerIdentity {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
  /** AWS's `Date` header of the answer: the clock that revoke dates are taken from. */
  readonly at: string
}

export interface StsPort {
  callerIdentity(): Promise<CallerIdentity>
}

/** What to look up about one role. Times are ISO; keys and session names narrow the search, the result is post-filtered. */
export interface RoleActivityQuery {
  readonly roleArn: string
  readonly roleName: string
  readonly roleUniqueId: string | null
  readonly from: string
  readonly to: string
  readonly accessKeyIds: readonly string[]
  /** Stop after this many requests and say `truncated`. */
  readonly maxRequests: number
}

export interface RoleActivity {
  /** Oldest first, each event id once: calls of the role's sessions, and calls that issued or changed the role. */
  readonly events: readonly CloudTrailEvent[]
  readonly source: EvidenceSource
}

export interface CloudTrailPort {
  /** Never throws for throttling or a failed source: it says so in `source.status`. */
  roleActivity(query: RoleActivityQuery, onProgress?: (requests: number, events: number) => void): Promise<RoleActivity>
}

/** AWS as seen for one account. */
export interface AwsAccount {
  readonly partition: Partition
  readonly accountId: string
  readonly iam: IamPort
  readonly sts: StsPort
  readonly cloudTrail: CloudTrailPort
}

/** A question to named people: everything on it was read from the record. Texts from outside are not yet escaped. */
export interface QuestionCard {
  readonly incidentId: string
  readonly plan: Plan
  readonly planDigest: string
  readonly quorum: number
  readonly finding: Finding | null
  readonly evidence: Evidence | null
}

/** Something that people must know; nobody is asked for anything. */
export interface NoticeCard {
  readonly incidentId: string
  readonly topic: NoticeTopic
  readonly state: string
  readonly reason: string
  readonly principal: Principal
  readonly verdict: Verdict
}

/** Where people read. May deliver twice after a crash; escapes what comes from outside for its own medium. */
export interface Messenger {
  ask(card: QuestionCard): Promise<void>
  tell(card: NoticeCard): Promise<void>
}

/** Writes an incident's report and answers with the paths. Replaces an earlier report of the same incident. */
export interface ReportWriter {
  write(incidentId: string): Promise<string[]>
}

/** What a person needs to take a block off by hand when everything else is gone: kept outside the database. */
export interface UndoCard {
  readonly containmentId: string
  readonly realm: string
  readonly entity: Entity
  readonly policyName: string
  /** What was written, word for word: only a policy that still says this is ours to remove. */
  readonly document: string
  readonly commands: readonly string[]
}

export interface UndoCards {
  /** Durable when it returns. The same card again changes nothing. */
  file(card: UndoCard): Promise<void>
}
