import type { Candidate } from './candidate.js'
import { surer } from './confidence.js'
import { isTelling, type Sign } from './sign.js'

/** Something that stands out by itself and succeeded, and whose owner is not likelier than a thief. */
export interface Deed {
  readonly by: Candidate
  readonly sign: Sign
}

/** The gravest of these, of which the gravest come first. */
export function deedOf(by: Candidate, signs: readonly Sign[]): Deed | null {
  if (by.isFromWorkplace || by.isWithMfa) return null
  const sign = signs.find((each) => isTelling(each) && !each.attempt)
  return sign === undefined ? null : { by, sign }
}

/**
 * What one hand did with two credentials tells as much as with one: a secret read with a key, and backups deleted with the role that the key
 * obtained. The same kind of act with both is one kind. Not of those at work, whose day has many credentials.
 */
export function joinHands(deed: Deed | null, parent: Candidate): void {
  const before = deedOf(parent, parent.signs)
  if (deed === null || before === null || deed.sign.id === before.sign.id) return
  deed.by.atLeast = surer(deed.by.atLeast, 'medium')
  parent.atLeast = surer(parent.atLeast, 'medium')
}
