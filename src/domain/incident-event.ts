import { z } from 'zod'
import { blockScopeSchema } from './block-scope.js'
import { effectKindSchema, noticeTopicSchema, questionSchema } from './effect.js'
import { restoreAsSchema } from './plan.js'
import { principalSchema } from './principal.js'
import { blockObservationSchema } from './verdict.js'

const digest = z.string().startsWith('sha256:')
const person = z.string().min(1)
const iso = z.iso.datetime()

/** One write as it was carried out. `requestId` is null where nothing had to be sent: it was there, or gone, already. */
const writeDoneSchema = z.object({
  operation: z.string(),
  object: z.string(),
  requestId: z.string().nullable(),
})
export type WriteDone = z.infer<typeof writeDoneSchema>

/** What people may ask of an incident besides answering its question. */
export const requestKindSchema = z.enum([
  'restore',
  'retry',
  'close',
  'vouch',
  'name',
  'scope',
  'note',
  'askOwner',
  'answerOwner',
])
export type RequestKind = z.infer<typeof requestKindSchema>

/** Outcomes: what effects report. Documents (evidence, plan) are filed beside the event and named by digest. */
const outcomes = [
  z.object({ type: z.literal('EVIDENCE_COLLECTED'), evidenceDigest: digest }),
  z.object({
    type: z.literal('EVIDENCE_REFRESHED'),
    evidenceDigest: digest,
    /** Why people would have to decide anew; null: the open question stands. */
    changesPlan: z.string().nullable(),
  }),
  /** AWS has this finding, and it accuses the same principal. */
  z.object({
    type: z.literal('FINDING_CONFIRMED'),
    reason: z.string(),
    /** The `dedupKey` of the delivery that AWS has a copy of. */
    finding: z.string().optional(),
  }),
  /** AWS has it not, or otherwise, or did not answer: in a sentence. */
  z.object({ type: z.literal('FINDING_DISPUTED'), reason: z.string() }),
  /** AWS told whom the key or unique id of the finding belongs to, and by what. */
  z.object({ type: z.literal('PRINCIPAL_FOUND'), principal: principalSchema, reason: z.string() }),
  z.object({ type: z.literal('PRINCIPAL_UNRESOLVED'), reason: z.string() }),
  /** Whom it is about turned out to have an open incident, which the finding joined: this one ends. */
  z.object({ type: z.literal('JOINED_OTHER'), other: z.string(), principal: principalSchema, reason: z.string() }),
  z.object({
    type: z.literal('PLAN_PREPARED'),
    planDigest: digest,
    containmentId: z.string(),
    quorum: z.number().int().min(1),
    /** Set where one session of a role is denied and no more: more can be asked for once it is. */
    deniesOneSession: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('PLAN_REFUSED'),
    reason: z.string(),
    alternative: z.string(),
    /** Whether AWS was asked, and has nothing of this incident: only then may it end here. */
    nothingStands: z.boolean(),
  }),
  z.object({ type: z.literal('PLAN_OUTDATED'), reason: z.string() }),
  z.object({ type: z.literal('QUESTION_ASKED') }),
  /** What people were told, in the words that the order had. */
  z.object({ type: z.literal('NOTICE_SENT'), topic: noticeTopicSchema, reason: z.string() }),
  z.object({
    type: z.literal('BLOCK_APPLIED'),
    /** Whose writes stand: a write that was given up may report when another plan was made already. */
    planDigest: digest,
    containmentId: z.string(),
    /** AWS's time of the first write, from which on the principal is denied. */
    appliedAt: iso,
    requestId: z.string(),
    preWrite: z.enum(['absent', 'adopted']),
    writes: z.array(writeDoneSchema),
    /** Access keys that somebody else had turned off by then: they are not ours to turn on again. */
    leftAlone: z.array(z.string()),
    /** What of the plan could not be written for good, in sentences: the rest of it stands. */
    notDone: z.array(z.string()),
  }),
  z.object({ type: z.literal('BLOCK_OBSERVED'), observation: blockObservationSchema }),
  z.object({
    type: z.literal('RESTORE_PREPARED'),
    planDigest: digest,
    quorum: z.number().int().min(1),
    drift: z.number().int(),
  }),
  z.object({ type: z.literal('OLDER_SESSIONS_REVOKED'), revokedBefore: iso, requestId: z.string() }),
  z.object({
    type: z.literal('BLOCK_REMOVED'),
    removedAt: iso,
    requestId: z.string().nullable(),
    writes: z.array(writeDoneSchema),
  }),
  z.object({ type: z.literal('ENTITY_REPLACED'), reason: z.string() }),
  z.object({ type: z.literal('OWNERSHIP_CONFLICT'), reason: z.string() }),
  z.object({ type: z.literal('RESTORE_CONFIRMED') }),
  z.object({ type: z.literal('LATE_WRITE_FOUND'), foundAt: iso, reason: z.string() }),
  z.object({ type: z.literal('REPORT_WRITTEN'), files: z.array(z.string()) }),
  z.object({ type: z.literal('EFFECT_FAILED'), effect: effectKindSchema, code: z.string(), message: z.string() }),
] as const

