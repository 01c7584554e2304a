import { z } from 'zod'
import { jsonSchema } from '../../src/domain/canonical-json.js'
import { idSchema, keywordsSchema, lineSchema, textSchema, whenShape } from './words.js'
import { actorSchema } from './world.js'

const techniqueId = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'it must be an ATT&CK technique: `T1078.004`')

/** How a step that people cannot see at first comes to light. */
const revealedBySchema = z.strictObject({
  /** Any of these words in a question that somebody asks. */
  asking: keywordsSchema.optional(),
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
  /** The name of a scripted technique; null: it happened before, and is only to be found out. */
  does: z.string().min(1).max(60).nullable().default(null),
  /** What that technique takes. */
  with: z.record(z.string().max(60), jsonSchema).default({}),
  /** What people are told of it, once it is known. */
  text: textSchema,
  /** People have to find out. */
  hidden: z.boolean().default(false),
  revealedBy: revealedBySchema.optional(),
})
export type AttackStep = z.output<typeof attackStepSchema>

export const attackSchema = z.strictObject({
  /** Whose credentials the attacker starts with. */
  holds: actorSchema,
  /** Who this is, for the facilitator alone. */
  story: lineSchema.optional(),
  steps: z.array(attackStepSchema).min(1, 'it must have at least one step').max(60),
})
export type Attack = z.output<typeof attackSchema>
