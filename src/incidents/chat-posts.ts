/** One message that stands in a chat, as it was posted last. */
export interface ChatPost {
  readonly incidentId: string
  /** What it is of the incident: `headline`, `question:sha256:…`, `notice:12`. One message a slot. */
  readonly slot: string
  readonly channel: string
  /** The chat's own id of the message. */
  readonly messageId: string
  /** Of its content: the same content is not sent again. */
  readonly digest: string
}

/** An incident whose record has moved since a chat showed it. */
export interface StaleView {
  readonly incidentId: string
  /** The number of the record that was shown last; 0: nothing was. */
  readonly shownSeq: number
  /** How often showing it has failed since it last went well. */
  readonly failures: number
}

/**
 * What a chat shows of a realm's incidents. The queue of what is to be posted is the difference between an incident's record
 * and the number shown last: nothing is enqueued, so nothing can be lost, and ten steps within a second are one edit. One
 * process at a time shows an incident; a holder that dies is replaced after its lease.
 */
export interface ChatPostStore {
  /** Claims incidents that are stale and that nobody holds and whose time to retry has come, those open first, oldest change first. */
  claimStale(holder: string, limit: number, leaseMs: number): Promise<StaleView[]>
  readPosts(incidentId: string): Promise<ChatPost[]>
  /** Durable when it returns. Replaces what stood in the slot. False: the lease is somebody else's now. */
  keepPost(holder: string, post: ChatPost): Promise<boolean>
  /** The chat shows the record up to `seq`; gives the claim back. */
  shown(holder: string, incidentId: string, seq: number): Promise<void>
  /** It could not be shown: gives the claim back, to be tried again after a while. */
  failed(holder: string, incidentId: string, retryInMs: number, problem: string): Promise<void>
  /** Everything that is open is looked at again, though nothing moved: after a start the configuration may be another. */
  markOpenStale(): Promise<void>
  /** Whose message this is; null: none of this realm's. */
  findByMessage(channel: string, messageId: string): Promise<string | null>
  /** How many incidents wait to be shown, and how long the oldest of them has waited. */
  backlog(): Promise<{ readonly incidents: number; readonly oldestMs: number | null }>
}
