/** One place where the record is not what it was when it was written. */
export interface AuditFault {
  /** An incident's id, `system`, `checkpoints`, or the name of an anchor. */
  readonly chain: string
  /** null where it concerns no single incident. */
  readonly incidentId: string | null
  /** The record's number in its chain, or the checkpoint's; the first that can be told to be wrong. */
  readonly seq: number
  /** The rest of a sentence that begins with the record; it may repeat what was found, so escape it where it is shown. */
  readonly reason: string
}
