import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

export interface QueueMessage {
  readonly id: string
  /** By which it is deleted; good until the message is seen again. */
  readonly receipt: string
  readonly body: string
  /** This time included. */
  readonly receivedTimes: number
  /** Of a FIFO queue: one after the other within it. null: of a standard one. */
  readonly groupId: string | null
}

export interface QueueCounts {
  readonly waiting: number
  readonly inFlight: number
  /** How long a message that was received is hidden from others. */
  readonly visibilitySeconds: number
  readonly hasDeadLetterQueue: boolean
}

export interface SqsQueueOptions {
  readonly url: string
  readonly region: string
  readonly connection: AwsConnection
}

/** One queue, as the real SDK reaches it. Failures throw AwsError. */
export class SqsQueue {
  readonly #url: string
  /** A request that waits must not be cut off, nor tried again by itself: whoever asks does so again anyway. */
  readonly #waiting: SQSClient
  readonly #client: SQSClient

  constructor({ url, region, connection }: SqsQueueOptions) {
    this.#url = url
    // The endpoint was decided by whoever made the connection; the SDK would go by the URL's host, and warn on the console.
    const own = { useQueueUrlAsEndpoint: false }
    this.#waiting = new SQSClient({ ...clientOptions(connection, 'slow', region), ...own })
    this.#client = new SQSClient({ ...clientOptions(connection, 'read', region), ...own })
  }

  /** Up to ten messages; waits for the first for up to 20 s. They stay hidden for as long as the queue says. */
  async receive(max: number, waitSeconds: number, signal: AbortSignal): Promise<QueueMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#url,
      MaxNumberOfMessages: Math.min(max, 10),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
    })
    const send = () => this.#waiting.send(command, { abortSignal: signal })
    const { output } = await sendCommand({ operation: 'sqs:ReceiveMessage', command, send })
    return (output.Messages ?? []).flatMap(queueMessage)
  }

  async delete({ receipt }: QueueMessage): Promise<void> {
    const command = new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle: receipt })
    await sendCommand({ operation: 'sqs:DeleteMessage', command, send: () => this.#client.send(command) })
  }

  async counts(): Promise<QueueCounts> {
    const command = new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: ['All'] })
    const send = () => this.#client.send(command)
    const { output } = await sendCommand({ operation: 'sqs:GetQueueAttributes', command, send })
    const attributes = output.Attributes ?? {}
    return {
      waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      visibilitySeconds: Number(attributes.VisibilityTimeout ?? 30),
      hasDeadLetterQueue: attributes.RedrivePolicy !== undefined,
    }
  }

  close(): void {
    this.#waiting.destroy()
    this.#client.destroy()
  }
}

/** Without a receipt a message could never be taken off: AWS sends none such. */
function queueMessage({ MessageId, ReceiptHandle, Body, Attributes }: Message): QueueMessage[] {
  if (ReceiptHandle === undefined) return []
  return [
    {
      id: MessageId ?? '',
      receipt: ReceiptHandle,
      body: Body ?? '',
      receivedTimes: Number(Attributes?.ApproximateReceiveCount ?? 1),
      groupId: Attributes?.MessageGroupId ?? null,
    },
  ]
}
