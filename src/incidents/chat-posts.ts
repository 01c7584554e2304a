/** One message that stands in a chat, as it was posted last. */
export interface ChatPost {
  readonly incidentId: string
  /** What it is of the incident: `headline`, `question:sha256:…`, `notice:12`. One message a slot. */
  readonly slot: string
  readonly channel: string
  /** The chat's own id of the message. */
  readonly messageId: string
  /** The message that it answers; null: it stands by itself. */
  readonly threadId: string | null
  /** Of its content: the same content is not sent again. */
  readonly digest: string
}

/** An incident whose record has moved since a chat showed it. */
export interface StaleView {
  readonly incidentId: string
  /** The number that its record had at the claim: what is read after it is no older. */
  readonly seq: number
  /** The number of the record that was shown last; 0: nothing was. */
  readonly shownSeq: number
  /** How often showing it has failed since it last went well. */
  readonly failures: number
  /** It was asked to be looked at, see `markOpenStale`: what stands may be another than what was posted. */
  readonly isLook: boolean
}

/** How a claim is given back before all of it is shown. */
export interface HandBack {
  /** Up to which number what is urgent is shown, so that whoever has something urgent comes first now; null: it is not. */
  readonly urgentSeq: number | null
  /** Nothing of it can be shown before; 0: at once. */
  readonly inMs: number
}

/** States in which somebody has to do something now: what they are to see is posted before anything else. */
export const urgentStates: readonly string[] = [
  'awaitingApproval',
  'awaitingWiderApproval',
  'awaitingRestoreApproval',
  'tampered',
  'needsHuman',
]

/** An incident that was over before a chat first looked is shown only where it ended so recently. */
export const SHOWN_WHEN_CLOSED_WITHIN_MS = 60 * 60_000

/**
 * What a chat shows of a realm's incidents. The queue of what is to be posted is the difference between an incident's record
 * and the number shown last: nothing is enqueued, so nothing can be lost, and ten steps within a second are one edit. One
 * process at a time shows an incident; a holder that dies is replaced after its lease. Leases and waits are the store's time,
 * and whoever has lost its lease changes nothing.
 */
export interface ChatPostStore {
  /**
   * Claims incidents that are stale and that nobody holds and whose time to retry has come: urgent ones first, then those
   * whose record moved before those that are only to be looked at, then those open, then the oldest change.
   */
  claimStale(holder: string, limit: number, leaseMs: number): Promise<StaleView[]>
  readPosts(incidentId: string): Promise<ChatPost[]>
  /** Durable when it returns. Replaces what stood in the slot. False: the lease is somebody else's now. */
  keepPost(holder: string, post: ChatPost): Promise<boolean>
  /** The chat shows the record up to `seq`; gives the claim back. */
  shown(holder: string, incidentId: string, seq: number): Promise<void>
  /** Some of it is shown, and the rest waits for the next claim: no failure. */
  handBack(holder: string, incidentId: string, rest: HandBack): Promise<void>
  /** It could not be shown: gives the claim back, to be tried again after a while, or as soon as its record moves. */
  failed(holder: string, incidentId: string, retryInMs: number, problem: string): Promise<void>
  /**
   * For a start, when the configuration may be another: everything that is open is looked at again, though nothing moved,
   * and what was closed while nobody looked is found. Of what was closed and never shown only the last hour is.
   */
  markOpenStale(): Promise<void>
  /** Whose message this is; null: none of this realm's. */
  findByMessage(channel: string, messageId: string): Promise<string | null>
  /** How many incidents wait to be shown, and how long the oldest of them has waited. */
  backlog(): Promise<{ readonly incidents: number; readonly oldestMs: number | null }>
}
