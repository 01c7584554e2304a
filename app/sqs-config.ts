import { z } from 'zod'
import { payloadSources } from '../integrations/findings/sources.js'

const queue = z.strictObject({
  /** As `aws sqs get-queue-url` prints it. */
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^https?:\/\/[^/@?#]+\/[^?#]*[\w-](\.fifo)?$/, "a queue's URL, without a user and without a query"),
  /** What the messages are: findings as this source sends them, bare, in an event of EventBridge, or in a message of SNS. */
  source: z.enum(payloadSources),
  /** Only where the URL does not tell it. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "a Region's name, us-east-1")
    .nullable()
    .default(null),
  /** Messages that are taken in at once; each is asked for in batches of ten. */
  concurrency: z.number().int().min(1).max(50).default(10),
})
export type SqsQueueConfig = z.infer<typeof queue>

/**
 * `sources.sqs`: queues that are read, so that no inbound port is needed. Their messages are as authentic as the queue's own
 * policy: whoever may send to it may open incidents. The signature of SNS inside of a queue is not looked at.
 */
export const sqsSchema = z.strictObject({
  queues: z
    .array(queue)
    .min(1, 'name at least one queue')
    .max(50)
    .superRefine((queues, context) => {
      queues.forEach(({ url }, index) => {
        if (queues.findIndex((one) => one.url === url) === index) return
        context.addIssue({ code: 'custom', path: [index, 'url'], message: 'this queue is named twice' })
      })
    }),
})
export type SqsConfig = z.infer<typeof sqsSchema>
