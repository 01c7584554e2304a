import type { ChatPost } from '../../../src/incidents/chat-posts.js'

interface Refusal {
  readonly digest: string
  readonly untilMs: number
}

interface Remembered {
  /** Slots that were sent for this number of the record. */
  sentSeq: number
  sent: Set<string>
  readonly refused: Map<string, Refusal>
  /** Slack has them and the database may not: kept first when the incident's turn comes again. */
  readonly unkept: Map<string, ChatPost>
  lostHeadline: string | null
}

/** What is forgotten costs an edit or a try more, nothing else. */
const MAX_INCIDENTS = 2_000

/** What a view remembers of incidents between their turns. Nothing in here is needed after a restart. */
export class TurnMemory {
  readonly #incidents = new Map<string, Remembered>()

  sentAt(incidentId: string, seq: number): ReadonlySet<string> {
    const known = this.#incidents.get(incidentId)
    return known !== undefined && known.sentSeq >= seq ? known.sent : new Set()
  }

  noteSent(incidentId: string, seq: number, slot: string): void {
    const known = this.#of(incidentId)
    if (known.sentSeq < seq) known.sent = new Set()
    known.sentSeq = Math.max(known.sentSeq, seq)
    known.sent.add(slot)
  }

  refuse(incidentId: string, slot: string, refusal: Refusal): void {
    this.#of(incidentId).refused.set(slot, refusal)
  }

  isRefused(incidentId: string, slot: string, digest: string, nowMs: number): boolean {
    const refusal = this.#incidents.get(incidentId)?.refused.get(slot)
    return refusal !== undefined && refusal.digest === digest && refusal.untilMs > nowMs
  }

  keepLater(post: ChatPost): void {
    this.#of(post.incidentId).unkept.set(post.slot, post)
  }

  kept({ incidentId, slot }: ChatPost): void {
    this.#incidents.get(incidentId)?.unkept.delete(slot)
  }

  unkeptOf(incidentId: string): readonly ChatPost[] {
    return [...(this.#incidents.get(incidentId)?.unkept.values() ?? [])]
  }

  /** The headline's message that an answer showed not to stand any more: another process may have posted a newer one since. */
  lostHeadlineOf(incidentId: string): string | null {
    return this.#incidents.get(incidentId)?.lostHeadline ?? null
  }

  headlineLost(incidentId: string, messageId: string | null): void {
    this.#of(incidentId).lostHeadline = messageId
  }

  /** All of it is shown. */
  forget(incidentId: string): void {
    this.#incidents.delete(incidentId)
  }

  #of(incidentId: string): Remembered {
    const known = this.#incidents.get(incidentId)
    if (known !== undefined) return known
    const [oldest] = this.#incidents.keys()
    if (oldest !== undefined && this.#incidents.size >= MAX_INCIDENTS) this.#incidents.delete(oldest)
    const fresh: Remembered = {
      sentSeq: 0,
      sent: new Set(),
      refused: new Map(),
      unkept: new Map(),
      lostHeadline: null,
    }
    this.#incidents.set(incidentId, fresh)
    return fresh
  }
}
