import { z } from 'zod'
import { jsonSchema } from '../../src/domain/json-schema.js'
import { idSchema, keywordsSchema, lineSchema, textSchema, whenShape } from './words.js'
import { actorSchema } from './world.js'

const techniqueId = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'it must be an ATT&CK technique: `T1078.004`')

/** How a step that people cannot see at first comes to light. */
const revealedBySchema = z.strictObject({
  asking: keywordsSchema.optional().describe('Any of these words in a question that somebody asks.'),
  /** Any of these API calls in the evidence on the record: `CreateProfile`. */
  evidence: z
    .array(z.string().regex(/^[A-Z][A-Za-z0-9]{1,80}$/, 'it must be the name of an API action: `CreateProfile`'))
    .min(1)
    .max(20)
    .optional(),
})

/** One thing that the attacker does, by real calls with the credentials that they hold. */
export const attackStepSchema = z.strictObject({
  id: idSchema,
  ...whenShape,
  technique: techniqueId,
  does: z
    .string()
    .min(1)
    .max(60)
    .nullable()
    .default(null)
    .describe('The name of a scripted technique; null: it happened before, and is only to be found out.'),
  with: z.record(z.string().max(60), jsonSchema).default({}).describe('What that technique takes.'),
  text: textSchema.describe('What people are told of it, once it is known.'),
  hidden: z.boolean().default(false).describe('People have to find out.'),
  revealedBy: revealedBySchema.optional(),
})
export type AttackStep = z.output<typeof attackStepSchema>

export const attackSchema = z.strictObject({
  holds: actorSchema.describe('Whose credentials the attacker starts with.'),
  harmless: z
    .boolean()
    .default(false)
    .describe(
      'It only looks like an attack: whoever acts may do so, and the report holds nothing of it against anybody.',
    ),
  story: lineSchema.optional().describe('Who this is, for the facilitator alone.'),
  steps: z.array(attackStepSchema).min(1, 'it must have at least one step').max(60),
})
export type Attack = z.output<typeof attackSchema>
