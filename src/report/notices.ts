import type { ReadRecord } from './read-record.js'
import type { Told } from './talk.js'

/** What people were told outside the questions, oldest first. */
export function noticesIn(records: readonly ReadRecord[]): Told[] {
  return records.flatMap(({ body: { seq, at }, happening }) => {
    if (happening.kind !== 'event' || happening.event.type !== 'NOTICE_SENT') return []
    const { topic, reason } = happening.event
    return [{ seq, at, topic, reason }]
  })
}
