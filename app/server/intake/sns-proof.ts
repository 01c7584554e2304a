import type { SnsIntake } from '../../../integrations/sns/sns-intake.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { jsonTypes, refusals } from '../webhook-refusals.js'
import type { SenderProof } from './sender-proofs.js'

/** What SNS says of a message in its header; who does not say so is not SNS. */
const TYPES: readonly unknown[] = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']

/**
 * Amazon SNS: the message is signed by AWS, so that it is read before its sender is known. It comes as text/plain, whatever is
 * in it, unless its subscription asks for another type.
 * https://docs.aws.amazon.com/sns/latest/dg/http-header.html
 */
export function snsProof(intake: SnsIntake): SenderProof {
  return {
    paths: ['/webhooks/sns'],
    contentTypes: ['text/plain', ...jsonTypes],
    byHead: ({ headers }) => (TYPES.includes(headers['x-amz-sns-message-type']) ? null : refusals.notSns),
    byBody: async ({ headers }, bytes) => {
      const judged = await intake.judge(headers, bytes)
      switch (judged.kind) {
        case 'notification':
          return { kind: 'payload', bytes: judged.payload }
        case 'confirmed':
        case 'ignored':
          return { kind: 'nothing', reason: judged.reason }
        case 'refused':
          return { kind: 'refused', refusal: judged }
        default:
          return assertNever(judged, 'message of SNS')
      }
    },
  }
}
