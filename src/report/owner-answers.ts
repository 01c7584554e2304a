import type { ReadRecord } from './read-record.js'
import type { OwnerAnswer } from './talk.js'

/**
 * Who was asked "was this you?", and what they said, oldest first. Asking the same person again takes the place of what is
 * not answered yet; whoever says something else later is shown with both.
 */
export function ownerAnswersIn(records: readonly ReadRecord[]): OwnerAnswer[] {
  return records.reduce<OwnerAnswer[]>((told, record) => {
    const said = ownerAnswerOf(record)
    if (said === null) return told
    const ofOwner = told.filter(({ owner }) => owner === said.owner)
    const open = ofOwner.find(({ wasMe }) => wasMe === null)
    const askedBy = said.wasMe === null ? said.askedBy : (ofOwner.at(-1)?.askedBy ?? null)
    return [...told.filter((one) => one !== open), { ...said, askedBy }]
  }, [])
}

/** One answer in a sentence, which says what it is worth. Names in it are external. */
export function describeOwnerAnswer({ owner, wasMe }: Pick<OwnerAnswer, 'owner' | 'wasMe'>): string {
  if (wasMe === null) return `${owner} was asked "was this you?" and has not answered`
  const said = wasMe ? 'yes, it was me' : 'no, it was not me'
  return `${owner} answered: ${said}. This is evidence, and decides nothing`
}

function ownerAnswerOf({ body: { seq, at }, happening }: ReadRecord): OwnerAnswer | null {
  if (happening.kind !== 'event') return null
  const { event } = happening
  if (event.type === 'OWNER_ASKED') return { seq, at, owner: event.owner, askedBy: event.by, wasMe: null }
  if (event.type === 'OWNER_ANSWERED') return { seq, at, owner: event.owner, askedBy: null, wasMe: event.wasMe }
  return null
}
