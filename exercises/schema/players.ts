import { z } from 'zod'
import { blockScopeSchema } from '../../src/domain/block-scope.js'
import { idSchema, textSchema, whenShape } from './words.js'

const base = {
  by: idSchema,
  ...whenShape,
  incident: z
    .number()
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe(
      'Which incident, in the order in which they were opened; the first that it can be about where it is not given.',
    ),
}
const reason = textSchema
const question = z.enum(['contain', 'restore'])

/**
 * One move of a scripted player. When: as for injects; `after: {question: contain, delay: 2m}` is two minutes after people
 * were asked, `after: {inject: Q1, delay: 40s}` forty seconds after an inject.
 */
export const scriptedMoveSchema = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('approve'), ...base, question: question.default('contain'), reason }),
  z.strictObject({ does: z.literal('deny'), ...base, question: question.default('contain'), reason }),
  /** Answers an inject of kind question or pressure; `choice` as the inject's expectation has it: `wait`, `escalate`. */
  z.strictObject({
    does: z.literal('answer'),
    ...base,
    inject: idSchema,
    text: textSchema,
    choice: z.enum(['approve', 'deny', 'wait', 'escalate', 'askOwner']).optional(),
  }),
  /** A question to the facilitator: what is known about something. May bring hidden steps to light. */
  z.strictObject({ does: z.literal('ask'), ...base, text: textSchema }),
  z.strictObject({ does: z.literal('note'), ...base, text: textSchema }),
  z.strictObject({ does: z.literal('askOwner'), ...base, owner: idSchema }),
  z.strictObject({ does: z.literal('answerOwner'), ...base, wasMe: z.boolean() }),
  z.strictObject({ does: z.literal('vouch'), ...base, reason }),
  z.strictObject({ does: z.literal('name'), ...base, arn: z.string().min(1).max(300), reason }),
  z.strictObject({ does: z.literal('scope'), ...base, scope: blockScopeSchema, reason }),
  z.strictObject({ does: z.literal('requestBlock'), ...base, arn: z.string().min(1).max(300), reason }),
  z.strictObject({
    does: z.literal('requestRestore'),
    ...base,
    as: z.enum(['false-alarm', 'compromise']),
    reason,
  }),
  z.strictObject({ does: z.literal('retry'), ...base, reason }),
  z.strictObject({ does: z.literal('close'), ...base, reason }),
  z.strictObject({ does: z.literal('freeze'), ...base, reason }),
  z.strictObject({ does: z.literal('unfreeze'), ...base, reason }),
  /** The facilitator plays an inject that is theirs to play. */
  z.strictObject({ does: z.literal('inject'), ...base, inject: idSchema }),
])
export type ScriptedMove = z.output<typeof scriptedMoveSchema>

/** What scripted players do: one script plays well, the other one as badly as people do. */
export const playersSchema = z.strictObject({
  good: z.array(scriptedMoveSchema).max(200),
  bad: z.array(scriptedMoveSchema).max(200),
})
export type ScriptedPlayers = z.output<typeof playersSchema>

/** A file of answers of one's own: `exercise run --answers FILE`. */
export const answersSchema = z.strictObject({ answers: z.array(scriptedMoveSchema).max(200) })
