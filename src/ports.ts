/**
 * What the ground asks of the outside world. Types only: `integrations` implement them, `app/compose.ts` joins them.
 */

import type { CloudTrailEvent } from './domain/cloudtrail-event.js'
import type { DetectivePort } from './domain/detective.js'
import type { NoticeTopic } from './domain/effect.js'
import type { Evidence, EvidenceSource } from './domain/evidence.js'
import type { Finding } from './domain/finding.js'
import type { FindingLookup } from './domain/finding-lookup.js'
import type { Partition } from './domain/partition.js'
import type { Plan, PlannedWrite } from './domain/plan.js'
import type { Entity, EntityRef, EntityType, Principal } from './domain/principal.js'
import type { PrincipalIdentity } from './domain/principal-activity.js'
import type { RolesAnywherePort, RolesAnywhereReads } from './domain/roles-anywhere-port.js'
import type { TrailSource } from './domain/trail-source.js'
import type { Verdict } from './domain/verdict.js'
import type { SendGuard, WriteReceipt } from './domain/write-receipt.js'

export type { DetectiveAnswer, DetectivePort, DetectiveScope } from './domain/detective.js'
export type { RawEvidence, RawEvidenceFiles } from './domain/raw-evidence.js'
export type { RolesAnywherePort, RolesAnywhereReads } from './domain/roles-anywhere-port.js'
export type { TrailEstimate, TrailQuery, TrailSource } from './domain/trail-source.js'
export type { SendGuard, WriteReceipt } from './domain/write-receipt.js'

