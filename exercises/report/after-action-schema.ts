import { z } from 'zod'
import { exerciseModeSchema } from '../exercise-file.js'
import { incidentTimesSchema } from './incident-times.js'

export const AFTER_ACTION_API_VERSION = 'tourniquet.after-action/v1'

const count = z.number().int().nonnegative()
/** Numbers of entries of the timeline that bear a statement out. */
const evidence = z.array(count)
const namedTexts = z.array(z.object({ name: z.string(), text: z.string() }))

/** `ms`: milliseconds. `truth`: true or false. `word`: a word of its own, as a decision is. */
export const unitSchema = z.enum(['ms', 'count', 'truth', 'word'])
export type Unit = z.output<typeof unitSchema>

/** null: it never came to that, or there was nothing to measure. */
export const measuredSchema = z.union([z.number(), z.boolean(), z.string()]).nullable()
export type Measured = z.output<typeof measuredSchema>

export const objectiveResultSchema = z.object({
  id: z.string(),
  text: z.string(),
  metric: z.string(),
  unit: unitSchema,
  status: z.enum(['met', 'partly', 'notMet']),
  value: measuredSchema,
  target: measuredSchema,
  evidence,
})
export type ObjectiveResult = z.output<typeof objectiveResultSchema>

/** Whose line of the drawing something stands in. */
export const laneSchema = z.enum(['attacker', 'product', 'people', 'injects'])
export type Lane = z.output<typeof laneSchema>

/** One line of the timeline. Texts may be the attacker's: they are escaped where they are shown. */
export const timelineEntrySchema = z.object({
  no: count,
  /** Since the beginning; and as ISO 8601 UTC. */
  atMs: z.number(),
  at: z.string(),
  lane: laneSchema,
  actor: z.string(),
  what: z.string(),
  /** A word or two for the drawing. */
  short: z.string(),
  tone: z.enum(['good', 'open', 'bad', 'plain']),
  incident: z.string().nullable(),
  /** The state that the incident came to. */
  state: z.string().nullable(),
  inject: z.string().nullable(),
  /** Of the attack. */
  step: z.string().nullable(),
  decision: z.string().nullable(),
  reason: z.string().nullable(),
})
export type TimelineEntry = z.output<typeof timelineEntrySchema>

export const metricResultSchema = z.object({
  name: z.string(),
  label: z.string(),
  unit: unitSchema,
  value: measuredSchema,
  /** How much there could have been, or was needed: `1 of 2 approvals`; null where a value stands for itself. */
  outOf: count.nullable(),
  /** Why there is no value; null where there is one. */
  why: z.string().nullable(),
  target: measuredSchema,
  /** null: nothing was aimed at. */
  met: z.boolean().nullable(),
  /** null: neither more nor less is better. */
  better: z.enum(['less', 'more']).nullable(),
})
export type MetricResult = z.output<typeof metricResultSchema>

/** What made a gap: it decides how the action against it is worded, and whether an objective says the same once more. */
export const gapCauseSchema = z.enum([
  'failed',
  'limit',
  'objective',
  'inject',
  'answer',
  'question',
  'unauthorised',
  'wrongAttempt',
  'attackerCalls',
  'persistence',
  'attackerCould',
  'unseen',
  'path',
  'record',
  'other',
])
export type GapCause = z.output<typeof gapCauseSchema>

export const gapSchema = z.object({ id: z.string(), cause: gapCauseSchema, text: z.string(), evidence })
export type Gap = z.output<typeof gapSchema>

export const improvementSchema = z.object({
  id: z.string(),
  /** The gap that it is to close; '' of what people added themselves. */
  gap: z.string(),
  action: z.string(),
  /** '' until somebody is named. */
  owner: z.string(),
  /** `2026-04-01`; null until it is agreed on. */
  dueAt: z.iso.date().nullable(),
  status: z.enum(['open', 'done']),
  /** The run that asked for the same first, while it was never done since; null: this one, or an incident. */
  openSince: count.nullable(),
  /** The run whose report says that it was done, and yet it is needed again. */
  doneAfter: count.nullable(),
})
export type Improvement = z.output<typeof improvementSchema>

export const participantSchema = z.object({
  id: z.string(),
  name: z.string(),
  does: z.string(),
  /** How much they did, by kind. */
  decisions: count,
  requests: count,
  answers: count,
  refused: count,
})
export type Participant = z.output<typeof participantSchema>

export const attemptSchema = z.object({
  no: count,
  at: z.string(),
  by: z.string(),
  attempted: z.string(),
  why: z.string(),
  unauthorised: z.boolean(),
  times: z.number().int().positive(),
})
export type Attempt = z.output<typeof attemptSchema>

export const pathSchema = z.object({
  /** Empty: nothing was expected. */
  expected: z.array(z.string()),
  actual: z.array(z.string()),
  asExpected: z.boolean().nullable(),
  missing: z.array(z.string()),
  unexpected: z.array(z.string()),
})

