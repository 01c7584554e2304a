import { z } from 'zod'

const regionSchema = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region's name, us-east-1")
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroupSchema = z
  .string()
  .regex(/^(arn:[\w-]+:logs:[a-z0-9-]+:\d{12}:log-group:)?[\w./#-]{1,512}(:\*)?$/, 'a name or an ARN of a log group')
  .transform((group) => group.replace(/:\*$/, ''))

/** Where else evidence about an account is looked for, with what it is compared, and how long that may take. */
export const evidenceSchema = z
  .strictObject({
    /** Log groups that a trail of the account writes to. */
    logGroups: z.array(logGroupSchema).max(50, 'Logs Insights searches 50 log groups at most').default([]),
    /** insights: searched by Logs Insights; filter: read by FilterLogEvents, slower, and without a price a gigabyte. */
    logsBy: z.enum(['insights', 'filter']).default('insights'),
    /** Where a trail of the account delivers its files. */
    bucket: z
      .strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket's name"),
        region: regionSchema,
        prefix: z.string().max(200).default(''),
        /** Of an organization's trail, which has a folder of that name. */
        organization: z
          .string()
          .regex(/^o-[a-z0-9]{10,32}$/, "an organization's id, o-...")
          .nullable()
          .default(null),
      })
      .nullable()
      .default(null),
    /** auto: where the account has a behaviour graph. */
    detective: z.enum(['auto', 'off']).default('off'),
    /** MaxMind's format: places of addresses, and whose networks they are. */
    geoFile: z.string().min(1).nullable().default(null),
    asnFile: z.string().min(1).nullable().default(null),
    /** Addresses that somebody warns of. */
    flaggedFile: z.string().min(1).nullable().default(null),
    /** Sigma rules for CloudTrail, files and folders: what they match of an actor joins the evidence. */
    sigma: z.array(z.string().min(1)).max(50).default([]),
    /** While people are asked, evidence is collected again after so many minutes; null: as the playbook has it. */
    refreshMinutes: z.number().min(1).max(60).nullable().default(null),
    /** How long the first question waits for the sources; what has not answered by then is said. */
    budgetSeconds: z.number().int().min(5).max(110).default(60),
  })
  .prefault({})
export type EvidenceConfig = z.infer<typeof evidenceSchema>
