import { z } from 'zod'
import { jsonSchema } from '../../src/domain/json-schema.js'
import { durationSchema, spanSchema } from '../duration.js'
import { idSchema } from './words.js'

const accountId = z.string().regex(/^\d{12}$/, 'it must be 12 digits, in quotes')

const named = z.object({ name: z.string().min(1).max(128) }).catchall(jsonSchema)

/**
 * The simulated account, as data: what it may hold beyond these keys the stage knows, and checks before anything starts.
 * @example { accountId: "111122223333", roles: [{ name: ci-deploy, inlinePolicies: [...] }] }
 */
export const accountSchema = z
  .object({
    accountId,
    region: z.string().min(1).max(30).default('us-east-1'),
    roles: z.array(named).default([]),
    users: z.array(named).default([]),
    groups: z.array(named).default([]),
  })
  .catchall(jsonSchema)
export type ExerciseAccount = z.output<typeof accountSchema>

/** One API call as CloudTrail would name it: `{service: s3, action: ListBuckets}`. */
export const callSchema = z.strictObject({
  service: z.string().regex(/^[a-z0-9-]{1,40}$/, 'it must be the name of a service as in an IAM action: `s3`, `iam`'),
  action: z.string().regex(/^[A-Z][A-Za-z0-9]{1,80}$/, 'it must be the name of an API action: `ListBuckets`'),
  parameters: z.record(z.string().max(100), jsonSchema).optional(),
})
export type ExerciseCall = z.output<typeof callSchema>

/** Whose calls: a session of a role, whoever assumed it, or a user by the first access key; and from where. */
export interface ExerciseActor {
  /** Of which account of the world; the first where it is not given. */
  readonly account?: string | undefined
  readonly role?: string | undefined
  /** Of a role: the session's name. */
  readonly session?: string | undefined
  /** Of a role: another role of its account by the name, an ARN of the world or from elsewhere, or somebody, assumed in turn. */
  readonly assumedBy?: string | ExerciseActor | undefined
  readonly user?: string | undefined
  readonly sourceIp?: string | undefined
  readonly userAgent?: string | undefined
}

const assumedBySchema: z.ZodType<ExerciseActor['assumedBy'], ExerciseActor['assumedBy']> = z
  .lazy(() => z.union([z.string().min(1).max(300), actorSchema]).optional())
  .describe('Of a role: a role of the same account, an ARN, or somebody (`{user: ana}`), that assumed it.')

/** The keys that say who somebody is. */
export const somebodyShape = {
  account: accountId.optional().describe('The id of an account of the world; the first one where it is not given.'),
  role: z.string().min(1).max(64).optional(),
  session: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, 'it must be 2 to 64 letters, digits and +=,.@-')
    .optional()
    .describe("Of a role: the session's name."),
  assumedBy: assumedBySchema.optional(),
  user: z.string().min(1).max(64).optional(),
}

export const actorSchema = z.strictObject({
  ...somebodyShape,
  sourceIp: z.union([z.ipv4(), z.ipv6()]).optional(),
  userAgent: z.string().min(1).max(300).optional(),
})

/** What somebody did before T+0: it becomes CloudTrail records of the account. */
export const historySchema = z.strictObject({
  id: idSchema.optional().describe('For placeholders: `{{history:batch:key}}` is the access key id of these calls.'),
  by: actorSchema,
  from: spanSchema.describe('How long before T+0 the first call was made.'),
  until: durationSchema.prefault('0').describe('How long before T+0 the last call was made at the latest.'),
  every: spanSchema
    .optional()
    .describe('The time between two calls; where it is not given each call is made once, spread evenly.'),
  calls: z.array(callSchema).min(1, 'it must name at least one call').max(200),
})
export type ExerciseHistory = z.output<typeof historySchema>

const people = z.array(idSchema).max(50)

const questionSchema = z.strictObject({
  approvers: people.min(1, 'it must name at least one role').describe('Roles of the exercise.'),
  quorum: z.number().int().min(1).max(10).default(1),
  expires: spanSchema
    .optional()
    .describe("How long the question is open; the playbook's own time where it is not given."),
  escalateTo: people.default([]).describe('Who is asked beside them once they let it expire.'),
})

/** Who may do what, as in the configuration of a real installation. */
export const approvalsSchema = z.strictObject({
  contain: questionSchema,
  restore: questionSchema,
  operators: people.default([]),
  viewers: people.default([]),
})
export type ExerciseApprovals = z.output<typeof approvalsSchema>

/** Where the exercise takes place. */
export const worldSchema = z.strictObject({
  account: accountSchema,
  otherAccounts: z
    .array(accountSchema)
    .max(5)
    .default([])
    .describe(
      'More accounts of the same partition, each served as the first is; roles can be assumed from one into another.',
    ),
  history: z.array(historySchema).max(200).default([]),
  approvals: approvalsSchema,
  protected: z
    .array(z.strictObject({ arn: z.string().min(1).max(300) }))
    .default([])
    .describe('Principals that are never blocked; globs of ARNs.'),
  trailDelay: durationSchema.prefault('0').describe('How long CloudTrail takes to show a call.'),
  enforcementDelay: durationSchema.prefault('4s').describe('How long IAM takes to enforce what it has answered.'),
})
export type ExerciseWorld = z.output<typeof worldSchema>
