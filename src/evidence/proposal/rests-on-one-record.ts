import type { Candidate } from './candidate.js'
import type { Kinship } from './kinship.js'
import { isLookingAround, pointsOf } from './sign.js'

const someWeight = 4

/**
 * Whether one single record makes this actor stand out, whatever it looked at meanwhile. False for a link of a chain, which has
 * what those below it did, too: that it did little itself is how chains look; for whom a finding accuses; and for who opened a way
 * in that was taken.
 */
export function restsOnOneRecord({ key, signs, throughOthers, accusations }: Candidate, kinship: Kinship): boolean {
  if (throughOthers > 0 || accusations.length > 0) return false
  if (kinship.openedBy(key).some(({ use }) => use !== null)) return false
  const telling = signs.filter((sign) => pointsOf(sign) >= (isLookingAround(sign) ? someWeight : 1))
  const weighty = telling.length > 0 ? telling : signs
  return new Set(weighty.flatMap(({ eventIds }) => eventIds)).size === 1
}
