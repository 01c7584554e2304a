import type { AnyStateMachine } from 'xstate'
import { topState } from '../../src/domain/incident.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import { brokenRule } from './playbook-rules.js'
import { advanceWorld, type Edge, possibleEvents, rememberedMoves, type World } from './playbook-world.js'

/** Every world that some beginning can lead to, and where each can lead in one step. */
export interface Graph {
  readonly worlds: ReadonlyMap<string, World>
  readonly next: ReadonlyMap<string, ReadonlySet<string>>
  /** The first step found that breaks each rule. */
  readonly broken: readonly string[]
}

/** A graph of another machine, and the states that both have from the very same stage. */
export interface Known {
  readonly graph: Graph
  readonly shared: ReadonlySet<string>
}

/**
 * Breadth first through all that can happen. Counters are bounded by the playbook itself, so it ends.
 *
 * What is known of another machine that shares stages is not found out again: a world in a shared state moves as it does
 * there, and where none of its moves leads to a state of this machine's own they are taken over as they are.
 */
export function explore(
  machine: AnyStateMachine,
  beginnings: readonly Edge[],
  { known, waived = [] }: { readonly known?: Known; readonly waived?: readonly string[] } = {},
): Graph {
  const worlds = new Map<string, World>()
  const next = new Map<string, ReadonlySet<string>>()
  const broken = new Map<string, string>()
  const keep = (key: string, world: World): string => {
    if (!worlds.has(key)) worlds.set(key, world)
    return key
  }
  const note = (edge: Edge): string => {
    const breach = brokenRule(edge, waived)
    if (breach !== null && !broken.has(breach.rule)) broken.set(breach.rule, `${breach.rule}: ${breach.where}`)
    return keep(keyOf(edge.after), edge.after)
  }
  for (const beginning of beginnings) note(beginning)
  const move = rememberedMoves(machine)
  // A map is walked in the order of its growth, so this is the queue as well.
  for (const [key, world] of worlds) {
    const taken = known === undefined ? null : takenOver(known, key)
    for (const [target, there] of taken ?? []) keep(target, there)
    const events = taken !== null || world.snapshot.status === 'done' ? [] : possibleEvents(world)
    const targets = taken?.keys() ?? events.map((event) => note(advanceWorld(world, event, move)))
    next.set(key, new Set(targets))
  }
  return { worlds, next, broken: [...broken.values()] }
}

/** Where a world leads, as the other machine has shown; null: this machine has to show it itself. */
function takenOver({ graph, shared }: Known, key: string): ReadonlyMap<string, World> | null {
  const targets = new Map<string, World>()
  for (const one of [key, ...(graph.next.get(key) ?? [])]) {
    const world = graph.worlds.get(one)
    if (world === undefined || !shared.has(stateOf(world))) return null
    targets.set(one, world)
  }
  if (graph.next.get(key)?.has(key) !== true) targets.delete(key)
  return targets
}

/** The states that two machines have from the very same stage; none, where what holds everywhere is not the same. */
export function sharedStates(one: AnyStateMachine, other: AnyStateMachine): ReadonlySet<string> {
  if (one.config.on !== other.config.on) return new Set()
  const { states = {} } = one.config
  return new Set(Object.keys(states).filter((state) => states[state] === other.config.states?.[state]))
}

/**
 * What tells two worlds apart for all that can still happen. Left out: words; votes where nobody is asked; what was seen
 * of a block where there is none, since a new one is judged anew; whether people have been shown the question and reminded.
 * People stand for one another, so votes are counted; so do acts, and plans by whether people approved them.
 */
export function keyOf(world: World): string {
  const { snapshot, timers, orders, givenUp } = world
  const { value, status, context } = snapshot
  const state = topState(value)
  const place = JSON.stringify(value)
  const isAsked = state === 'awaitingApproval' || place.includes('asking')
  const question = isAsked
    ? [context.quorum, context.approvals.length, context.openPlanDigest, context.askedCircle]
    : []
  const voids = isAsked || state === 'planning' ? [context.evidenceVoids] : []
  const restore = state.includes('estor') ? [context.restoreAs] : []
  const trust = context.trusted ? [] : [context.callBack]
  const subject = [
    ...trust,
    context.principal.type === 'unresolved',
    context.principal.needsLookUp === true,
    context.containPlanDigest !== null,
    context.blockMayStand,
  ]
  const waits = [...timers.keys()].filter((name) => !/(approval|restore)Reminder/.test(name)).sort()
  const working = new Set(orders.map(({ kind }) => kind).filter((kind) => kind !== 'askApproval'))
  const work = [waits, [...working].sort(), givenUp]
  return JSON.stringify([place, status, subject, question, voids, restore, blockOf(world), work])
}

function blockOf({ snapshot: { value, context }, approved }: World) {
  if (context.appliedAt === null) return []
  const { enforcement, simulation, tampering, suspects, trailCut, contained } = context.verdict
  const stays = tampering.length > 0 || suspects.length > 0
  const seen = [enforcement === 'violated', stays || simulation === 'allowed', stays, trailCut, contained]
  const soak = topState(value) === 'verifying' ? context.soakChecks : 0
  const isApproved = approved.includes(context.containPlanDigest ?? '')
  return [context.reputs, soak, isApproved, isToGo(context), context.unreported !== null, ...seen]
}

/** Whether the last that people decided is that the block goes. */
function isToGo({ openPlanDigest, restorePlanDigest, decidedBy }: IncidentContext): boolean {
  return openPlanDigest !== null && openPlanDigest === restorePlanDigest && decidedBy.length > 0
}

/** The worlds from which one of `states` can be reached. */
export function leadingTo({ worlds, next }: Graph, states: readonly string[]): Set<string> {
  const previous = new Map<string, string[]>()
  for (const [from, targets] of next) {
    for (const to of targets) previous.set(to, [...(previous.get(to) ?? []), from])
  }
  const reached = new Set([...worlds].filter(([, world]) => states.includes(stateOf(world))).map(([key]) => key))
  for (const key of reached) for (const from of previous.get(key) ?? []) reached.add(from)
  return reached
}

export function stateOf({ snapshot }: World): string {
  return topState(snapshot.value)
}
