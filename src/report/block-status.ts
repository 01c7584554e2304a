import type { IncidentEvent } from '../domain/incident-event.js'
import type { ReadRecord } from './read-record.js'

/**
 * Where the block of an incident is, as far as its record tells:
 * - none: no write was ever ordered, or IAM or a check refused it
 * - inPlace: written or read back, and not taken off since
 * - maybe: a write or removal was ordered and its end is not on the record
 * - missing: the last look did not find it, or not as we wrote it
 * - removed: taken off, or read back as gone, by the restore
 */
export type BlockStatus = 'none' | 'inPlace' | 'maybe' | 'missing' | 'removed'

/** The status after the last of these records. Orders count from the moment they are given: an answer can be lost. */
export function blockStatus(records: readonly ReadRecord[]): BlockStatus {
  return records.reduce<BlockStatus>((status, record) => afterOrders(afterEvent(status, record), record), 'none')
}

function afterEvent(status: BlockStatus, { body, happening }: ReadRecord): BlockStatus {
  if (happening.kind !== 'event') return status
  const isPlanOff = happening.event.type === 'PLAN_REFUSED' || happening.event.type === 'PLAN_OUTDATED'
  // While blocking, both are answered before anything is sent, or instead of IAM's yes.
  if (isPlanOff) return status === 'maybe' && body.from === 'blocking' ? 'none' : status
  return afterOutcome(status, happening.event)
}

function afterOutcome(status: BlockStatus, event: IncidentEvent): BlockStatus {
  if (event.type === 'BLOCK_APPLIED' || event.type === 'LATE_WRITE_FOUND') return 'inPlace'
  if (event.type === 'BLOCK_REMOVED' || event.type === 'RESTORE_CONFIRMED') return 'removed'
  if (event.type === 'BLOCK_OBSERVED') return event.observation.policy === 'held' ? 'inPlace' : 'missing'
  if (event.type === 'EFFECT_FAILED' && event.effect === 'removeBlock') return 'maybe'
  return status
}

function afterOrders(status: BlockStatus, { body }: ReadRecord): BlockStatus {
  return status === 'none' && body.orders.some(({ kind }) => kind === 'putBlock') ? 'maybe' : status
}
