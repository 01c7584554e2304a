/** A call for findings that are fetched, or let in: made by the base credentials on one queue or topic. */
export interface PullPermission {
  /** The IAM action, and the operation of the same name. */
  readonly action: `${'sqs' | 'sns'}:${string}`
  readonly on: 'queue' | 'topic'
  readonly why: string
}

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export const pullPermissions = [
  { action: 'sqs:ReceiveMessage', on: 'queue', why: 'to take findings from the queue' },
  { action: 'sqs:DeleteMessage', on: 'queue', why: 'to take off the queue what is on the record' },
  { action: 'sqs:GetQueueAttributes', on: 'queue', why: 'to tell how many findings wait' },
  { action: 'sns:ConfirmSubscription', on: 'topic', why: 'to confirm the subscription of the webhook' },
] as const satisfies readonly PullPermission[]

const queueArn = /^arn:(aws|aws-cn|aws-us-gov):sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/
const topicArn = /^arn:(aws|aws-cn|aws-us-gov):sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/

/**
 * What the base credentials need for queues that are read and topics that post. Of a queue or topic in another account its
 * own policy must allow it as well. Throws RangeError for anything but queues and topics: a wildcard would let in others.
 */
export function pullPolicyFor(arns: readonly string[]) {
  const odd = arns.find((arn) => !queueArn.test(arn) && !topicArn.test(arn))
  if (odd !== undefined) throw new RangeError(`${odd} is the ARN of neither a queue nor a topic.`)
  const statements = (['queue', 'topic'] as const).flatMap((on) => {
    const Resource = arns.filter((arn) => (on === 'queue' ? queueArn : topicArn).test(arn))
    const Action = pullPermissions.filter((permission) => permission.on === on).map(({ action }) => action)
    const Sid = on === 'queue' ? 'TakeFindings' : 'ConfirmTopics'
    return Resource.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action, Resource } as const]
  })
  return { Version: '2012-10-17', Statement: statements } as const
}
