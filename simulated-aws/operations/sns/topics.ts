import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { randomUuid } from '../../account/identifiers.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { enqueue } from '../sqs/delivery.js'
import { queues } from '../sqs/queues.js'

export type Subscription = {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
  /** What SNS would have posted to the endpoint; undefined where nobody need confirm. */
  readonly token: string | undefined
  isConfirmed: boolean
  authenticatesUnsubscribe: boolean
}

type Topics = { readonly arns: Set<string>; readonly subscriptions: Subscription[] }

const topicsOf = new WeakMap<Account, Topics>()

function topics(account: Account): Topics {
  const known = topicsOf.get(account) ?? { arns: new Set<string>(), subscriptions: [] }
  topicsOf.set(account, known)
  return known
}

/** Those of an account, confirmed or not, oldest first: what its owner would see, and the tokens, which only endpoints do. */
export function subscriptionsOf(account: Account): readonly Subscription[] {
  return topics(account).subscriptions
}

const topicArnOf = ({ partition, region, accountId }: Account, name: string) =>
  `arn:${partition}:sns:${region}:${accountId}:${name}`

const createTopic = operation({
  service: 'sns',
  name: 'CreateTopic',
  readOnly: false,
  input: z.object({ Name: z.string().regex(/^[\w-]{1,256}$/) }),
  resource: (account, { Name }) => topicArnOf(account, Name),
  run: ({ account }, { Name }) => {
    const TopicArn = topicArnOf(account, Name)
    topics(account).arns.add(TopicArn)
    return { ok: true, result: { TopicArn }, responseElements: { topicArn: TopicArn } }
  },
})

const subscribe = operation({
  service: 'sns',
  name: 'Subscribe',
  readOnly: false,
  input: z.object({ TopicArn: z.string(), Protocol: z.enum(['https', 'sqs']), Endpoint: z.string() }),
  resource: (_account, { TopicArn }) => TopicArn,
  run: ({ account }, { TopicArn, Protocol, Endpoint }) => {
    if (!topics(account).arns.has(TopicArn)) return noSuchTopic()
    const arn = `${TopicArn}:${randomUuid(account.random)}`
    // Whoever owns both the topic and the queue need not confirm.
    const isConfirmed = Protocol === 'sqs'
    const token = isConfirmed ? undefined : account.random(48).toString('hex')
    const about = { arn, topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint, token }
    topics(account).subscriptions.push({ ...about, isConfirmed, authenticatesUnsubscribe: false })
    const SubscriptionArn = isConfirmed ? arn : 'pending confirmation'
    return { ok: true, result: { SubscriptionArn }, responseElements: { subscriptionArn: SubscriptionArn } }
  },
})

const confirmSubscription = operation({
  service: 'sns',
  name: 'ConfirmSubscription',
  readOnly: false,
  input: z.object({
    TopicArn: z.string(),
    Token: z.string(),
    AuthenticateOnUnsubscribe: z.enum(['true', 'false']).default('false'),
  }),
  resource: (_account, { TopicArn }) => TopicArn,
  run: ({ account }, { TopicArn, Token, AuthenticateOnUnsubscribe }) => {
    const { arns, subscriptions } = topics(account)
    if (!arns.has(TopicArn)) return noSuchTopic()
    const subscription = subscriptions.find(({ token, topicArn }) => token === Token && topicArn === TopicArn)
    if (subscription === undefined) return invalid('Invalid token')
    subscription.isConfirmed = true
    subscription.authenticatesUnsubscribe = AuthenticateOnUnsubscribe === 'true'
    return { ok: true, result: { SubscriptionArn: subscription.arn } }
  },
})

const publish = operation({
  service: 'sns',
  name: 'Publish',
  readOnly: false,
  input: z.object({ TopicArn: z.string(), Message: z.string().min(1), Subject: z.string().optional() }),
  resource: (_account, { TopicArn }) => TopicArn,
  run: ({ account }, { TopicArn, Message, Subject }) => {
    const { arns, subscriptions } = topics(account)
    if (!arns.has(TopicArn)) return noSuchTopic()
    const MessageId = randomUuid(account.random)
    const Timestamp = account.now().toISOString()
    const body = JSON.stringify({
      Type: 'Notification',
      MessageId,
      TopicArn,
      ...(Subject !== undefined && { Subject }),
      Message,
      Timestamp,
    })
    for (const { topicArn, endpoint } of subscriptions) {
      const queue = [...queues(account).values()].find(({ arn }) => arn === endpoint)
      if (topicArn === TopicArn && queue !== undefined) enqueue(account, queue, { body })
    }
    return { ok: true, result: { MessageId } }
  },
})

function noSuchTopic(): Failure {
  return failure({ code: 'NotFound', status: 404, message: 'Topic does not exist' })
}

function invalid(reason: string): Failure {
  return failure({ code: 'InvalidParameter', status: 400, message: `Invalid parameter: ${reason}` })
}

export const topicOperations: Operation[] = [createTopic, subscribe, confirmSubscription, publish]
