import { z } from 'zod'
import type { Account } from '../../account/account.js'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { receivable, redrivePolicyOf } from './delivery.js'
import { arnOfUrl, findQueue, noSuchQueue, type Queue, queueArn, queues, queueUrl } from './queues.js'

const queueName = z.string().regex(/^[\w-]{1,75}(\.fifo)?$/)

const defaults = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
}
const settable = new Set([
  ...Object.keys(defaults),
  'RedrivePolicy',
  'Policy',
  'FifoQueue',
  'ContentBasedDeduplication',
])

const createQueue = operation({
  service: 'sqs',
  name: 'CreateQueue',
  readOnly: false,
  input: z.object({ QueueName: queueName, Attributes: z.record(z.string(), z.string()).default({}) }),
  resource: (account, { QueueName }) => queueArn(account, QueueName),
  run: ({ account }, { QueueName: name, Attributes }) => {
    const refusal = attributeRefusal(name, Attributes)
    if (refusal !== undefined) return refusal
    const known = queues(account).get(name)
    const differs = Object.entries(Attributes).some(([key, value]) => known?.attributes.get(key) !== value)
    if (known !== undefined && differs) return nameTaken()
    if (known === undefined) queues(account).set(name, makeQueue(account, name, Attributes))
    const result = { QueueUrl: queueUrl(account, name) }
    return { ok: true, result, responseElements: { queueUrl: result.QueueUrl } }
  },
})

function makeQueue(account: Account, name: string, attributes: Record<string, string>): Queue {
  return {
    name,
    arn: queueArn(account, name),
    url: queueUrl(account, name),
    isFifo: name.endsWith('.fifo'),
    createdAtMs: account.now().getTime(),
    attributes: new Map(Object.entries({ ...defaults, ...attributes })),
    messages: [],
  }
}

function attributeRefusal(name: string, attributes: Record<string, string>): Failure | undefined {
  const unknown = Object.keys(attributes).find((key) => !settable.has(key))
  if (unknown !== undefined) {
    return failure({ code: 'InvalidAttributeName', status: 400, message: `Unknown Attribute ${unknown}.` })
  }
  const isFifo = attributes.FifoQueue === 'true'
  if (isFifo === name.endsWith('.fifo')) return undefined
  const message =
    'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
  return failure({ code: 'InvalidParameterValue', status: 400, message })
}

function nameTaken(): Failure {
  const message = 'A queue already exists with the same name and a different value for attribute.'
  return failure({ code: 'QueueNameExists', status: 400, message, recordedCode: 'QueueAlreadyExists' })
}

const getQueueUrl = operation({
  service: 'sqs',
  name: 'GetQueueUrl',
  readOnly: true,
  input: z.object({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
  resource: (account, { QueueName }) => queueArn(account, QueueName),
  run: ({ account }, { QueueName, QueueOwnerAWSAccountId = account.accountId }) => {
    const queue = queues(account).get(QueueName)
    if (queue === undefined || QueueOwnerAWSAccountId !== account.accountId) return noSuchQueue()
    return { ok: true, result: { QueueUrl: queue.url } }
  },
})

const getQueueAttributes = operation({
  service: 'sqs',
  name: 'GetQueueAttributes',
  readOnly: true,
  input: z.object({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) }),
  resource: (account, { QueueUrl }) => arnOfUrl(account, QueueUrl),
  run: ({ account }, { QueueUrl, AttributeNames }) => {
    const found = findQueue(account, QueueUrl)
    if (!found.ok) return found
    const all = attributesOf(account, found.queue)
    const wanted = Object.entries(all).filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    )
    return { ok: true, result: wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) } }
  },
})

function attributesOf(account: Account, queue: Queue): JsonObject {
  const visible = receivable(account, queue).length
  const nowMs = account.now().getTime()
  const inFlight = queue.messages.filter((message) => message.visibleAtMs > nowMs && message.receiveCount > 0).length
  const created = String(Math.floor(queue.createdAtMs / 1_000))
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(queue.messages.length - visible - inFlight),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    ...Object.fromEntries(queue.attributes),
    ...(redrivePolicyOf(queue) && { RedrivePolicy: queue.attributes.get('RedrivePolicy') ?? '' }),
  }
}

export const queueOperations: Operation[] = [createQueue, getQueueUrl, getQueueAttributes]