/** What the attacker got and has, each a sentence; `standing`: it is still so. */
export const attackerSchema = z.object({
  /** Nobody attacked: it only looked like that, so that there is nothing to come back by and nothing left to do. */
  harmless: z.boolean(),
  /** When the first block was in force; null: never. */
  blockedAt: z.string().nullable(),
  calls: z.object({ succeeded: count, denied: count }).nullable(),
  callsAfterBlock: z.array(z.object({ at: z.string(), action: z.string(), by: z.string() })),
  persistence: z.array(z.object({ what: z.string(), at: z.string(), standing: z.boolean().nullable() })),
  couldStill: z.array(z.string()),
  steps: z.array(
    z.object({
      id: z.string(),
      technique: z.string(),
      text: z.string(),
      result: z.string(),
      hidden: z.boolean(),
      revealed: z.string().nullable(),
    }),
  ),
})

export const answerResultSchema = z.object({
  inject: z.string(),
  title: z.string(),
  by: z.string(),
  points: z.number(),
  outOf: z.number(),
  made: z.array(z.string()),
  notMade: z.array(z.string()),
  scoredBy: z.enum(['keywords', 'facilitator']),
})

export const injectResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  met: z.boolean(),
  played: z.boolean(),
  /** It asks something of people. */
  asks: z.boolean(),
  why: z.string(),
})
export type InjectResult = z.output<typeof injectResultSchema>

/** An action of an earlier run that nobody has done. */
export const openActionSchema = improvementSchema
  .pick({ id: true, action: true, owner: true, dueAt: true })
  /** The run in whose report it stands, and the first one that asked for it. */
  .extend({ run: count, since: count })
export type OpenAction = z.output<typeof openActionSchema>

export const trendSchema = z.object({
  exercise: z.string(),
  runs: z.array(
    z.object({
      no: count,
      playedAt: z.string(),
      players: z.string(),
      mode: exerciseModeSchema,
      seed: count,
      objectivesMet: count,
      objectives: count,
    }),
  ),
  /** False where the file was changed between runs: values may not compare. */
  sameFile: z.boolean(),
  metrics: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: unitSchema,
      better: z.enum(['less', 'more']).nullable(),
      values: z.array(measuredSchema),
      target: measuredSchema,
      /** The last run against the one before it of its mode; null where they cannot be compared. */
      change: z.enum(['better', 'worse', 'same']).nullable(),
    }),
  ),
})
export type Trend = z.output<typeof trendSchema>

const common = {
  apiVersion: z.literal(AFTER_ACTION_API_VERSION),
  id: z.string(),
  title: z.string(),
  classification: z.string(),
  banner: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  durationMs: z.number().nonnegative(),
  /** How it went, in a sentence. */
  outcome: z.object({ tone: z.enum(['good', 'open', 'bad']), headline: z.string(), sentence: z.string() }),
  summary: z.string(),
  facts: namedTexts,
  timeline: z.array(timelineEntrySchema),
  metrics: z.array(metricResultSchema),
  path: pathSchema,
  attacker: attackerSchema,
  attempts: z.array(attemptSchema),
  strengths: z.array(z.object({ text: z.string(), evidence })),
  gaps: z.array(gapSchema),
  improvements: z.array(improvementSchema),
  participants: z.array(participantSchema),
  appendix: z.object({
    facts: namedTexts,
    playbooks: z.array(z.string()),
    audit: z.array(
      z.object({ incident: z.string(), state: z.string(), records: count, headHash: z.string(), inOrder: z.boolean() }),
    ),
  }),
  footer: z.string(),
}

export const exerciseReviewSchema = z.object({
  kind: z.literal('exercise'),
  ...common,
  /** Which run of the exercise it is, by the number under which it is kept. */
  run: count,
  seed: count,
  /** As it was played, and as the file has it, whatever the mode and seed of the run. */
  digest: z.string(),
  fileDigest: z.string(),
  /** By a real clock, where times of the exercise are those of a virtual one. */
  playedAt: z.string(),
  mode: exerciseModeSchema,
  players: z.string(),
  liveAwsCalls: count,
  objectives: z.array(objectiveResultSchema),
  incidents: z.array(incidentTimesSchema),
  injects: z.array(injectResultSchema),
  answers: z.array(answerResultSchema),
  /** Actions of earlier runs that are open and that this run did not ask for again. */
  stillOpen: z.array(openActionSchema),
  /** null: it is the first run. */
  trend: trendSchema.nullable(),
})
export type ExerciseReview = z.output<typeof exerciseReviewSchema>

export const incidentReviewSchema = z.object({
  kind: z.literal('incident'),
  ...common,
  contributingFactors: z.array(z.string()),
  resolution: z.array(z.string()),
  impact: namedTexts,
  findings: z.array(z.object({ title: z.string(), type: z.string(), feeds: z.string(), at: z.string() })),
})
export type IncidentReview = z.output<typeof incidentReviewSchema>

/** The review of an exercise or of an incident. It is JSON: what is kept can be read again, for a trend or another rendering. */
export const afterActionSchema = z.discriminatedUnion('kind', [exerciseReviewSchema, incidentReviewSchema])
export type AfterAction = z.output<typeof afterActionSchema>
