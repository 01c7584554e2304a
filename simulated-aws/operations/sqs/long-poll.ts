import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../../account/account.js'
import type { Call } from '../../pipeline/call.js'
import { receivable } from './delivery.js'
import { receiveInput } from './message-operations.js'
import { findQueue, secondsOf } from './queues.js'

const lookEveryMs = 25

/** Holds a ReceiveMessage until there is something to receive, or its time is over by the account's clock. */
export async function waitForMessages(account: Account, call: Call): Promise<void> {
  if (call.service !== 'sqs' || call.operation !== 'ReceiveMessage') return
  const input = receiveInput.safeParse(call.parameters)
  if (!input.success) return
  const found = findQueue(account, input.data.QueueUrl)
  if (!found.ok) return
  const { queue } = found
  const waitMs = 1_000 * (input.data.WaitTimeSeconds ?? secondsOf(queue, 'ReceiveMessageWaitTimeSeconds'))
  const untilMs = account.now().getTime() + waitMs
  while (receivable(account, queue).length === 0 && account.now().getTime() < untilMs) {
    // Nobody waits for a server that is otherwise done.
    await sleep(lookEveryMs, undefined, { ref: false })
  }
}
