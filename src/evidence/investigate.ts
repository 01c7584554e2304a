import type { DigestCoverage } from '../domain/digest-coverage.js'
import type { EvidenceSource } from '../domain/evidence.js'
import { detectionsOf } from './detections/detections-of.js'
import { tellingIds } from './detections/telling-ids.js'
import { TrailView } from './detections/trail-view.js'
import { digestDoubts, digestsOf } from './digest-coverage.js'
import { compareTexts, isoOf } from './facts/texts.js'
import type { TrailFacts } from './facts/trail-facts.js'
import type { Indicator } from './indicators/indicator.js'
import type { FlaggedAddresses, GeoLookup, RelatedFinding } from './indicators/indicator-input.js'
import { indicatorsOf } from './indicators/indicators-of.js'
import type { Coverage, Investigation } from './investigation.js'
import { persistenceOf } from './persistence/persistence-of.js'
import { Kinship } from './proposal/kinship.js'
import type { NotProposedActor, ProposedEntity } from './proposal/proposal.js'
import type { Accusation, ProposalInput } from './proposal/proposal-input.js'
import { propose } from './proposal/propose.js'
import type { SigmaMatch } from './proposal/sigma-matches.js'
import { pointsOf, type Sign } from './proposal/sign.js'
import { signsOf } from './proposal/signs-of.js'
import { TellingSessions } from './proposal/telling-sessions.js'
import { toldWithWhy } from './proposal/told-with-why.js'
import { actorOfArn } from './sessions/actor-of-arn.js'
import { chainsOf } from './sessions/chains-of.js'
import { withAccountsJoined } from './sessions/join-accounts.js'
import { leftAliveBy } from './sessions/left-alive.js'
import { mintsThatCount, type WhoCounts } from './sessions/mints-that-count.js'
import { routinesOf } from './sessions/routines-of.js'
import type { Session } from './sessions/session.js'
import { sessionsOf } from './sessions/sessions-of.js'
import type { SigmaRefusal } from './sigma/rule-notes.js'
import { addressesOf } from './timeline/addresses-of.js'
import { apiCallVolume } from './timeline/api-call-volume.js'
import { busiestCalls } from './timeline/calls-by.js'
import { timelineOf } from './timeline/timeline-of.js'

export interface InvestigateOptions {
  /** How the records were come by; `read` counts what sources handed over, repetitions included. */
  readonly sources: readonly EvidenceSource[]
  readonly read: number
  readonly unique: number
  /** Absent: what the sources themselves tell of digest files. */
  readonly digests?: DigestCoverage | null
  /** `Actor.key` of whom the question is about; null: of everybody. */
  readonly focusKey?: string | null
  readonly accusations?: readonly Accusation[]
  /** ARNs of our own principals: never proposed. */
  readonly ourArns?: readonly string[]
  /** The accounts that can be acted in; without it, those whose records these are. */
  readonly accountIds?: readonly string[]
  readonly sigma?: {
    readonly rules: number
    readonly matches: readonly SigmaMatch[]
    readonly unsupported: readonly SigmaRefusal[]
  }
  readonly geo?: GeoLookup | null
  readonly flagged?: FlaggedAddresses | null
  readonly relatedFindings?: readonly RelatedFinding[] | null
  /** False where the records of one principal alone were asked for. */
  readonly isAccountWide?: boolean
  /** Where the scope begins, if that was said. */
  readonly scopeFromMs?: number
  /** When a block took hold (ISO), and on whom. */
  readonly blockedAt?: string
  readonly blockedActorKeys?: readonly string[]
  /** The present moment (ISO): what a block leaves alive is told for it, unless one took hold. Default: the last call. */
  readonly at?: string
}

/**
 * Joins all analyses of the facts into one answer. Pure: the same facts and options give the same answer, whatever order the
 * records came in.
 */
