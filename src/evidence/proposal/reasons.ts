import { entryOf } from '../facts/tallies.js'
import { abbreviated } from './abbreviated.js'
import type { Candidate } from './candidate.js'
import type { Kinship } from './kinship.js'
import type { ChainRoot, Statement } from './proposal.js'
import { mostCounted, type SharedPlaces, type Sharing } from './shared-places.js'
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
  const alike = groupedAlike(candidate.signs.filter((sign) => pointsOf(sign) > 0))
  const further = alike.slice(namedSigns).flat()
  return [
    ...candidate.accusations.map(accusationText),
    ...alike.slice(0, namedSigns).map(alikeText),
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

/** The same kind of act, time after time: one reason, in the order of the gravest of each. */
function groupedAlike(signs: readonly Sign[]): Sign[][] {
  const groups = new Map<string, Sign[]>()
  for (const sign of signs) {
    const { kind, id, title, severity, attempt } = sign
    const name = JSON.stringify([kind, id, title, severity, attempt])
    entryOf(groups, name, none).push(sign)
  }
  return [...groups.values()]
}

function none(): Sign[] {
  return []
}

function alikeText(signs: readonly Sign[]): Statement {
  const [first, ...others] = signs
  if (first === undefined) return { text: '', eventIds: [] }
  if (others.length === 0) return signText(first)
  const whats = [...new Set(signs.map(({ what }) => what).filter((what) => what !== ''))].join('; ')
  const { text } = signText({ ...first, title: `${first.title} (${signs.length} times)`, what: abbreviated(whats) })
  return { text, eventIds: idsOf(signs) }
}

/** Names in records may be as long as whoever chose them likes. */
const longestWhat = 500

/** Some rules say in `what` again what they are called. */
function aboutText(title: string, what: string): string {
  if (what === '') return title
  const isRepeated = what.toLowerCase().startsWith(`${title.toLowerCase()}:`)
  const rest = isRepeated ? what.slice(title.length + 1).trimStart() : what
  return `${title}: ${abbreviated(rest, longestWhat)}`
}

function accusationText({ source, type, severity, trusted, sample }: Candidate['accusations'][number]): Statement {
  const notes = `${trusted ? '' : ', whose sender is not proven'}${sample ? ', a sample that accuses nobody in earnest' : ''}`
  return { text: `A finding of ${source} accuses it: ${type} (severity ${severity}${notes}).`, eventIds: [] }
}

function rootText({ path, principal, unresolved, inferred, eventIds }: ChainRoot): Statement {
  const guess = inferred
    ? ' One step is a guess: the role was handed over, and no record joins who did with what ran there.'
    : ''
  const open = unresolved ? ' The chain may go on beyond it: the records of that account are missing.' : ''
  return {
    text: `Its credentials come from ${principal}, the root of the chain ${path.join(' → ')}.${open}${guess}`,
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

/** One sentence for all with whom it is shared: what many use says little about each of them. A tool is no place. */
function sharedText({ key }: Candidate, places: SharedPlaces, nameOf: NameOf): Statement[] {
  const here = places.addressesOf(key)
  const alike = places.toolsOf(key)
  const from = here?.places.flatMap((ip) => places.eventIdsOf(key, ip)).slice(0, namedEvents) ?? []
  return [
    ...(here === null
      ? []
      : [{ text: `It calls from ${here.places.join(', ')}, as does ${sharersText(here, nameOf)}.`, eventIds: from }]),
    ...(alike === null
      ? []
      : [
          {
            text: `It uses the same rare tool as ${sharersText(alike, nameOf)}: ${abbreviated(alike.places[0] ?? '')}.`,
            eventIds: [],
          },
        ]),
  ]
}

function sharersText({ firstKey, others }: Sharing, nameOf: NameOf): string {
  if (others === 0) return `${nameOf(firstKey)}, which is proposed, too`
  return `${nameOf(firstKey)} and ${others === mostCounted ? 'at least ' : ''}${others} more of those that are proposed`
}

function idsOf(signs: readonly Sign[]): string[] {
  return [...new Set(signs.flatMap(({ eventIds }) => eventIds))].slice(0, namedEvents)
}
