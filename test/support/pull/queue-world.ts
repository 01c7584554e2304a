import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { OpeningTurns } from '../../../app/opening-turns.js'
import { DroppedNotes } from '../../../app/pull/dropped-notes.js'
import type { PulledQueue, RunningPull } from '../../../app/pull/pull-queue.js'
import { type QueueReading, readQueue } from '../../../app/pull/read-queue.js'
import { realmsOf } from '../../../app/realms.js'
import { SqsQueue } from '../../../integrations/aws/sqs/sqs-queue.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { adminKey } from '../world/seed.js'
import { worldTiming } from '../world/timing.js'
import type { World } from '../world.js'

export interface QueueWorld {
  readonly url: string
  readonly name: string
  readonly queue: SqsQueue
  send(body: string | object, about?: { readonly groupId?: string; readonly id?: string }): Promise<void>
  /** Messages there are, received or not. */
  left(): Promise<number>
  untilLeft(count: number): Promise<void>
  /** The bodies in another queue of the account. */
  bodiesIn(name: string): Promise<string[]>
  read(over?: Partial<QueueReading>, queue?: PulledQueue): RunningPull
  incidents(): Promise<readonly { readonly id: string }[]>
  close(): Promise<void>
}

interface Making {
  readonly name?: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** A queue in a world's simulated account, and what reads it into the world. */
export async function queueIn(world: World, { name = 'findings', attributes = {} }: Making = {}): Promise<QueueWorld> {
  const { account } = world
  const admin = new SQSClient({ endpoint: account.url, region: 'us-east-1', credentials: adminKey })
  const create = async (QueueName: string, Attributes: Record<string, string>) =>
    (await admin.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? ''
  const isFifo = name.endsWith('.fifo')
  if (attributes.RedrivePolicy !== undefined) await create('dead-letters', {})
  const url = await create(name, { VisibilityTimeout: '1', ...(isFifo ? { FifoQueue: 'true' } : {}), ...attributes })
  const connection = { partition: 'aws', endpoint: account.url, credentials: account.adminCredentials } as const
  const queue = new SqsQueue({ url, region: 'us-east-1', connection })
  const pulls: RunningPull[] = []
  const realms = realmsOf(world.runtime)
  const left = async () => {
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })
    const { Attributes = {} } = await admin.send(asked)
    const counts = Object.entries(Attributes).filter(([key]) => key.startsWith('ApproximateNumberOfMessages'))
    return counts.reduce((sum, [, count]) => sum + Number(count), 0)
  }
  return {
    url,
    name,
    queue,
    left,
    send: async (body, { groupId, id } = {}) => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body)
      const fifo =
        groupId === undefined ? {} : { MessageGroupId: groupId, MessageDeduplicationId: id ?? MessageBody.slice(0, 99) }
      await admin.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...fifo }))
    },
    untilLeft: async (count) => {
      const deadline = performance.now() + 15_000
      while ((await left()) !== count) {
        if (performance.now() > deadline) throw new Error(`There are ${await left()} messages, not ${count}.`)
        await systemClock.pause(20)
      }
    },
    bodiesIn: async (other) => {
      const QueueUrl = url.replace(/[^/]+$/, other)
      const { Messages = [] } = await admin.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
      return Messages.map(({ Body }) => Body ?? '')
    },
    read: (over = {}, readFrom = queue) => {
      const { systemLog, engine } = world.runtime
      const pull = readQueue(
        { queue: readFrom, name, isFifo },
        {
          realms,
          timing: worldTiming,
          turns: new OpeningTurns(),
          source: 'guardduty',
          concurrency: 10,
          notes: new DroppedNotes(systemLog, engine.clock),
          waitSeconds: 1,
          // Waits between tries are told in seconds: here they pass fifty times as fast.
          clock: { pause: (ms, signal) => systemClock.pause(ms / 50, signal) },
          ...over,
        },
      )
      pulls.push(pull)
      return pull
    },
    incidents: () => world.runtime.engine.store.listIncidents(),
    close: async () => {
      await Promise.all(pulls.map((pull) => pull.stop()))
      queue.close()
      admin.destroy()
    },
  }
}