export function investigate(gathered: TrailFacts, options: InvestigateOptions): Investigation {
  const facts = withAccountsJoined(gathered)
  const { focusKey = null, sigma } = options
  const { sessions, unlisted } = sessionsFor(facts, options)
  const trail = new TrailView(facts)
  const detections = detectionsOf(facts, blockOf(options), trail)
  const matches = sigma?.matches ?? []
  const indicators = indicatorsFor(facts, signsOf({ detections, sigma: matches, indicators: [] }), options)
  const input: ProposalInput = {
    facts,
    sessions,
    signs: signsOf({ detections: detections.map(toldWithWhy), sigma: matches, indicators }),
    accusations: options.accusations ?? [],
    scope: blockScopeOf(facts, options),
    focusKey,
    sources: options.sources,
  }
  const kinship = new Kinship(facts, sessions, trail)
  const { verdict, proposed, notProposed } = propose(input, kinship)
  const family = focusKey === null ? null : kinship.familyOf(focusKey)
  const shown = family === null ? sessions : sessions.filter((session) => isOfFamily(session, family))
  const telling = new TellingSessions(facts, detections)
  const watched = watchedKeys(proposed, notProposed, focusKey)
  return {
    coverage: coverageOf(facts, options),
    focus: focusOf(facts, focusKey),
    verdict: {
      ...verdict,
      doubts: [...digestDoubts(options.digests ?? digestsOf(options.sources)), ...verdict.doubts],
    },
    proposed: proposed.map((entity) => telling.explained(entity)),
    notProposed: bounded(notProposed, options),
    notProposedCount: notProposed.length,
    sessions: shown.map((session) => telling.withTelling(session)),
    unlistedSessions: unlisted,
    chains: chainsOf(facts, shown, kinship.handOvers()),
    routines: routinesOf(facts, routineKeys(proposed, focusKey)),
    afterBlock: afterBlockOf(proposed, sessions, { scope: facts.scope, ...options }),
    indicators,
    detections: detections.filter(({ actorKeys }) => family === null || actorKeys.some((key) => family.has(key))),
    apiCallVolume: apiCallVolume(facts, focusKey),
    calls: busiestCalls(facts, focusKey),
    addresses: addressesOf(facts, watched.length > 0 ? watched : busiestKeys(facts), tellingIds(detections)),
    sigma: {
      rules: sigma?.rules ?? null,
      matches: matches.filter(({ actorKey }) => family === null || family.has(actorKey)),
      unsupported: sigma?.unsupported ?? [],
    },
    persistence: persistenceOf(facts, watched, trail),
    timeline: timelineOf(facts, watched),
  }
}

/** By itself, so that nothing holds the mints once the sessions are made of them. */
function sessionsFor(facts: TrailFacts, options: InvestigateOptions) {
  const { mints, leftOut, leftOutAlive } = mintsThatCount(facts, whoCounts(facts, options))
  return { sessions: sessionsOf(facts, mints), unlisted: { count: leftOut, mayBeAlive: leftOutAlive } }
}

const mostNotProposed = 200

/** A busy account has a hundred thousand callers; who was asked about or accused is told of in any case. */
function bounded(
  notProposed: readonly NotProposedActor[],
  { focusKey = null, accusations = [] }: InvestigateOptions,
): NotProposedActor[] {
  const named = new Set([focusKey, ...accusations.flatMap(({ actorKeys }) => actorKeys)])
  return notProposed.filter(({ key, kind }, at) => at < mostNotProposed || kind === 'unseen' || named.has(key))
}

/** That no policy reaches somebody who stands out makes what it left behind more urgent, not less. */
function watchedKeys(
  proposed: readonly ProposedEntity[],
  notProposed: readonly NotProposedActor[],
  focusKey: string | null,
): string[] {
  const standing = notProposed.filter(({ standsOut, kind }) => standsOut && kind !== 'otherPrincipal')
  const keys = [...proposed, ...standing].map(({ key }) => key)
  return [...new Set([...(focusKey === null ? [] : [focusKey]), ...keys])]
}

const mostRoutines = 10

function routineKeys(proposed: readonly ProposedEntity[], focusKey: string | null): string[] {
  const keys = [...(focusKey === null ? [] : [focusKey]), ...proposed.map(({ key }) => key)]
  return [...new Set(keys)].slice(0, mostRoutines)
}

function afterBlockOf(
  proposed: readonly ProposedEntity[],
  sessions: readonly Session[],
  { blockedActorKeys, blockedAt, at, scope }: InvestigateOptions & Pick<TrailFacts, 'scope'>,
): Investigation['afterBlock'] {
  const blocked = blockedActorKeys ?? proposed.map(({ key }) => key)
  const isEmpty = scope.ok + scope.failed === 0
  if (blocked.length === 0 || isEmpty) return null
  return leftAliveBy(blocked, sessions, blockedAt ?? at ?? isoOf(scope.lastSeenMs))
}

