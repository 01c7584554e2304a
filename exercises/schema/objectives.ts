import { z } from 'zod'
import { spanSchema } from '../duration.js'
import { idSchema, lineSchema } from './words.js'

/** Metrics that are times: how long it took. Less is better. */
export const timeMetricSchema = z.enum([
  /** From the first act of the attack to the first finding that was taken in. */
  'timeToDetect',
  /** From the first finding to the first thing that a person did about it. */
  'timeToAcknowledge',
  /** From the question whether to block to its decision. */
  'timeToDecide',
  /** From the first finding to `contained`. */
  'timeToContain',
  /** From the request for a restore to `restored`. */
  'timeToRestore',
])

/** Counts of which more is better. */
export const gainMetricSchema = z.enum([
  'approvals',
  'injectsMet',
  'rubricPoints',
  /** Hidden steps of the attack that people found out: by asking, or since the evidence was read. */
  'stepsFound',
])

/** Counts of which less is better. */
export const lossMetricSchema = z.enum([
  'injectsMissed',
  'wrongAttempts',
  'unauthorisedAttempts',
  'attackerCallsAfterBlock',
  'persistenceLeft',
])

/** What can be measured of a discussion: the playbook rests, so that nothing is sent, asked or blocked. */
export const TALK_METRICS: ReadonlySet<string> = new Set([
  'injectsMet',
  'injectsMissed',
  'rubricPoints',
  'stepsFound',
  'wrongAttempts',
  'timeToAcknowledge',
])

const count = z.number().int('it must be a whole number').min(0, 'it must not be negative').max(10_000)

/**
 * What the exercise is to show, each with a number that the run itself gives: nobody marks their own work. The target is a
 * duration for a time, a number for a count, true or false for `pathAsExpected`, and the right answer for `decision`.
 */
export const objectiveSchema = z.discriminatedUnion('metric', [
  z.strictObject({ id: idSchema, text: lineSchema, metric: timeMetricSchema, target: spanSchema }),
  z.strictObject({ id: idSchema, text: lineSchema, metric: gainMetricSchema, target: count }),
  z.strictObject({ id: idSchema, text: lineSchema, metric: lossMetricSchema, target: count }),
  z.strictObject({ id: idSchema, text: lineSchema, metric: z.literal('pathAsExpected'), target: z.boolean() }),
  /** The decision that ended the first question whether to block. */
  z.strictObject({
    id: idSchema,
    text: lineSchema,
    metric: z.literal('decision'),
    target: z.enum(['approve', 'deny']),
  }),
])
export type Objective = z.output<typeof objectiveSchema>
export type Metric = Objective['metric']

/** Somebody who takes part. `id` is the name that they act under, on the record too. */
export const roleSchema = z.strictObject({
  id: idSchema,
  name: lineSchema.describe('How people call them: `Kim, on call`.'),
  does: lineSchema.describe('What they are there for, in a sentence.'),
})
export type ExerciseRole = z.output<typeof roleSchema>
