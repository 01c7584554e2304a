import { z } from 'zod'
import { accountIdSchema, partitionSchema } from '../src/domain/partition.js'
import { evidenceSchema } from './evidence-config.js'
import { preAuthorisedSchema } from './pre-authorised-config.js'
import { slackChannelId } from './slack-config.js'

const roleArn = z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, "a role's ARN, arn:aws:iam::…:role/…")

/** One account that is served. */
const accountSchema = z
  .strictObject({
    id: accountIdSchema,
    partition: partitionSchema.default('aws'),
    name: z.string().max(64).default(''),
    mode: z.enum(['observe', 'guarded']).default('observe'),
    /** Blocks that need nobody's answer; null: people are always asked. */
    preAuthorised: preAuthorisedSchema.nullable().default(null),
    /** Only for an endpoint that is not AWS. Standard AWS_ENDPOINT_URL settings work too. */
    endpoint: z.url().nullable().default(null),
    /** Assumed for evidence and looks; null: containRole looks as well, in sessions that can only read. */
    investigateRole: roleArn.nullable().default(null),
    /** Assumed for writes and their read-backs; null: the credentials that the process was given write as they are. */
    containRole: roleArn.nullable().default(null),
    /** Of both roles: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'not an external id that STS takes')
      .nullable()
      .default(null),
    /** null: the partition's home Region alone, where IAM logs. */
    lookupRegions: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region's name, us-east-1"))
      .min(1, 'name at least one Region, or leave it out for the home Region alone')
      .nullable()
      .default(null),
    evidence: evidenceSchema,
    /** Ask GuardDuty and Security Hub whether they have a finding before people are asked for a block. */
    confirmFindings: z.boolean().default(false),
    /** Where this account's incidents are shown; null: in slack.channel. */
    slackChannel: slackChannelId.nullable().default(null),
  })
  .superRefine(({ id, partition, investigateRole, containRole, externalId, mode, preAuthorised }, context) => {
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (preAuthorised !== null && mode === 'observe') {
      issue('preAuthorised', 'it goes with mode: guarded; an account that is observed is never written to')
    }
    if (externalId !== null && investigateRole === null && containRole === null) {
      issue('externalId', 'it goes with an investigateRole or a containRole; there is none')
    }
    for (const [key, role] of Object.entries({ investigateRole, containRole })) {
      if (role === null || role.startsWith(`arn:${partition}:iam::${id}:`)) continue
      issue(key, `a role of ${partition} account ${id} is needed`)
    }
  })
export type AccountConfig = z.infer<typeof accountSchema>

/** The accounts that are served: findings about any other are refused, whoever sends them. */
export const accountsSchema = z
  .array(accountSchema)
  .min(1, 'name at least one account')
  .superRefine((accounts, context) => {
    accounts.forEach(({ id }, index) => {
      if (accounts.findIndex((one) => one.id === id) === index) return
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `account ${id} is named twice` })
    })
  })
