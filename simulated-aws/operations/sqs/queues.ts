import type { Account } from '../../account/account.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'

export type Message = {
  readonly id: string
  readonly body: string
  readonly md5: string
  readonly sentAtMs: number
  /** FIFO queues only. */
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  visibleAtMs: number
  receiveCount: number
  firstReceivedAtMs: number | undefined
  /** Of the last receipt; an older one deletes nothing in a FIFO queue, and may in others. */
  receiptHandle: string | undefined
}

export type Queue = {
  readonly name: string
  readonly arn: string
  readonly url: string
  readonly isFifo: boolean
  readonly createdAtMs: number
  readonly attributes: Map<string, string>
  readonly messages: Message[]
}

const queuesOf = new WeakMap<Account, Map<string, Queue>>()

/** By name. */
export function queues(account: Account): Map<string, Queue> {
  const known = queuesOf.get(account) ?? new Map<string, Queue>()
  queuesOf.set(account, known)
  return known
}

export function queueArn({ partition, region, accountId }: Account, name: string): string {
  return `arn:${partition}:sqs:${region}:${accountId}:${name}`
}

/** As AWS writes it, whatever the address of this server: only account and name are read of a queue's URL. */
export function queueUrl({ partition, region, accountId }: Account, name: string): string {
  return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${accountId}/${name}`
}

/** The ARN of a queue by its URL: what policies are asked about, whether it is there or not. */
export function arnOfUrl(account: Account, url: string): string {
  return queueArn(account, nameOf(account, url) ?? '*')
}

export function findQueue(account: Account, url: string): { ok: true; queue: Queue } | Failure {
  const queue = queues(account).get(nameOf(account, url) ?? '')
  return queue === undefined ? noSuchQueue() : { ok: true, queue }
}

export function noSuchQueue(): Failure {
  return failure({
    code: 'QueueDoesNotExist',
    status: 400,
    message: 'The specified queue does not exist.',
    recordedCode: 'AWS.SimpleQueueService.NonExistentQueue',
  })
}

function nameOf({ accountId }: Account, url: string): string | undefined {
  const [, owner, name] = /^https?:\/\/[^/]+\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(url) ?? []
  return owner === accountId ? name : undefined
}

export function secondsOf(queue: Queue, name: string): number {
  return Number(queue.attributes.get(name) ?? 0)
}
