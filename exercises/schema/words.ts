import { z } from 'zod'
import { durationSchema } from '../duration.js'

/** Names inside of a file: of injects, attack steps, objectives. They stand in paths and placeholders, so they are plain. */
export const idSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
    'it must begin with a letter and hold letters, digits, - and _ only, at most 40',
  )

/** Of an exercise: it names files and folders. */
export const exerciseIdSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,59}$/,
    'it must begin with a small letter and hold small letters, digits and - only, 2 to 60',
  )

/** One line of text, shown to people. */
export const lineSchema = z.string().trim().min(1, 'it must not be empty').max(300, 'it must be at most 300 characters')

/** A text of several lines, shown to people. */
export const textSchema = z
  .string()
  .trim()
  .min(1, 'it must not be empty')
  .max(5_000, 'it must be at most 5000 characters')

/** Words to look for in what people write; case and accents do not count, and `*` stands for any ending: `revok*`. */
export const keywordsSchema = z
  .array(
    z
      .string()
      .trim()
      .min(2, 'it must be at least 2 characters')
      .max(100)
      .regex(/^[^*]+\*?$/, 'it may have a `*` at its end alone: it stands for any ending'),
  )
  .min(1, 'it must name at least one')
  .max(40)

/** Waits for something of the run, and then this long. */
const afterSchema = z.strictObject({
  state: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('A state that an incident of the exercise enters for the first time: `awaitingApproval`.'),
  inject: idSchema.optional().describe('An inject that was played.'),
  step: idSchema.optional().describe('A step of the attack that was begun.'),
  question: z
    .enum(['contain', 'restore'])
    .optional()
    .describe('A question of the playbook that was put to people for the first time.'),
  delay: durationSchema.prefault('0'),
})

/**
 * When something happens, one of the three: at a time, after something, or when the facilitator says so. That it is exactly one
 * is checked with the rules that span keys, since the cure can then be told; `triggerOf` reads it.
 */
export const whenShape = {
  at: durationSchema.optional().describe('Since T+0.'),
  after: afterSchema.optional(),
  manual: z.literal(true).optional(),
}
