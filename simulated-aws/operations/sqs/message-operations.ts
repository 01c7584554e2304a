import { z } from 'zod'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { enqueue, receivable, remove, take } from './delivery.js'
import { arnOfUrl, findQueue, type Message, type Queue, secondsOf } from './queues.js'

const maxBytes = 1024 * 1024

const sendMessage = operation({
  service: 'sqs',
  name: 'SendMessage',
  readOnly: false,
  input: z.object({
    QueueUrl: z.string(),
    MessageBody: z.string().min(1),
    DelaySeconds: z.number().int().min(0).max(900).optional(),
    MessageGroupId: z.string().max(128).optional(),
    MessageDeduplicationId: z.string().max(128).optional(),
  }),
  resource: (account, { QueueUrl }) => arnOfUrl(account, QueueUrl),
  run: ({ account }, { QueueUrl, MessageBody: body, DelaySeconds, MessageGroupId, MessageDeduplicationId }) => {
    const found = findQueue(account, QueueUrl)
    if (!found.ok) return found
    const refusal = sendRefusal(found.queue, body, MessageGroupId)
    if (refusal !== undefined) return refusal
    const byContent = found.queue.attributes.get('ContentBasedDeduplication') === 'true' ? body : undefined
    const deduplicationId = MessageDeduplicationId ?? byContent
    if (found.queue.isFifo && deduplicationId === undefined) return missing('MessageDeduplicationId')
    const sent = enqueue(account, found.queue, {
      body,
      delaySeconds: DelaySeconds,
      groupId: MessageGroupId,
      deduplicationId,
    })
    return { ok: true, result: { MessageId: sent.id, MD5OfMessageBody: sent.md5 } }
  },
})

function sendRefusal(queue: Queue, body: string, groupId: string | undefined): Failure | undefined {
  if (Buffer.byteLength(body) > maxBytes) {
    return failure({
      code: 'InvalidParameterValue',
      status: 400,
      message: 'Message must be shorter than 1048576 bytes.',
    })
  }
  return queue.isFifo && groupId === undefined ? missing('MessageGroupId') : undefined
}

function missing(parameter: string): Failure {
  const message = `The request must contain the parameter ${parameter}.`
  return failure({ code: 'MissingParameter', status: 400, message })
}

export const receiveInput = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
})

/** What is there now; how long to wait for it is the wire's affair (long-poll.ts). */
const receiveMessage = operation({
  service: 'sqs',
  name: 'ReceiveMessage',
  readOnly: false,
  input: receiveInput,
  resource: (account, { QueueUrl }) => arnOfUrl(account, QueueUrl),
  run: ({ account }, input) => {
    const found = findQueue(account, input.QueueUrl)
    if (!found.ok) return found
    const { queue } = found
    const taken = receivable(account, queue).slice(0, input.MaxNumberOfMessages)
    take(account, taken, input.VisibilityTimeout ?? secondsOf(queue, 'VisibilityTimeout'))
    if (taken.length === 0) return { ok: true, result: {} }
    const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames]
    return { ok: true, result: { Messages: taken.map((message) => shown(message, wanted)) } }
  },
})

function shown(message: Message, wanted: readonly string[]): JsonObject {
  const all = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAtMs),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs ?? message.sentAtMs),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
  }
  const attributes = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name))
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle ?? '',
    MD5OfBody: message.md5,
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
  }
}

const onReceipt = { QueueUrl: z.string(), ReceiptHandle: z.string().min(1) }

const deleteMessage = operation({
  service: 'sqs',
  name: 'DeleteMessage',
  readOnly: false,
  input: z.object(onReceipt),
  resource: (account, { QueueUrl }) => arnOfUrl(account, QueueUrl),
  run: ({ account }, { QueueUrl, ReceiptHandle }) => {
    const found = findQueue(account, QueueUrl)
    if (!found.ok) return found
    const id = messageIdOf(ReceiptHandle)
    if (id === undefined) return badReceipt(ReceiptHandle)
    // A standard queue deletes by an older receipt as well; to delete what is gone is a success.
    remove(found.queue, (one) => one.id === id && (!found.queue.isFifo || one.receiptHandle === ReceiptHandle))
    return { ok: true }
  },
})

const changeVisibility = operation({
  service: 'sqs',
  name: 'ChangeMessageVisibility',
  readOnly: false,
  input: z.object({ ...onReceipt, VisibilityTimeout: z.number().int().min(0).max(43_200) }),
  resource: (account, { QueueUrl }) => arnOfUrl(account, QueueUrl),
  run: ({ account }, { QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
    const found = findQueue(account, QueueUrl)
    if (!found.ok) return found
    if (messageIdOf(ReceiptHandle) === undefined) return badReceipt(ReceiptHandle)
    const nowMs = account.now().getTime()
    const message = found.queue.messages.find(({ receiptHandle }) => receiptHandle === ReceiptHandle)
    if (message === undefined || message.visibleAtMs <= nowMs) return notInFlight()
    message.visibleAtMs = nowMs + VisibilityTimeout * 1_000
    return { ok: true }
  },
})

function messageIdOf(receipt: string): string | undefined {
  return /^([0-9a-f-]{36}) [0-9a-f-]{36}$/.exec(Buffer.from(receipt, 'base64').toString('latin1'))?.[1]
}

function badReceipt(receipt: string): Failure {
  const message = `The input receipt handle "${receipt.slice(0, 100)}" is not a valid receipt handle.`
  return failure({ code: 'ReceiptHandleIsInvalid', status: 400, message })
}

function notInFlight(): Failure {
  const message =
    'Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.'
  return failure({ code: 'MessageNotInflight', status: 400, message })
}

export const messageOperations: Operation[] = [sendMessage, receiveMessage, deleteMessage, changeVisibility]
