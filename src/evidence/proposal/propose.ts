import { isAtLeast } from '../detections/severity.js'
import { compareTexts } from '../facts/texts.js'
import { type Candidate, candidatesOf, tacticsOf } from './candidate.js'
import { ChainRoots } from './chain-roots.js'
import { confidenceOf } from './confidence.js'
import { describeActor } from './describe-actor.js'
import { doubtsOf } from './doubts.js'
import { KeptRecords } from './kept-records.js'
import { Kinship } from './kinship.js'
import { notProposedOf } from './not-proposed.js'
import type { ChainRoot, NotProposedActor, Proposal, ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'
import { reasonsOf, type Surroundings } from './reasons.js'
import { restsOnOneRecord } from './rests-on-one-record.js'
import { SharedPlaces } from './shared-places.js'
import { isTelling } from './sign.js'
import { statementOf, wouldChange } from './statement.js'
import { actingSessionsOf, weighLinks } from './weigh-links.js'

/** What stands out less than this share of the most telling one is faint beside it, unless both are joined. */
const faintShare = 0.2
/** One kind of act of medium weight is what a deployment does on the day of an attack, too. */
const faintShareOfOneAct = 0.5

/**
 * Who should be blocked, who not, and why: from what detections, rules and indicators say of each actor, who obtained whose
 * credentials, and what findings accuse. Nobody is proposed where nothing stands out. Names play no part in it. The same
 * input gives the same answer, whatever its order.
 */
export function propose(input: ProposalInput, kinship = new Kinship(input.facts, input.sessions)): Proposal {
  const candidates = candidatesOf(input)
  const kept = new KeptRecords(input.facts)
  weighLinks(candidates, kinship, kept)
  const chosen = choose([...candidates.values()], kinship, input)
  const places = new SharedPlaces(
    input.facts,
    chosen.map(({ key }) => key),
  )
  const nameOf = (key: string) => describeActor(candidates.get(key)?.actor, key)
  const around = { kinship, places, nameOf }
  const chainRoots = new ChainRoots(kinship)
  const proposed = chosen.map((candidate) => {
    return entityOf(candidate, chainRoots.of(actingSessionsOf(candidate, kinship, kept)), around)
  })
  const notProposed = notProposedOf({ candidates, chosen, input, ...around })
  const doubts = doubtsOf(proposed, candidates, input, kinship)
  const [first] = chosen
  const isThin = first !== undefined && restsOnOneRecord(first, kinship)
  return {
    verdict: {
      statement: statementOf(proposed, notProposed, input, isThin),
      confidence: proposed[0]?.confidence ?? 'none',
      doubts,
      wouldChange: wouldChange(proposed, input),
    },
    proposed,
    notProposed: notProposed.sort(
      (a, b) =>
        Number(b.key === input.focusKey) - Number(a.key === input.focusKey) ||
        standingOutFirst(a, b) ||
        pointsIn(candidates, b) - pointsIn(candidates, a) ||
        compareTexts(a.key, b.key),
    ),
  }
}

/** Those that stand out and can be blocked; who did most itself comes first. */
function choose(candidates: readonly Candidate[], kinship: Kinship, input: ProposalInput): Candidate[] {
  const standing = candidates
    .filter(({ standsOut, route }) => standsOut && route.kind === 'self')
    .sort((a, b) => ownPoints(b) - ownPoints(a) || b.points - a.points || compareTexts(a.key, b.key))
  const family = familyOf(candidates, kinship, input)
  const asked = standing.filter(({ key }) => family === null || family.has(key))
  const top = candidates.reduce((most, { standsOut, points }) => (standsOut ? Math.max(most, points) : most), 0)
  const clear = asked.filter((candidate) => candidate.key === input.focusKey || isClear(candidate, top))
  // Each of them is of its own family.
  const joined = kinship.familyOfAll(clear.map(({ key }) => key))
  return asked.filter(({ key }) => joined.has(key))
}

/** Whom the answer may be about: the focus, those joined with it by credentials, and who issued a federated one. */
function familyOf(candidates: readonly Candidate[], kinship: Kinship, { focusKey }: ProposalInput): Set<string> | null {
  if (focusKey === null) return null
  const family = new Set(kinship.familyOf(focusKey))
  const route = candidates.find(({ key }) => key === focusKey)?.route
  if (route?.kind === 'issuer') family.add(route.issuer.key)
  return family
}

function ownPoints({ points, throughOthers }: Candidate): number {
  return points - throughOthers
}

/** Something grave that succeeded is never faint, however much more another one did. */
function isClear({ points, signs, accusations }: Candidate, top: number): boolean {
  const isOneAct = new Set(signs.filter(isTelling).map(({ id }) => id)).size <= 1
  if (points >= top * (isOneAct ? faintShareOfOneAct : faintShare) || accusations.length > 0) return true
  return signs.some((sign) => isTelling(sign) && !sign.attempt && isAtLeast(sign.severity, 'high'))
}

function entityOf(candidate: Candidate, roots: readonly ChainRoot[], around: Surroundings): ProposedEntity {
  const { key, actor, points, signs, route } = candidate
  const because = reasonsOf(candidate, roots, around)
  return {
    key,
    arn: actor.arn,
    type: route.kind === 'self' ? route.type : 'user',
    name: actor.name,
    accountId: actor.accountId,
    uniqueId: actor.uniqueId,
    confidence: confidenceOf(candidate),
    score: Math.round(points * 10) / 10,
    tactics: tacticsOf(signs),
    because,
    reasons: because.map(({ text }) => text),
    eventIds: [...new Set(because.flatMap(({ eventIds }) => eventIds))],
    roots,
  }
}

function standingOutFirst(a: NotProposedActor, b: NotProposedActor): number {
  return Number(b.standsOut) - Number(a.standsOut) || rankOf(a) - rankOf(b)
}

function pointsIn(candidates: ReadonlyMap<string, Candidate>, { key }: NotProposedActor): number {
  return candidates.get(key)?.points ?? 0
}

const kindsByWeight: readonly NotProposedActor['kind'][] = [
  'unseen',
  'faint',
  'obtained',
  'victim',
  'ourselves',
  'ordinary',
]

function rankOf({ kind }: NotProposedActor): number {
  const rank = kindsByWeight.indexOf(kind)
  return rank === -1 ? kindsByWeight.length : rank
}
