import type { ReadRecord } from './read-record.js'

/** How many messages an incident sent to people, by the record: where the chat was down, each counts once it was through. */
export interface Messages {
  /** Cards that ask for a decision; a question that is asked anew has a new one. */
  readonly cards: number
  readonly notices: number
  /** Questions to owners, whether it was them. */
  readonly owners: number
}

export function messagesIn(records: readonly ReadRecord[]): Messages {
  const count = (what: string) => records.filter(({ body }) => body.what === what).length
  return { cards: count('QUESTION_ASKED'), notices: count('NOTICE_SENT'), owners: count('OWNER_ASKED') }
}
