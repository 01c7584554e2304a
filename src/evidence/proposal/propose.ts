import { compareTexts } from '../facts/texts.js'
import { beyondBlock } from './beyond-block.js'
import { type Candidate, candidatesOf, tacticsOf } from './candidate.js'
import { ChainRoots } from './chain-roots.js'
import { choose } from './choose.js'
import { confidenceOf } from './confidence.js'
import { describeActor } from './describe-actor.js'
import { doubtsOf } from './doubts.js'
import { Hideouts } from './hideouts.js'
import { KeptRecords } from './kept-records.js'
import { Kinship } from './kinship.js'
import { leftBehindText } from './left-behind.js'
import { notProposedOf } from './not-proposed.js'
import type { ChainRoot, NotProposedActor, Proposal, ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'
import { reasonsOf, type Surroundings } from './reasons.js'
import { restsOnOneRecord } from './rests-on-one-record.js'
import { SharedPlaces } from './shared-places.js'
import { statementOf, wouldChange } from './statement.js'
import { actingSessionsOf, weighLinks } from './weigh-links.js'

/**
 * Who should be blocked, who not, and why: from what detections, rules and indicators say of each actor, who obtained whose
 * credentials, and what findings accuse. Nobody is proposed where nothing stands out. Names play no part in it. The same
 * input gives the same answer, whatever its order.
 */
export function propose(input: ProposalInput, kinship = new Kinship(input.facts, input.sessions)): Proposal {
  const candidates = candidatesOf(input)
  const kept = new KeptRecords(input.facts)
  const hideouts = new Hideouts(input.facts, candidates, kept, kinship)
  for (const candidate of candidates.values()) {
    candidate.isFromWorkplace = candidate.standsOut && hideouts.isFromWorkplace(candidate)
  }
  weighLinks(candidates, kinship, kept)
  const chosen = choose([...candidates.values()], kinship, kept, hideouts, input)
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
      statement: `${statementOf(proposed, notProposed, input, isThin)}${leftBehindText(openersOf(proposed, notProposed), candidates, kinship, input.facts)}`,
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

/** Of a question about an administrator’s day the users that it made are no part of the answer. */
function openersOf(proposed: readonly ProposedEntity[], notProposed: readonly NotProposedActor[]): string[] {
  const sure = proposed.filter(({ confidence }) => confidence !== 'low')
  const federated = notProposed.filter(({ kind, standsOut }) => kind === 'federatedUser' && standsOut)
  return [...sure, ...beyondBlock(notProposed).map(({ actor }) => actor), ...federated].map(({ key }) => key)
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