/** What people and findings bring. Authorisation happens before: the machine trusts `by`. */
const decisions = [
  z.object({
    type: z.literal('FINDING_JOINED'),
    finding: z.string(),
    lastSeenAt: iso,
    /** Whether it may be acted on as it is: neither forgeable nor to be confirmed by AWS first. */
    trusted: z.boolean(),
    /** Whether AWS is to be asked whether it has this finding. */
    callBack: z.boolean(),
    /** Whose word it is; null: a source's. */
    requestedBy: person.nullable(),
    /** Whom it accuses, as it says it; only where it may be acted on as it is. */
    principal: principalSchema.optional(),
  }),
  /** The same update of a finding came by another feed as well: it moves nothing. */
  z.object({ type: z.literal('FINDING_REPEATED'), finding: z.string(), feed: z.string() }),
  /** Somebody stands for a finding that could have been forged. */
  z.object({ type: z.literal('VOUCHED'), by: person, reason: z.string() }),
  z.object({ type: z.literal('PRINCIPAL_NAMED'), by: person, principal: principalSchema, reason: z.string() }),
  z.object({
    type: z.literal('APPROVED'),
    by: person,
    planDigest: digest,
    reason: z.string(),
    /** Of the configuration's rule that approved it beforehand; left out: a person did. */
    policyDigest: digest.optional(),
  }),
  z.object({ type: z.literal('DENIED'), by: person, planDigest: digest, reason: z.string() }),
  /** Somebody wants the other scope of the block: it is planned and asked anew. */
  z.object({ type: z.literal('SCOPE_CHOSEN'), by: person, scope: blockScopeSchema, reason: z.string() }),
  z.object({ type: z.literal('RESTORE_REQUESTED'), by: person, restoreAs: restoreAsSchema, reason: z.string() }),
  z.object({ type: z.literal('RETRY_REQUESTED'), by: person, reason: z.string() }),
  z.object({ type: z.literal('CLOSE_REQUESTED'), by: person, reason: z.string() }),
  /** Somebody was answered no, and why. It moves nothing; `repeats` counts the same answers that went before unrecorded. */
  z.object({
    type: z.literal('DECISION_REFUSED'),
    by: person,
    question: questionSchema,
    decision: z.enum(['approve', 'deny']),
    /** What the person gave: it may be the digest of nothing. */
    planDigest: z.string(),
    code: z.string(),
    repeats: z.number().int().nonnegative(),
  }),
  z.object({
    type: z.literal('REQUEST_REFUSED'),
    by: person,
    ask: requestKindSchema,
    code: z.string(),
    repeats: z.number().int().nonnegative(),
  }),
] as const

/** The longest note that is kept, in characters. */
export const MAX_NOTE_CHARACTERS = 2_000

/** What somebody added to the timeline. */
export const noteSchema = z.object({
  type: z.literal('NOTE_ADDED'),
  /** Who put it there. */
  by: person,
  text: z.string().min(1).max(MAX_NOTE_CHARACTERS),
  /** Who wrote it, where that is somebody else; else ''. */
  author: z.string().max(256),
  writtenAt: iso,
  /** Where it was written, for people to look it up. */
  permalink: z
    .url({ protocol: /^https$/ })
    .max(1_000)
    .nullable(),
  source: z.enum(['api', 'slack']),
})

/** What people say beside the questions. It is evidence for people: the machine has no use for any of it. */
const talk = [
  noteSchema,
  /** Somebody had the person behind the session asked "was this you?". */
  z.object({ type: z.literal('OWNER_ASKED'), by: person, owner: person }),
  z.object({ type: z.literal('OWNER_ANSWERED'), by: person, owner: person, wasMe: z.boolean() }),
] as const

/** Their types: they are on the record to be read, and move nothing anywhere. */
export const talkKinds: readonly string[] = talk.map(({ shape }) => shape.type.value)

/** Everything that can happen to an incident, timers apart. Past facts, in capitals. */
export const incidentEventSchema = z.discriminatedUnion('type', [...outcomes, ...decisions, ...talk])
export type IncidentEvent = z.infer<typeof incidentEventSchema>

/** What an effect may answer with. */
export const outcomeSchema = z.discriminatedUnion('type', outcomes)
export type Outcome = z.infer<typeof outcomeSchema>
