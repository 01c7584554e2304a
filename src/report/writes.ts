import { describeRecord } from './describe-record.js'
import type { ReadRecord } from './read-record.js'

/** A step at AWS, or the finding that it was done already. */
export interface BlockWrite {
  readonly seq: number
  readonly at: string
  /** `block` put it in place, `revocation` ended older sessions before a restore, `removal` took the block off. */
  readonly kind: 'block' | 'revocation' | 'removal'
  /** As the timeline words it, with AWS's request ids. Names in it are as they came from outside. */
  readonly what: string
}

const kinds: Readonly<Record<string, BlockWrite['kind']>> = {
  BLOCK_APPLIED: 'block',
  OLDER_SESSIONS_REVOKED: 'revocation',
  BLOCK_REMOVED: 'removal',
}

/** What was written to AWS, oldest first, also where the incident had no use for it any more: it was written. */
export function blockWritesIn(records: readonly ReadRecord[]): BlockWrite[] {
  return records.flatMap((record) => {
    const { body, happening } = record
    const kind = happening.kind === 'event' ? kinds[happening.event.type] : undefined
    if (kind === undefined) return []
    return [{ seq: body.seq, at: body.at, kind, what: describeRecord(record).what }]
  })
}
