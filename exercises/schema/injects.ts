import { z } from 'zod'
import { jsonSchema } from '../../src/domain/json-schema.js'
import { spanSchema } from '../duration.js'
import { faultSchema } from './faults.js'
import { idSchema, keywordsSchema, lineSchema, textSchema, whenShape } from './words.js'
import { actorSchema, callSchema, somebodyShape } from './world.js'

/** What people may be expected to do. `wait`: no decision of theirs until the time is over. */
export const expectedActSchema = z.enum([
  'approve',
  'deny',
  'wait',
  'escalate',
  'answer',
  'ask',
  'note',
  'askOwner',
  'vouch',
  'name',
  'scope',
  'requestBlock',
  'requestRestore',
  'retry',
  'close',
  'freeze',
  'unfreeze',
])
export type ExpectedAct = z.output<typeof expectedActSchema>

/** What makes an inject met: any one of these acts, by this role, in time. */
export const expectSchema = z.strictObject({
  does: z.array(expectedActSchema).min(1, 'it must name at least one act').max(8),
  by: idSchema.optional().describe("A role of the exercise; anybody's will do where it is not given."),
  within: spanSchema,
  reason: z.number().int().min(1).max(500).optional().describe('Only with a reason of at least this many characters.'),
})
export type Expectation = z.output<typeof expectSchema>

/** A point that a good answer makes. */
export const rubricPointSchema = z.strictObject({
  point: lineSchema,
  keywords: keywordsSchema.describe('Any of them makes the point.'),
  not: keywordsSchema.optional().describe('None of them may be there.'),
  weight: z.number().int().min(1).max(100).default(1),
})
export type RubricPoint = z.output<typeof rubricPointSchema>

const rubric = z.array(rubricPointSchema).min(1).max(20)
const to = z.array(idSchema).min(1, 'it must name at least one role').max(20)

const common = {
  id: idSchema,
  title: lineSchema.describe('A few words for the timeline.'),
  ...whenShape,
  reveals: z.array(idSchema).max(20).default([]).describe('Attack steps that it brings to light.'),
  notes: textSchema.optional().describe('For the facilitator alone: what to look for, what to ask next.'),
}

/**
 * A finding made by the stage about somebody, in the shape that the source really sends. About one of: a role (the session that
 * is described), a user, whoever made a part of the history, what an attack step holds, or a profile of Roles Anywhere.
 */
const madeFindingSchema = z.strictObject({
  about: z.strictObject({
    ...somebodyShape,
    step: idSchema.optional().describe('What an attack step holds.'),
    history: idSchema.optional().describe('Whoever made these calls of the history.'),
    profile: z
      .string()
      .regex(/^[ \w-]{1,255}$/, 'it must be letters, digits, spaces, _ and -')
      .optional()
      .describe('The name of a profile of Roles Anywhere, which whoever made it is accused of.'),
  }),
  type: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "As the source names it: a type of GuardDuty's, the name of a search of Splunk's or of a rule of Elastic's. Those of Detective are of one type.",
    ),
  severity: z.number().min(0).max(10).default(8),
  sourceIp: z.union([z.ipv4(), z.ipv6()]).optional(),
})
export type MadeFinding = z.output<typeof madeFindingSchema>

export const findingSourceNameSchema = z.enum([
  'guardduty',
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
])
export type FindingSourceName = z.output<typeof findingSourceNameSchema>

/** A fact that comes in from outside during an exercise. */
export const injectSchema = z.discriminatedUnion('kind', [
  /** A finding, sent the way the source sends it. `payload` is its JSON, in which {{placeholders}} are filled in. */
  z.strictObject({
    kind: z.literal('finding'),
    ...common,
    source: findingSourceNameSchema,
    payload: z.record(z.string().max(200), jsonSchema).optional(),
    make: madeFindingSchema.optional(),
    forged: z.boolean().default(false).describe('AWS itself has no such finding, when it is asked.'),
    text: textSchema.optional(),
    expect: expectSchema.optional(),
  }),
  /** Something that was found: as text, and as calls which CloudTrail now shows. */
  z.strictObject({
    kind: z.literal('evidence'),
    ...common,
    to: to.optional(),
    text: textSchema,
    calls: z.array(callSchema).min(1).max(50).optional(),
    by: actorSchema.optional(),
    expect: expectSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('chat'),
    ...common,
    from: lineSchema,
    to: to.optional(),
    text: textSchema,
    expect: expectSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('fault'),
    ...common,
    fault: faultSchema,
    text: textSchema.optional(),
    expect: expectSchema.optional(),
  }),
  /** Asked of people; what they answer is scored by the rubric. */
  z.strictObject({
    kind: z.literal('question'),
    ...common,
    to,
    text: textSchema,
    within: spanSchema.describe('How long they have.'),
    rubric: rubric.optional(),
    atLeast: z
      .number()
      .int()
      .min(0)
      .max(2_000)
      .optional()
      .describe('How many points it takes for the inject to be met; half of them where it is not given.'),
  }),
  /** Somebody wants something. What they are to do about it is what is expected. */
  z.strictObject({
    kind: z.literal('pressure'),
    ...common,
    from: lineSchema,
    to,
    text: textSchema,
    expect: expectSchema,
  }),
])
export type Inject = z.output<typeof injectSchema>
export type InjectKind = Inject['kind']
export type InjectOf<Kind extends InjectKind> = Extract<Inject, { kind: Kind }>
