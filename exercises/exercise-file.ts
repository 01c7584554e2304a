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
  /** The exercise ends then, whatever is open. */
  maxDuration: spanSchema.prefault('1h'),
  /** How long the world goes on after the last thing to do: what the attacker can still do is measured to its end. */
  aftermath: durationSchema.prefault('1m'),
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
  /** What it is about, for whoever chooses one. */
  summary: textSchema,
  mode: exerciseModeSchema.default('rehearse'),
  /** How long it takes with people. */
  minutes: z.number().int('it must be a whole number').min(1).max(480),
  /** The same seed and answers give the same run in virtual time. */
  seed: z.number().int('it must be a whole number').min(0).max(4_294_967_295).default(1),
  /** How the report may be passed on: `TLP:AMBER`. */
  classification: lineSchema.default('TLP:AMBER'),
  /** The playbook that the incident is expected to run. */
  playbook: z.string().min(1).max(60).default('compromised-principal'),
  objectives: z.array(objectiveSchema).min(1, 'it must have at least one').max(20),
  roles: z.array(roleSchema).min(1, 'it must have at least one').max(20),
  world: worldSchema,
  attack: attackSchema.optional(),
  injects: z.array(injectSchema).min(1, 'it must have at least one').max(100),
  /** The states that the first incident is to go through, from its first to its last. */
  expectedPath: z.array(z.string().min(1).max(60)).max(60).default([]),
  limits: limitsSchema.prefault({}),
  players: playersSchema,
})
/** An exercise as everything else has it: checked, durations as `{ms}`, defaults filled in. */
export type Exercise = z.output<typeof exerciseSchema>
/** As it may be written. */
export type ExerciseInput = z.input<typeof exerciseSchema>
