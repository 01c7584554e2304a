import { z } from 'zod'

const topicArn = z
  .string()
  .regex(
    /^arn:(aws|aws-cn|aws-us-gov):sns:[a-z]{2}(-[a-z]+)+-\d{1,2}:\d{12}:[\w-]{1,256}$/,
    "a topic's ARN, arn:aws:sns:eu-west-1:111122223333:findings (a FIFO topic cannot post to an address)",
  )

/**
 * `sources.sns`: the topics that may post to `/webhooks/sns`. SNS has no secret to share: what it posts is signed with a
 * certificate of its own, and the topic is the sender. Whoever may publish to a topic named here may open incidents.
 */
export const snsSchema = z.strictObject({
  /** Messages of any other topic are refused before anything else is looked at. */
  topics: z.array(topicArn).min(1, 'name at least one topic: without one, any topic would do').max(100),
  /** 1 is SHA-1, which topics use until their SignatureVersion is set to 2. */
  signatureVersions: z
    .array(z.enum(['1', '2']))
    .min(1)
    .default(['2']),
  /** SNS tries for an hour at most; what is older was kept back, or is sent again by somebody. */
  maxAgeMinutes: z.number().min(1).max(1_440).default(60),
  /** By ConfirmSubscription, with the credentials of the program; false: somebody confirms by hand. */
  confirmSubscriptions: z.boolean().default(true),
})
export type SnsConfig = z.infer<typeof snsSchema>