/** Those whom the question is about: named, accused or blocked. */
function whoCounts({ scope }: TrailFacts, options: InvestigateOptions): WhoCounts {
  const { focusKey = null, accusations = [], blockedActorKeys = [], blockedAt, at } = options
  const asked = [...accusations.flatMap(({ actorKeys }) => actorKeys), ...blockedActorKeys]
  const moment = blockedAt ?? at
  return {
    aliveAtMs: moment === undefined ? scope.lastSeenMs : Date.parse(moment),
    askedKeys: new Set(focusKey === null ? asked : [focusKey, ...asked]),
  }
}

function blockOf({ blockedAt, blockedActorKeys }: InvestigateOptions) {
  return {
    ...(blockedAt === undefined ? {} : { blockedAt }),
    ...(blockedActorKeys === undefined ? {} : { blockedActorKeys }),
  }
}

function blockScopeOf(facts: TrailFacts, { accountIds, ourArns = [] }: InvestigateOptions): ProposalInput['scope'] {
  return {
    accountIds: new Set(accountIds ?? facts.scope.accounts),
    ourKeys: new Set(ourArns.flatMap((arn) => actorOfArn(arn)?.key ?? [])),
  }
}

/** Where calls come from is asked of few: the focus, those against whom most speaks, or the busiest where nothing does. */
const mostExamined = 8
const busiestExamined = 3

function indicatorsFor(
  facts: TrailFacts,
  signs: ReadonlyMap<string, readonly Sign[]>,
  options: InvestigateOptions,
): Indicator[] {
  const { geo = null, flagged = null, relatedFindings = null, scopeFromMs, isAccountWide } = options
  return examinedKeys(facts, signs, options).flatMap((key) => {
    const actor = facts.scope.actors.get(key)?.actor
    if (actor === undefined) return []
    return indicatorsOf({
      facts,
      actor,
      geo,
      flagged,
      relatedFindings,
      ...(scopeFromMs === undefined ? {} : { scopeFromMs }),
      ...(isAccountWide === undefined ? {} : { isAccountWide }),
      gaps: options.sources.flatMap(({ coverage }) => coverage?.gaps ?? []).slice(0, 20),
    })
  })
}

function examinedKeys(
  { scope }: TrailFacts,
  signs: ReadonlyMap<string, readonly Sign[]>,
  { focusKey = null, accusations = [] }: InvestigateOptions,
): string[] {
  const points = (key: string) => (signs.get(key) ?? []).reduce((sum, sign) => sum + pointsOf(sign), 0)
  const accused = accusations.flatMap(({ actorKeys }) => actorKeys)
  const weighed = [...signs.keys()]
    .filter((key) => points(key) >= 1)
    .sort((a, b) => points(b) - points(a) || compareTexts(a, b))
  const named = [...(focusKey === null ? [] : [focusKey]), ...accused, ...weighed.slice(0, mostExamined)]
  return [...new Set(named.length > 0 ? named : busiestKeys({ scope }))]
}

function busiestKeys({ scope }: Pick<TrailFacts, 'scope'>): string[] {
  return [...scope.actors.values()]
    .filter(({ actor }) => actor.type !== 'service')
    .sort((a, b) => b.ok + b.failed - a.ok - a.failed || compareTexts(a.actor.key, b.actor.key))
    .slice(0, busiestExamined)
    .map(({ actor }) => actor.key)
}

function isOfFamily({ principalKey, parentKey }: Session, family: ReadonlySet<string>): boolean {
  return family.has(principalKey) || (parentKey !== null && family.has(parentKey))
}

function coverageOf({ scope }: TrailFacts, { sources, read, unique, digests }: InvestigateOptions): Coverage {
  const isEmpty = scope.ok + scope.failed === 0
  return {
    read,
    unique,
    skipped: sources.reduce((sum, { skipped = 0 }) => sum + skipped, 0),
    from: isEmpty ? null : isoOf(scope.firstSeenMs),
    to: isEmpty ? null : isoOf(scope.lastSeenMs),
    regions: [...scope.regions].sort(compareTexts),
    accounts: [...scope.accounts].sort(compareTexts),
    sources: sources.map(({ digests: _told, ...source }) => source),
    digests: digests ?? digestsOf(sources),
  }
}

function focusOf({ scope, baseline }: TrailFacts, focusKey: string | null): Investigation['focus'] {
  if (focusKey === null) return null
  const actor = (scope.actors.get(focusKey) ?? baseline.actors.get(focusKey))?.actor
  if (actor === undefined) return { key: focusKey, type: 'unknown', name: '', arn: '' }
  return { key: focusKey, type: actor.type, name: actor.name, arn: actor.arn }
}
