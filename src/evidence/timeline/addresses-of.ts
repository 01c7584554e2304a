import { agentsAt } from '../facts/place-tally.js'
import { emptyTally, entryOf, mergeTally } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Actor, ActorFacts, IpTally, KeyFacts, PlaceTally, Tally, TrailFacts } from '../facts/trail-facts.js'
import { type Counts, callsIn, countsOf } from './counts-of.js'
import { toolOf } from './tool-of-agent.js'

/** Where the calls of one principal came from, and with what they were made. */
export interface PrincipalAddresses {
  readonly actorKey: string
  readonly type: Actor['type']
  readonly name: string
  readonly arn: string
  /** Those from which something came that stands out, then the busiest; `otherAddresses` are left out. */
  readonly addresses: readonly AddressUse[]
  readonly otherAddresses: number
}

/** Names are what records say: the attacker's words. Of each list the most used come first, and the rest is counted. */
export interface AddressUse extends Counts {
  readonly sourceIp: string
  /** A record of what stands out is from here. */
  readonly standsOut: boolean
  readonly lastEventId: string
  /** User agents as people read them, see `toolOf`. */
  readonly tools: readonly ToolUse[]
  readonly otherTools: number
  readonly userAgents: readonly AgentUse[]
  readonly otherUserAgents: number
  readonly keys: readonly KeyUse[]
  readonly otherKeys: number
}

export interface ToolUse extends Counts {
  readonly tool: string
  /** How many different user agents are shown as this one. */
  readonly userAgents: number
}

export interface AgentUse extends Counts {
  /** As it stands in the records; '' where they have none. */
  readonly userAgent: string
}

/** What was called from the address with one credential. */
export interface KeyUse extends Counts {
  readonly accessKeyId: string
  readonly principalId: string
  readonly sessionName: string
  readonly userAgents: readonly AgentUse[]
  readonly otherUserAgents: number
}

const mostPrincipals = 10
const mostAddresses = 20
const mostTools = 5
const mostAgents = 10
const mostKeys = 10
const mostAgentsOfKey = 3

/** Of the scope, of the first ten of `actorKeys`. `tellingIds` are the records of what stands out. */
export function addressesOf(
  facts: TrailFacts,
  actorKeys: readonly string[],
  tellingIds: ReadonlySet<string>,
): PrincipalAddresses[] {
  const found = actorKeys.flatMap((key) => facts.scope.actors.get(key) ?? []).slice(0, mostPrincipals)
  const keysOf = keysByActor(facts, new Set(found.map(({ actor }) => actor.key)))
  const tellingIps = new Set(
    facts.scope.notable.flatMap(({ eventId, sourceIp }) => (tellingIds.has(eventId) ? (sourceIp ?? []) : [])),
  )
  return found.map((one) => {
    const standsOut = (ip: string, { eventIds }: IpTally) =>
      tellingIps.has(ip) || eventIds.some(({ eventId }) => tellingIds.has(eventId))
    return principalOf(one, keysOf.get(one.actor.key) ?? [], standsOut)
  })
}

function keysByActor({ scope }: TrailFacts, actorKeys: ReadonlySet<string>): ReadonlyMap<string, readonly KeyFacts[]> {
  const keys = new Map<string, KeyFacts[]>()
  for (const key of scope.keys.values()) {
    if (actorKeys.has(key.actorKey)) entryOf(keys, key.actorKey, (): KeyFacts[] => []).push(key)
  }
  return keys
}

function principalOf(
  { actor, byIp }: ActorFacts,
  keys: readonly KeyFacts[],
  standsOut: (ip: string, place: IpTally) => boolean,
): PrincipalAddresses {
  const { key: actorKey, type, name, arn } = actor
  const places: Place[] = []
  byIp.forEach((place, ip) => {
    places.push({ ip, place, standsOut: standsOut(ip, place) })
  })
  const sorted = places.sort(
    (a, b) => Number(b.standsOut) - Number(a.standsOut) || busier(a.place, b.place) || compareTexts(a.ip, b.ip),
  )
  return {
    actorKey,
    type,
    name,
    arn,
    addresses: sorted.slice(0, mostAddresses).map((place) => addressOf(place, keys)),
    otherAddresses: Math.max(0, sorted.length - mostAddresses),
  }
}

interface Place {
  readonly ip: string
  readonly place: IpTally
  readonly standsOut: boolean
}

function addressOf({ ip: sourceIp, place, standsOut }: Place, keys: readonly KeyFacts[]): AddressUse {
  const tools = toolsAt(place)
  const agents = agentUses(place)
  const here: { readonly key: KeyFacts; readonly used: PlaceTally }[] = []
  keys.forEach((key) => {
    const used = key.byIp.get(sourceIp)
    if (used !== undefined) here.push({ key, used })
  })
  here.sort((a, b) => busier(a.used, b.used) || compareTexts(nameOf(a.key), nameOf(b.key)))
  return {
    sourceIp,
    standsOut,
    ...countsOf(place),
    lastEventId: place.visits.at(-1)?.lastEventId ?? '',
    tools: tools.slice(0, mostTools),
    otherTools: Math.max(0, tools.length - mostTools),
    userAgents: agents.slice(0, mostAgents),
    otherUserAgents: Math.max(0, agents.length - mostAgents),
    keys: here.slice(0, mostKeys).map(({ key, used }) => keyOf(key, used)),
    otherKeys: Math.max(0, here.length - mostKeys),
  }
}

function keyOf({ accessKeyId, principalId, sessionName }: KeyFacts, used: PlaceTally): KeyUse {
  const agents = agentUses(used)
  return {
    accessKeyId,
    principalId,
    sessionName,
    ...countsOf(used),
    userAgents: agents.slice(0, mostAgentsOfKey),
    otherUserAgents: Math.max(0, agents.length - mostAgentsOfKey),
  }
}

function agentUses(place: PlaceTally): AgentUse[] {
  return [...agentsAt(place)]
    .sort(([a, ofA], [b, ofB]) => busier(ofA, ofB) || compareTexts(a, b))
    .map(([userAgent, tally]) => ({ userAgent, ...countsOf(tally) }))
}

function toolsAt(place: PlaceTally): ToolUse[] {
  const tools = new Map<string, { readonly tally: Tally; userAgents: number }>()
  for (const [agent, tally] of agentsAt(place)) {
    const tool = entryOf(tools, toolOf(agent), () => ({ tally: emptyTally(), userAgents: 0 }))
    mergeTally(tool.tally, tally)
    tool.userAgents += 1
  }
  return [...tools]
    .sort(([a, ofA], [b, ofB]) => busier(ofA.tally, ofB.tally) || compareTexts(a, b))
    .map(([tool, { tally, userAgents }]) => ({ tool, userAgents, ...countsOf(tally) }))
}

function nameOf({ accessKeyId, principalId, sessionIssuedAt }: KeyFacts): string {
  return `${accessKeyId} ${principalId} ${sessionIssuedAt ?? ''}`
}

/** Of those used alike the earlier one first. */
function busier(a: Tally, b: Tally): number {
  return callsIn(b) - callsIn(a) || a.firstSeenMs - b.firstSeenMs
}
