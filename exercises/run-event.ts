import { z } from 'zod'
import { findingSourceNameSchema } from './schema/injects.js'

const at = { atMs: z.number().nonnegative() }
const question = z.enum(['contain', 'restore'])
const incident = z.string()

/** One thing that happened in a run. `atMs`: exercise time. `by`, `to`: ids of roles, or names of whoever else acted. */
export const runEventSchema = z.discriminatedUnion('kind', [
  /** An incident came from one state into another one; `from` null: it was opened. */
  z.object({ kind: z.literal('STATE'), ...at, incident, from: z.string().nullable(), to: z.string() }),
  z.object({
    kind: z.literal('INJECT'),
    ...at,
    inject: z.string(),
    injectKind: z.enum(['finding', 'evidence', 'chat', 'fault', 'question', 'pressure']),
    title: z.string(),
    /** Roles; empty: everybody. */
    to: z.array(z.string()),
    from: z.string().nullable(),
    text: z.string().nullable(),
    /** Until when people have to do something about it. */
    untilMs: z.number().nullable(),
  }),
  /** Each inject has exactly one of these: also the one that was never played. */
  z.object({
    kind: z.literal('INJECT_ENDED'),
    ...at,
    inject: z.string(),
    outcome: z.enum(['met', 'missed']),
    why: z.string(),
  }),
  z.object({
    kind: z.literal('FINDING'),
    ...at,
    inject: z.string(),
    source: findingSourceNameSchema,
    result: z.enum(['opened', 'joined', 'duplicate', 'refused']),
    incident: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  /** The product asks people. */
  z.object({
    kind: z.literal('QUESTION_OPENED'),
    ...at,
    incident,
    question,
    planDigest: z.string(),
    plan: z.string(),
    quorum: z.number().int(),
    expiresAtMs: z.number().nullable(),
  }),
  /** A decision that counted; `decided`: it ended the question. */
  z.object({
    kind: z.literal('DECISION'),
    ...at,
    incident,
    question,
    by: z.string(),
    decision: z.enum(['approve', 'deny']),
    reason: z.string(),
    result: z.enum(['counted', 'decided']),
  }),
  z.object({
    kind: z.literal('REQUEST'),
    ...at,
    incident: z.string().nullable(),
    by: z.string(),
    ask: z.enum([
      'requestBlock',
      'requestRestore',
      'retry',
      'close',
      'vouch',
      'name',
      'scope',
      'askOwner',
      'answerOwner',
      'freeze',
      'unfreeze',
    ]),
    reason: z.string(),
  }),
  /** Somebody was told no by the product. `unauthorised`: no to this person; else no to this moment. */
  z.object({
    kind: z.literal('REFUSED'),
    ...at,
    incident: z.string().nullable(),
    by: z.string(),
    attempted: z.string(),
    code: z.string(),
    reason: z.string(),
    unauthorised: z.boolean(),
    /** How many attempts this stands for. */
    times: z.number().int().positive(),
  }),
  /** What the product told people: reminders, expired questions, tampering. */
  z.object({ kind: z.literal('NOTICE'), ...at, incident, topic: z.string(), text: z.string() }),
  z.object({ kind: z.literal('FAULT'), ...at, inject: z.string(), fault: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('ATTACK'),
    ...at,
    step: z.string(),
    technique: z.string(),
    result: z.enum(['begun', 'succeeded', 'partly', 'denied', 'stopped']),
    detail: z.string(),
    /** Nobody sees it when it happens. */
    hidden: z.boolean(),
  }),
  /** A step of the attack became known. */
  z.object({
    kind: z.literal('REVEALED'),
    ...at,
    step: z.string(),
    how: z.enum(['asked', 'evidence', 'inject', 'facilitator']),
    by: z.string().nullable(),
    text: z.string(),
  }),
  /** An answer to a question of the exercise, with the points that it made; a later one of the same role replaces it. */
  z.object({
    kind: z.literal('ANSWER'),
    ...at,
    inject: z.string(),
    by: z.string(),
    text: z.string(),
    /** Which of the rubric's points, from 0. */
    made: z.array(z.number().int()),
    points: z.number().int(),
    outOf: z.number().int(),
    scoredBy: z.enum(['keywords', 'facilitator']),
    inTime: z.boolean(),
  }),
  /** What somebody said to pressure; acts are events of their own. */
  z.object({
    kind: z.literal('PRESSURE'),
    ...at,
    inject: z.string(),
    by: z.string(),
    choice: z.string().nullable(),
    text: z.string(),
    inTime: z.boolean(),
  }),
  /** A question to the facilitator. */
  z.object({
    kind: z.literal('ASKED'),
    ...at,
    by: z.string(),
    text: z.string(),
    revealed: z.array(z.string()),
  }),
  z.object({ kind: z.literal('NOTE'), ...at, incident: z.string().nullable(), by: z.string(), text: z.string() }),
  /** Something that a player wanted and that could not be: nothing to answer, no such inject, away. */
  z.object({ kind: z.literal('VOID'), ...at, by: z.string(), attempted: z.string(), why: z.string() }),
  z.object({ kind: z.literal('LIMIT'), ...at, text: z.string() }),
  /** The stage failed; the run ends. */
  z.object({ kind: z.literal('ERROR'), ...at, text: z.string() }),
])
export type RunEvent = z.output<typeof runEventSchema>
export type RunEventKind = RunEvent['kind']
export type RunEventOf<Kind extends RunEventKind> = Extract<RunEvent, { kind: Kind }>
