import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Actor, ActorFacts, TrailFacts } from '../facts/trail-facts.js'
import { type BlockRoute, blockRouteOf } from './block-route.js'
import type { Confidence, Statement } from './proposal.js'
import type { Accusation, ProposalInput } from './proposal-input.js'
import { isFaintAttempt, isTelling, mostSevereFirst, pointsOf, type Sign } from './sign.js'

/** One actor while it is weighed. */
export interface Candidate {
  readonly key: string
  readonly actor: Actor
  readonly calls: number
  readonly failed: number
  readonly eventIds: readonly string[]
  readonly route: BlockRoute
  /** The gravest first. */
  readonly signs: readonly Sign[]
  readonly accusations: readonly Accusation[]
  /** Of its own acts and accusations; what it has through others is added later. */
  points: number
  /** Of these, what it has through what it obtained and who acted with it: it decides how sure the answer is, not who comes first. */
  throughOthers: number
  standsOut: boolean
  /** Everything of its own that stands out, and of which records were kept, was done in sessions with MFA. */
  readonly isWithMfa: boolean
  /** All that stands out of its own was done from where it was on a day before, or where others work; told after all are known. */
  isFromWorkplace: boolean
  /** One step below whoever opened it as a back door, or acted with the credentials that it obtained from the same place. */
  atLeast: Confidence
  /** Beside its signs: what it obtained, who acted with what it obtained. */
  readonly because: Statement[]
  /** What weakens the answer about it alone. */
  readonly doubts: string[]
}

/** Everybody who called in the scope, who is suspected, and who issued credentials to a federated user that is. */
export function candidatesOf(input: ProposalInput): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>()
  const asked = { ...input, withMfa: withMfaIn(input.facts), accusing: byAccused(input.accusations) }
  for (const [key, facts] of input.facts.scope.actors) {
    candidates.set(key, candidateOf(facts.actor, facts, input.signs.get(key) ?? [], asked))
  }
  for (const [key, signs] of input.signs) {
    if (candidates.has(key)) continue
    const before = input.facts.baseline.actors.get(key)
    if (before !== undefined) candidates.set(key, candidateOf(before.actor, undefined, signs, asked))
  }
  for (const federated of byIssuer([...candidates.values()].sort(byKey)).values())
    addIssuer(federated, candidates, asked)
  return new Map([...candidates].sort(([, a], [, b]) => byKey(a, b)))
}

/** Nothing may depend on the order of records. */
function byKey(a: Candidate, b: Candidate): number {
  return compareTexts(a.key, b.key)
}

function candidateOf(actor: Actor, facts: ActorFacts | undefined, unsorted: readonly Sign[], input: Asked): Candidate {
  const signs = [...unsorted].sort(mostSevereFirst)
  const accusations = input.accusing.get(actor.key) ?? []
  const calls = facts === undefined ? 0 : facts.ok + facts.failed
  return {
    key: actor.key,
    actor,
    calls,
    failed: facts?.failed ?? 0,
    eventIds: facts?.eventIds.map(({ eventId }) => eventId) ?? [],
    route: blockRouteOf(actor, input.scope),
    signs,
    accusations,
    points: ownPointsOf(signs, accusations),
    throughOthers: 0,
    standsOut: signs.some(isTelling) || isMostlyAttempts(signs, calls) || accusations.some(isGrave),
    isWithMfa: isWithMfa(signs, input.withMfa),
    isFromWorkplace: false,
    atLeast: 'low',
    because: [],
    doubts: [],
  }
}

interface Asked extends ProposalInput {
  /** By the ids of the records that were kept. */
  readonly withMfa: ReadonlyMap<string, boolean>
  /** By `Actor.key`. */
  readonly accusing: ReadonlyMap<string, readonly Accusation[]>
}

function byAccused(accusations: readonly Accusation[]): ReadonlyMap<string, readonly Accusation[]> {
  const accusing = new Map<string, Accusation[]>()
  for (const accusation of accusations) {
    for (const key of new Set(accusation.actorKeys)) entryOf(accusing, key, noAccusations).push(accusation)
  }
  return accusing
}

