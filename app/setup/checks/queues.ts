import type { SqsQueue } from '../../../integrations/aws/sqs/sqs-queue.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'
import { awsCure } from './aws-cure.js'

/**
 * Whether a queue is there and can be looked at, and what waits in it. Nothing is received: a message that was counts as a
 * try of the queue's redrive policy, and `doctor` changes nothing.
 */
export async function checkQueue(name: string, queue: Pick<SqsQueue, 'counts'>): Promise<CheckLine[]> {
  const check = `queue ${name}`
  try {
    const { waiting, inFlight, hasDeadLetterQueue } = await queue.counts()
    const says = `there, ${waiting} waiting and ${inFlight} in hand`
    if (hasDeadLetterQueue) return [green(check, says)]
    const cure = 'Give it a redrive policy with a maxReceiveCount below 10.'
    return [yellow(check, `${says}; no dead-letter queue: what cannot be read is noted and dropped`, cure)]
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [red(check, error.message, cureOf(error))]
  }
}

function cureOf(error: AwsError): string {
  if (error.kind === 'notFound') return 'Check sources.sqs.queues[].url: `aws sqs get-queue-url` prints it.'
  if (error.kind === 'accessDenied') {
    return 'Allow it on the queue: `tourniquet iam-policy --pull QUEUE_ARN` prints the policy for the credentials of the program; a queue of another account needs it in its own policy, too.'
  }
  return awsCure(error, null)
}
