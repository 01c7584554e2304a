import type { Candidate } from './candidate.js'
import type { Kinship } from './kinship.js'
import type { ChainRoot, Statement } from './proposal.js'
import type { SharedPlaces } from './shared-places.js'
import { pointsOf, type Sign } from './sign.js'

/** How an actor is called where people read, by its key. */
export type NameOf = (actorKey: string) => string

export interface Surroundings {
  readonly kinship: Kinship
  readonly places: SharedPlaces
  readonly nameOf: NameOf
}

const namedSigns = 12
const namedEvents = 10

/** Why an entity is proposed, the weightiest first: what it did, who accuses it, and how it is joined with others. */
export function reasonsOf(
  candidate: Candidate,
  roots: readonly ChainRoot[],
  { kinship, places, nameOf }: Surroundings,
): Statement[] {
  const weighty = candidate.signs.filter((sign) => pointsOf(sign) > 0)
  const further = weighty.slice(namedSigns)
  return [
    ...candidate.accusations.map(accusationText),
    ...weighty.slice(0, namedSigns).map(signText),
    ...(further.length === 0
      ? []
      : [{ text: `${further.length} further signs of less weight.`, eventIds: idsOf(further) }]),
    ...candidate.because,
    ...roots.map(rootText),
    ...madeKeysText(candidate, kinship, nameOf),
    ...sharedText(candidate, places, nameOf),
  ]
}

export function signText({ kind, title, what, severity, attempt, eventIds }: Sign): Statement {
  const source = kind === 'sigma' ? 'Sigma rule ' : ''
  const notes = [severity, ...(attempt ? ['attempted only'] : [])].join(', ')
  return { text: `${source}${aboutText(title, what)} (${notes}).`, eventIds: eventIds.slice(0, namedEvents) }
}

/** Some rules say in `what` again what they are called. */
function aboutText(title: string, what: string): string {
  if (what === '') return title
  const isRepeated = what.toLowerCase().startsWith(`${title.toLowerCase()}:`)
  return isRepeated ? `${title}${cut(what.slice(title.length))}` : `${title}: ${cut(what)}`
}

function accusationText({ source, type, severity, trusted, sample }: Candidate['accusations'][number]): Statement {
  const notes = `${trusted ? '' : ', whose sender is not proven'}${sample ? ', a sample that accuses nobody in earnest' : ''}`
  return { text: `A finding of ${source} accuses it: ${type} (severity ${severity}${notes}).`, eventIds: [] }
}

function rootText({ path, principal, unresolved, eventIds }: ChainRoot): Statement {
  const open = unresolved ? ' The chain may go on beyond it: the records of that account are missing.' : ''
  return {
    text: `Its credentials come from ${principal}, the root of the chain ${path.join(' → ')}.${open}`,
    eventIds: eventIds.slice(0, namedEvents),
  }
}

/** A key that somebody else made for it is a way in that outlives the block of whoever made it. */
function madeKeysText({ key }: Candidate, kinship: Kinship, nameOf: NameOf): Statement[] {
  return kinship
    .obtainedOf(key)
    .filter(({ session }) => session.kind === 'longTermKey' && session.calls > 0)
    .map(({ parent, session }) => ({
      text: `It acts with the access key ${session.accessKeyId}, which ${nameOf(parent)} made for it.`,
      eventIds: session.eventIds.slice(0, namedEvents),
    }))
}

/** One sentence for all with whom a place is shared: an address that many use says little about each of them. */
function sharedText({ key }: Candidate, places: SharedPlaces, nameOf: NameOf): Statement[] {
  const shared = places.sharedBy(key)
  const [first] = shared
  if (first === undefined) return []
  const ips = [...new Set(shared.flatMap((each) => each.ips))].slice(0, 3)
  const agents = [...new Set(shared.flatMap((each) => each.agents))].slice(0, 1).map((agent) => cut(agent))
  const others = shared.length > 1 ? ` and ${shared.length - 1} more, which are` : ', which is'
  const text = `It shares ${[...ips, ...agents].join(', ')} with ${nameOf(first.otherKey)}${others} proposed, too.`
  return [{ text, eventIds: ips.flatMap((ip) => places.eventIdsOf(key, ip)).slice(0, namedEvents) }]
}

const longestWhat = 160

function cut(text: string): string {
  const characters = [...text]
  return characters.length > longestWhat ? `${characters.slice(0, longestWhat).join('')}…` : text
}

function idsOf(signs: readonly Sign[]): string[] {
  return [...new Set(signs.flatMap(({ eventIds }) => eventIds))].slice(0, namedEvents)
}
