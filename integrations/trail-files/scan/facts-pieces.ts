import { emptyActorFacts } from '../../../src/evidence/facts/actor-facts.js'
import { emptyVolume } from '../../../src/evidence/facts/call-volume.js'
import { emptyTally } from '../../../src/evidence/facts/tallies.js'
import type {
  ActorFacts,
  CallTally,
  KeyFacts,
  TrailFacts,
  WindowFacts,
} from '../../../src/evidence/facts/trail-facts.js'

/** So many entries a piece, about: a few milliseconds to take over. */
const entries = 1_000

/**
 * The facts in pieces that merge (`FactsGatherer.merge`) into the whole: whoever takes them from another thread is held up by
 * one piece at a time, not by all that the thread has found. An actor or a key with more entries than a piece is spread over
 * several, each of which adds to it.
 */
export function* piecesOf({ scope, baseline }: TrailFacts): Generator<TrailFacts> {
  const none = emptyWindow()
  for (const part of windowPieces(scope)) yield { scope: part, baseline: none }
  for (const part of windowPieces(baseline)) yield { scope: none, baseline: part }
}

function* windowPieces(window: WindowFacts): Generator<WindowFacts> {
  const none = emptyWindow()
  yield { ...none, accounts: window.accounts, notableDropped: window.notableDropped }
  for (const actors of maps(actorParts(window), actorWeight)) yield { ...none, actors }
  for (const keys of maps(keyParts(window), keyWeight)) yield { ...none, keys }
  for (const mints of lists(window.mints, entries)) yield { ...none, mints }
  for (const notable of lists(window.notable, entries / 10)) yield { ...none, notable }
}

function* actorParts({ actors }: WindowFacts): Generator<[string, ActorFacts]> {
  for (const [key, actor] of actors) {
    if (actorWeight(actor) <= entries) {
      yield [key, actor]
      continue
    }
    const none = emptyActorFacts(actor.actor)
    yield [key, { ...none, byRegion: actor.byRegion, byHour: actor.byHour, volume: actor.volume }]
    for (const byIp of maps(actor.byIp, ({ visits }) => 1 + visits.size)) yield [key, { ...none, byIp }]
    for (const byAgent of maps(actor.byAgent, () => 1)) yield [key, { ...none, byAgent }]
    for (const byCall of maps(callParts(actor), ({ byIp }) => 1 + byIp.size)) yield [key, { ...none, byCall }]
  }
}

function* callParts({ byCall }: ActorFacts): Generator<[string, CallTally]> {
  for (const [name, call] of byCall) {
    const [first = new Map(), ...others] = maps(call.byIp, () => 1)
    yield [name, { ...call, byIp: first }]
    for (const byIp of others) yield [name, { ...call, ...emptyTally(), errorCodes: new Map(), byIp }]
  }
}

function* keyParts({ keys }: WindowFacts): Generator<[string, KeyFacts]> {
  for (const [name, key] of keys) {
    const [firstIps = new Map(), ...ips] = maps(key.byIp, () => 1)
    const [firstAgents = new Map(), ...agents] = maps(key.agents, () => 1)
    yield [name, { ...key, byIp: firstIps, agents: firstAgents }]
    for (const byIp of ips) yield [name, { ...key, ...emptyTally(), byIp, agents: new Map() }]
    for (const more of agents) yield [name, { ...key, ...emptyTally(), byIp: new Map(), agents: more }]
  }
}

function actorWeight({ byIp, byAgent, byCall, byHour, volume }: ActorFacts): number {
  let weight = 1 + byAgent.size + byHour.size + volume.slots.size
  for (const { visits } of byIp.values()) weight += 1 + visits.size
  for (const call of byCall.values()) weight += 1 + call.byIp.size
  return weight
}

function keyWeight({ byIp, agents }: KeyFacts): number {
  return 1 + byIp.size + agents.size
}

/** Maps that weigh about a piece each. What comes twice under one key stands in two of them. */
function* maps<Value>(all: Iterable<[string, Value]>, weigh: (value: Value) => number): Generator<Map<string, Value>> {
  let map = new Map<string, Value>()
  let weight = 0
  for (const [key, value] of all) {
    if (weight >= entries || map.has(key)) {
      yield map
      map = new Map()
      weight = 0
    }
    map.set(key, value)
    weight += weigh(value)
  }
  if (map.size > 0) yield map
}

function* lists<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

/** Merging adds nothing of its sums: those of a window are drawn from its actors. */
function emptyWindow(): WindowFacts {
  return {
    ...emptyTally(),
    actors: new Map(),
    keys: new Map(),
    mints: [],
    notable: [],
    notableDropped: 0,
    volume: emptyVolume(),
    regions: new Set(),
    accounts: new Set(),
  }
}
