import { outcomeOf } from '../facts/outcome-of.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import type { Candidate } from './candidate.js'
import type { Kinship } from './kinship.js'

const named = 3

/**
 * Users and roles that these made, that can be used, and that no record shows to have called: not proposed, since they did nothing, and a
 * way back in all the same. '' where there are none.
 */
export function leftBehindText(
  openers: readonly string[],
  candidates: ReadonlyMap<string, Candidate>,
  kinship: Kinship,
  facts: TrailFacts,
): string {
  const made = new Map<string, string>()
  for (const opener of openers) {
    for (const { way } of kinship.openedBy(opener)) {
      if (way.kind === 'created' && !candidates.has(way.child)) made.set(way.child, way.childName)
    }
  }
  if (made.size === 0) return ''
  const gone = deletedIn(facts)
  const names = [...made.values()].filter((name) => !gone.has(name.toLowerCase()))
  if (names.length === 0) return ''
  const more = names.length > named ? ` and ${names.length - named} more` : ''
  const which = names.length === 1 ? 'It was' : 'They were'
  return ` Left behind: ${names.slice(0, named).join(', ')}${more}. ${which} not used in these records, and may be a way back in.`
}

/** Users and roles that were deleted, as `user helper`, without case. */
function deletedIn({ scope }: TrailFacts): ReadonlySet<string> {
  const deleted = scope.notable.filter(
    (event) => (event.eventName === 'DeleteUser' || event.eventName === 'DeleteRole') && outcomeOf(event) === 'ok',
  )
  return new Set(
    deleted.flatMap(({ target }) => (target === undefined ? [] : `${target.type} ${target.name}`.toLowerCase())),
  )
}
