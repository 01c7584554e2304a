import type { ReadRecord } from './read-record.js'
import type { Note } from './talk.js'

/** What people added to the timeline, in the order in which they added it. */
export function notesIn(records: readonly ReadRecord[]): Note[] {
  return records.flatMap(({ body: { seq, at }, happening }) => {
    if (happening.kind !== 'event' || happening.event.type !== 'NOTE_ADDED') return []
    const { by, text, author, writtenAt, permalink } = happening.event
    return [{ seq, at, by, text, author, writtenAt, permalink }]
  })
}
