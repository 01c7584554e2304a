import { z } from 'zod'
import { durationSchema, spanSchema } from './duration.js'
import { attackSchema } from './schema/attack.js'
import { injectSchema } from './schema/injects.js'
import { objectiveSchema, roleSchema } from './schema/objectives.js'
import { playersSchema } from './schema/players.js'
import { exerciseIdSchema, lineSchema, textSchema } from './schema/words.js'
import { worldSchema } from './schema/world.js'

export const EXERCISE_API_VERSION = 'tourniquet.exercise/v1'

/**
 * `discuss`: people talk, and the playbook rests; the facilitator asks, and the right question uncovers the attack.
 * `rehearse`: the real playbook with the real cards and commands, on a simulated account.
 */
export const exerciseModeSchema = z.enum(['discuss', 'rehearse'])
export type ExerciseMode = z.output<typeof exerciseModeSchema>

const limitsSchema = z.strictObject({
  maxDuration: spanSchema.prefault('1h').describe('The exercise ends then, whatever is open.'),
  aftermath: durationSchema
    .prefault('1m')
    .describe(
      'How long the world goes on after the last thing to do: what the attacker can still do is measured to its end.',
    ),
  /** How much faster than a real clock; 0: as fast as it goes, in virtual time. `--time-scale` overrides it. */
  timeScale: z
    .number()
    .refine((scale) => scale === 0 || (scale >= 1 && scale <= 1_000), 'it must be 0, or 1 to 1000')
    .default(1),
})

/**
 * An exercise as its file describes it. Unknown keys are errors: a misspelt one would quietly not happen. What this shape cannot
 * say (names that must exist, keys that exclude each other) `checkExercise` does, with the line and a cure.
 */
export const exerciseSchema = z.strictObject({
  apiVersion: z.literal(EXERCISE_API_VERSION),
  id: exerciseIdSchema,
  title: lineSchema,
  summary: textSchema.describe('What it is about, for whoever chooses one.'),
  mode: exerciseModeSchema.default('rehearse'),
  minutes: z.number().int('it must be a whole number').min(1).max(480).describe('How long it takes with people.'),
  seed: z
    .number()
    .int('it must be a whole number')
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .describe('The same seed and answers give the same run in virtual time.'),
  classification: lineSchema.default('TLP:AMBER').describe('How the report may be passed on: `TLP:AMBER`.'),
  playbook: z
    .string()
    .min(1)
    .max(60)
    .default('compromised-principal')
    .describe('The playbook that the incident is expected to run.'),
  objectives: z.array(objectiveSchema).min(1, 'it must have at least one').max(20),
  roles: z.array(roleSchema).min(1, 'it must have at least one').max(20),
  world: worldSchema,
  attack: attackSchema.optional(),
  injects: z.array(injectSchema).min(1, 'it must have at least one').max(100),
  expectedPath: z
    .array(z.string().min(1).max(60))
    .max(60)
    .default([])
    .describe('The states that the first incident is to go through, from its first to its last.'),
  limits: limitsSchema.prefault({}),
  players: playersSchema,
})
/** An exercise as everything else has it: checked, durations as `{ms}`, defaults filled in. */
export type Exercise = z.output<typeof exerciseSchema>
/** As it may be written. */
export type ExerciseInput = z.input<typeof exerciseSchema>
