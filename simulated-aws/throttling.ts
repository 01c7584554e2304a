import { z } from 'zod'
import type { Account } from './account/account.js'
import { type Failure, failure } from './pipeline/aws-error.js'
import type { Call } from './pipeline/call.js'
import { TokenBucket } from './token-bucket.js'

const rate = z.number().positive().max(1_000_000)

/** How many calls a second IAM takes. `accountPerSecond`: of all IAM operations together (absent: without limit). */
export const iamThrottleSchema = z.strictObject({
  readsPerSecond: rate,
  writesPerSecond: rate,
  burst: z.number().int().min(1).max(1_000_000),
  accountPerSecond: rate.optional(),
})
export type IamThrottle = z.output<typeof iamThrottleSchema>

type Throttle = { readonly rates: IamThrottle; readonly buckets: Map<string, TokenBucket> }

const throttles = new WeakMap<Account, Throttle>()

/**
 * Limits IAM as AWS does, whose rates are not published: "token bucket ... number of tokens and refill rate depends on
 * the API ... for each IAM API a number of buckets might apply" (AWS Support, terraform-provider-aws#44853). Every
 * operation has a bucket, and the account one above them. They are the account's, so an intruder who polls IAM slows
 * the responder down.
 */
export function throttleIam(account: Account, rates: IamThrottle): void {
  throttles.set(account, { rates: iamThrottleSchema.parse(rates), buckets: new Map() })
}

/** `Throttling`, HTTP 400, where the call comes too soon; undefined where it may go on. */
export function throttled(account: Account, call: Call, isRead: boolean): Failure | undefined {
  const throttle = throttles.get(account)
  if (throttle === undefined || call.service !== 'iam') return undefined
  const { readsPerSecond, writesPerSecond, accountPerSecond } = throttle.rates
  const buckets = [bucketOf(throttle, call.operation, isRead ? readsPerSecond : writesPerSecond)]
  if (accountPerSecond !== undefined) buckets.push(bucketOf(throttle, '*', accountPerSecond))
  const nowMs = account.now().getTime()
  if (!buckets.every((bucket) => bucket.hasToken(nowMs))) {
    return failure({
      code: 'Throttling',
      status: 400,
      message: 'Rate exceeded',
      recordedCode: 'ThrottlingException',
    })
  }
  for (const bucket of buckets) bucket.take(nowMs)
  return undefined
}

function bucketOf({ rates, buckets }: Throttle, key: string, perSecond: number): TokenBucket {
  const existing = buckets.get(key)
  if (existing !== undefined) return existing
  const bucket = new TokenBucket(perSecond, rates.burst)
  buckets.set(key, bucket)
  return bucket
}
