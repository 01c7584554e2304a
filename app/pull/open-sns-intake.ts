import { partitionOfRegion } from '../../integrations/aws/partition-of-region.js'
import { confirmSubscription } from '../../integrations/aws/sns/confirm-subscription.js'
import { httpsCertificateFetch } from '../../integrations/sns/certificate-fetch.js'
import {
  type Confirmation,
  type PendingSubscription,
  type SnsIntake,
  snsIntake,
} from '../../integrations/sns/sns-intake.js'
import { SnsUnavailableError } from '../../integrations/sns/sns-unavailable-error.js'
import { AwsError, type AwsFailureKind } from '../../src/domain/aws-error.js'
import type { Log } from '../../src/engine/engine.js'
import type { Config } from '../config.js'

const MINUTE_MS = 60_000
/** What may be better when SNS asks again. */
const passing: readonly AwsFailureKind[] = ['throttled', 'conflict', 'ambiguous', 'credentials']

/** What judges requests to `/webhooks/sns`, by the configuration; null where no topic may post. Nothing is sent yet. */
export function openSnsIntake(
  { sources: { sns }, accounts }: Pick<Config, 'sources' | 'accounts'>,
  { nowMs, log }: { readonly nowMs: () => number; readonly log: Log },
): SnsIntake | null {
  if (sns === null) return null
  const endpointOf = (topicArn: string) => accounts.find(({ id }) => id === topicArn.split(':')[4])?.endpoint ?? null
  const confirm = (subscription: PendingSubscription) => confirmed(subscription, endpointOf(subscription.topicArn))
  return snsIntake({
    topics: sns.topics,
    signatureVersions: sns.signatureVersions,
    maxAgeMs: sns.maxAgeMinutes * MINUTE_MS,
    nowMs,
    confirm: sns.confirmSubscriptions ? confirm : null,
    fetchCertificate: httpsCertificateFetch(),
    log,
  })
}

async function confirmed(subscription: PendingSubscription, endpoint: string | null): Promise<Confirmation> {
  const region = subscription.topicArn.split(':')[3] ?? ''
  try {
    await confirmSubscription({ partition: partitionOfRegion(region), endpoint }, subscription)
    return { ok: true }
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause
    if (passing.includes(cause.kind)) throw new SnsUnavailableError(cause.message, { cause })
    return { ok: false, reason: `The subscription could not be confirmed: ${cause.message}` }
  }
}
