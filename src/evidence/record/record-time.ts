import type { Json } from '../../domain/canonical-json.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import { parseAwsTime } from './aws-time.js'
import { fieldsOf } from './record-values.js'

/**
 * When the call was made, as ISO in UTC: `eventTime`, or what exports have in its place (`@timestamp` and `event.created`
 * are Elastic's, `p_event_time` is Panther's). null where none of them is a time.
 */
export function timeOfRecord(record: TrailRecord): string | null {
  const time = typeof record.eventTime === 'string' ? parseAwsTime(record.eventTime) : null
  if (time !== null) return time
  const created = fieldsOf(record.event)?.created ?? record['event.created']
  for (const value of [record['@timestamp'], created, record.p_event_time]) {
    const other = otherTime(value)
    if (other !== null) return other
  }
  return null
}

/** CloudTrail began in 2013; a number before that is no millisecond of the epoch. */
const earliestMs = Date.UTC(2013)
const latestMs = Date.UTC(2200)

function otherTime(value: Json | undefined): string | null {
  if (typeof value === 'string') return parseAwsTime(value)
  if (typeof value !== 'number' || !(value >= earliestMs && value <= latestMs)) return null
  return new Date(value).toISOString()
}
