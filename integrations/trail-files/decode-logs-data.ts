import { gunzipSync } from 'node:zlib'
import type { Json } from '../../src/domain/canonical-json.js'

/** CloudWatch Logs sends at most 1 MB, which inflates to this at the very most. */
const maxInflatedBytes = 64 * 1024 * 1024

/**
 * What a Logs subscription sends as `awslogs.data`: JSON, gzipped, in base64; null where it is not that.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function decodeLogsData(base64: string): Json | null {
  try {
    const inflated: Json = JSON.parse(
      gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: maxInflatedBytes }).toString(),
    )
    return inflated
  } catch {
    return null
  }
}
