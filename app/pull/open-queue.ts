import { homeRegion } from '../../integrations/aws/client-options.js'
import { partitionOfRegion } from '../../integrations/aws/partition-of-region.js'
import { queueAddress } from '../../integrations/aws/sqs/queue-address.js'
import { SqsQueue } from '../../integrations/aws/sqs/sqs-queue.js'
import type { Config } from '../config.js'
import type { SqsQueueConfig } from '../sqs-config.js'

export interface OpenedQueue {
  readonly queue: SqsQueue
  /** `111122223333/findings`: no more of its address is shown. */
  readonly name: string
  readonly isFifo: boolean
}

/**
 * Connects to a queue with the credentials that the process was given. Nothing is sent yet. A queue of an account whose
 * endpoint the configuration names is reached there.
 */
export function openQueue({ url, region }: SqsQueueConfig, accounts: Config['accounts']): OpenedQueue {
  const address = queueAddress(url)
  const owner = accounts.find(({ id }) => id === address.accountId)
  const place = region ?? address.region ?? homeRegion(owner?.partition ?? accounts[0]?.partition ?? 'aws')
  const endpoint = address.endpoint ?? owner?.endpoint ?? null
  const connection = { partition: partitionOfRegion(place), endpoint }
  const name = address.accountId === null ? address.name : `${address.accountId}/${address.name}`
  return { queue: new SqsQueue({ url, region: place, connection }), name, isFifo: address.isFifo }
}