function noAccusations(): Accusation[] {
  return []
}

function withMfaIn({ scope }: TrailFacts): ReadonlyMap<string, boolean> {
  const withMfa = new Map<string, boolean>()
  for (const { eventId, actor } of scope.notable) withMfa.set(eventId, actor.mfa === true)
  return withMfa
}

function isWithMfa(signs: readonly Sign[], withMfa: ReadonlyMap<string, boolean>): boolean {
  const ids = signs.filter(isTelling).flatMap(({ eventIds }) => eventIds)
  const kept = ids.flatMap((id) => withMfa.get(id) ?? [])
  return kept.length > 0 && kept.every((isWith) => isWith)
}

/** The federated sessions of each issuer, in their order. */
function byIssuer(candidates: readonly Candidate[]): ReadonlyMap<string, Candidate[]> {
  const federated = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    if (candidate.route.kind === 'issuer') entryOf(federated, candidate.route.issuer.key, none).push(candidate)
  }
  return federated
}

function none(): Candidate[] {
  return []
}

/** What federated sessions do is their issuer's: the same permissions, the same block. */
function addIssuer(federated: readonly Candidate[], candidates: Map<string, Candidate>, input: Asked): void {
  const [first] = federated
  if (first?.route.kind !== 'issuer') return
  const { issuer } = first.route
  const known = candidates.get(issuer.key)
  const facts = input.facts.scope.actors.get(issuer.key)
  const signs = [...(known?.signs ?? []), ...federated.flatMap((session) => session.signs)]
  const joined = candidateOf(facts?.actor ?? issuer, facts, signs, input)
  const accused = accusedPoints([...new Set(federated.flatMap(({ accusations }) => accusations))])
  candidates.set(issuer.key, {
    ...joined,
    points: joined.points + accused,
    standsOut: joined.standsOut || federated.some(({ standsOut }) => standsOut),
    because: [...(known?.because ?? []), ...federated.map(federatedText)],
  })
}

function federatedText({ actor, calls, eventIds }: Candidate): Statement {
  return {
    text: `Its federated session ${actor.name} made ${calls} ${calls === 1 ? 'call' : 'calls'}, and has no entity of its own: a block of the issuer denies it.`,
    eventIds,
  }
}

const pointsOfFurtherTactic = 2

export function ownPointsOf(signs: readonly Sign[], accusations: readonly Accusation[]): number {
  return pointsOfActs(signs) + accusedPoints(accusations)
}

/** The same kind of act counts once, by its gravest; an attack goes through tactics, and a mistake stays in one. */
function pointsOfActs(signs: readonly Sign[]): number {
  const byId = new Map<string, number>()
  for (const sign of signs) {
    const id = `${sign.kind} ${sign.id}`
    byId.set(id, Math.max(byId.get(id) ?? 0, pointsOf(sign)))
  }
  const sum = [...byId.values()].reduce((total, points) => total + points, 0)
  return sum + pointsOfFurtherTactic * Math.max(0, tacticsOf(signs).length - 1)
}

/** Tactics that signs of weight stand for, in the order of the signs. */
export function tacticsOf(signs: readonly Sign[]): string[] {
  return [...new Set(signs.filter((sign) => pointsOf(sign) >= 1).flatMap(({ tactic }) => tactic ?? []))]
}

export function isGrave({ severity, trusted, sample }: Accusation): boolean {
  return severity >= 4 && trusted && !sample
}

function accusedPoints(accusations: readonly Accusation[]): number {
  return accusations.reduce((sum, accusation) => {
    if (accusation.sample) return sum
    return sum + (isGrave(accusation) ? (accusation.severity >= 7 ? 8 : 4) : 1)
  }, 0)
}

const attemptsShare = 0.5

/** Somebody who is refused now and then makes mistakes; somebody who does little else tries doors. */
function isMostlyAttempts(signs: readonly Sign[], calls: number): boolean {
  const tried = new Set(signs.filter(isFaintAttempt).flatMap(({ eventIds }) => eventIds))
  return tried.size > 0 && tried.size >= calls * attemptsShare
}