/** The only source of time in a process. Deadlines that others share are PostgreSQL's; time scaling is in the timers. */
export interface Clock {
  now(): Date
  /** Milliseconds of a clock that never goes back and goes on while the process is stopped: for leases. */
  monotonicMs(): number
  /**
   * Resolves after this much time, or when the signal is aborted. For short pauses inside one order; longer waits are timers on
   * the record.
   */
  pause(ms: number, signal?: AbortSignal): Promise<void>
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

/** A group's member as GetGroup lists it. */
export interface GroupMember {
  readonly name: string
  readonly arn: string
  readonly uniqueId: string
}

/** A role, user or group as IAM describes it, or a Roles Anywhere profile; what its type does not have is null or empty. */
export interface EntityDescription {
  readonly type: EntityType
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly uniqueId: string
  readonly createdAt: string
  /** Roles only. */
  readonly trustPolicy: string | null
  readonly maxSessionDurationSeconds: number | null
  readonly permissionsBoundaryArn: string | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** Role last used, or a user's password. */
  readonly lastUsedAt: string | null
  readonly lastUsedRegion: string | null
  /** Groups only: every member, all pages. */
  readonly members: readonly GroupMember[] | null
}

export interface AccessKey {
  readonly accessKeyId: string
  readonly status: 'Active' | 'Inactive' | 'Expired'
  readonly createdAt: string
}

/** IAM's answer for one probe action: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html */
export interface SimulatedAction {
  readonly action: string
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
}

/** One user, role or group of the whole account, as GetAccountAuthorizationDetails lists it. */
export interface InventoryEntity extends EntityRef {
  readonly arn: string
  readonly uniqueId: string
  readonly createdAt: string
  readonly inlinePolicies: readonly InlinePolicy[]
  readonly attachedPolicies: readonly string[]
}

/** What can be seen of IAM. Reads answer `null` for "not there"; every other failure throws AwsError (integrations/aws). */
export interface IamReads {
  describe(entity: EntityRef): Promise<EntityDescription | null>
  /** Every inline policy, all pages, with documents. `null`: no such entity. */
  listInlinePolicies(entity: EntityRef): Promise<InlinePolicy[] | null>
  /** `null`: the policy (or the entity) is not there; tell them apart with `describe`. */
  readInlinePolicy(entity: EntityRef, policyName: string): Promise<string | null>
  /** ARNs of the managed policies. */
  listAttachedPolicies(entity: EntityRef): Promise<string[] | null>
  listInstanceProfiles(roleName: string): Promise<string[] | null>
  listAccessKeys(userName: string): Promise<AccessKey[] | null>
  /** When a key was last used; null where never, or where there is no such key. */
  accessKeyLastUsedAt(accessKeyId: string): Promise<string | null>
  /** The name of the user whose key it is; null where none of the account has it. */
  accessKeyOwner(accessKeyId: string): Promise<string | null>
  listGroupsOf(userName: string): Promise<string[] | null>
  /** Whether the user has a console password (a login profile). */
  hasConsoleAccess(userName: string): Promise<boolean>
  /** What the written policies would decide; says nothing about whether they are enforced yet. */
  simulate(entityArn: string, actions: readonly string[]): Promise<SimulatedAction[]>
  /** Every user, role and group of the account, all pages, with documents. */
  inventory(): Promise<InventoryEntity[]>
}

/** IAM of one account, with all that this program can change in it. */
export interface IamPort extends IamReads {
  /** Blind upsert: IAM has no compare-and-set, so the name must be ours alone. */
  putInlinePolicy(entity: EntityRef, policy: InlinePolicy, guard: SendGuard): Promise<WriteReceipt>
  /** `null`: there was nothing to delete. */
  deleteInlinePolicy(entity: EntityRef, policyName: string, guard: SendGuard): Promise<WriteReceipt | null>
  /** Idempotent: attaching again changes nothing. */
  attachPolicy(entity: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt>
  /** `null`: it was not attached. */
  detachPolicy(entity: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt | null>
  /** `null`: there is no such key. */
  setKeyStatus(
    userName: string,
    accessKeyId: string,
    status: 'Active' | 'Inactive',
    guard: SendGuard,
  ): Promise<WriteReceipt | null>
}

export interface CallerIdentity {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
  /** AWS's `Date` header of the answer: the clock that revoke dates are taken from. */
  readonly at: string
}

export interface StsPort {
  /** Who makes the calls of this connection. */
  callerIdentity(): Promise<CallerIdentity>
  /**
   * Everybody who is us, the maker of these calls last: the base credentials and the roles that look and that write. A role
   * that this connection does not assume is named by its ARN; its `userId` is then empty.
   */
  callerChain(): Promise<readonly CallerIdentity[]>
}

/** What to look up about one principal. Times are ISO; keys narrow the search, the result is post-filtered. */
export interface ActivityQuery {
  readonly principal: PrincipalIdentity
  readonly from: string
  readonly to: string
  readonly accessKeyIds: readonly string[]
  /** Stop after this many requests and say `truncated`. */
  readonly maxRequests: number
  /** Only who asked for credentials of it: of a role none of its calls, of a user its own calls in just the window. */
  readonly issuesOnly?: boolean
  /** Of one session of a role: who asked for any other of it as well. */
  readonly everyIssue?: boolean
}

export interface PrincipalActivity {
  /** Oldest first, each event id once: calls of the principal, and calls that issued its credentials or changed it. */
  readonly events: readonly CloudTrailEvent[]
  readonly source: EvidenceSource
  /** Stopped before all was read, by its budget or by throttling: noise does that, a permission that is missing does not. */
  readonly isCut: boolean
}

/** Calls of the whole account by their names, whoever made them. */
export interface NamedCallsQuery extends Pick<ActivityQuery, 'from' | 'to'> {
  readonly eventNames: readonly string[]
  readonly maxRequestsPerRegion: number
}

export interface CloudTrailPort {
  /** Never throws for throttling or a failed source: it says so in `source.status`. */
  activityOf(query: ActivityQuery, onProgress?: (requests: number, events: number) => void): Promise<PrincipalActivity>
  /** The same of calls by name. */
  callsNamed(query: NamedCallsQuery): Promise<PrincipalActivity>
}

/** AWS as seen for one account: looks only. */
export interface AwsAccount {
  readonly partition: Partition
  readonly accountId: string
  readonly iam: IamReads
  readonly rolesAnywhere: (region: string) => RolesAnywhereReads
  readonly sts: StsPort
  readonly cloudTrail: CloudTrailPort
  /** Where CloudTrail records of this account can be had, each to be asked beside the others; the event history first. */
  readonly trails: readonly TrailSource[]
  /** null: it is not to be asked. */
  readonly detective: DetectivePort | null
  /** Whether AWS has a finding; null or not there: it is not to be asked. */
  readonly findings?: FindingLookup | null
}

/** The hand that writes, and what it has to read while it does. Where roles are assumed it reaches one entity alone. */
export interface AwsWriter {
  readonly partition: Partition
  readonly accountId: string
  readonly iam: IamPort
  readonly rolesAnywhere: (region: string) => RolesAnywherePort
  readonly sts: StsPort
}

/**
 * The ways into one account. AWS's own log then tells whose calls they were: where roles are assumed, the session is named
 * after the incident. Nothing is sent before the first call of what is handed out, and the same is handed out again.
 */
export interface AwsAccess {
  readonly partition: Partition
  readonly accountId: string
  /** For evidence and looks. `null`: in nobody's name. */
  reader(incidentId: string | null): AwsAccount
  /** For one incident's writes to one entity, and the read-backs of these. */
  writer(incidentId: string, entity: Entity): AwsWriter
}

/** What must not be blocked, and what takes more people: the configuration's word, read again at each plan and write. */
export interface ProtectionRules {
  /** ARN globs, matched case-insensitively. */
  readonly arns: readonly string[]
  /** AROA…, AIDA…, AGPA…: names may change hands, ids never do. */
  readonly uniqueIds: readonly string[]
  /**
   * Tags that raise the number of approvals by one. They never refuse: whoever holds a role may tag it, and must not be able
   * to protect it from its own containment. `value` null: any.
   */
  readonly raisingTags: readonly { readonly key: string; readonly value: string | null }[]
}

export interface ProtectionSource {
  /** Throws where the rules cannot be read: nothing is planned or written then. */
  read(): Promise<ProtectionRules>
}

/** A question to named people: everything on it was read from the record. Texts from outside are not yet escaped. */
export interface QuestionCard {
  readonly incidentId: string
  readonly plan: Plan
  readonly planDigest: string
  readonly quorum: number
  /** `second`: the approvers let the question expire once, and the second circle is asked beside them. */
  readonly circle: 'first' | 'second'
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
  /** Ready to use where a block cannot hold by itself: the text of a service control policy. null where none is called for. */
  readonly escalation: string | null
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
  /** What is about to be written, word for word: only what still says this is ours to undo. */
  readonly writes: readonly PlannedWrite[]
  /** The AWS CLI commands that undo it, in order; each looks before it removes. */
  readonly commands: readonly string[]
}

export interface UndoCards {
  /** Durable when it returns. The same card again changes nothing. */
  file(card: UndoCard): Promise<void>
}
