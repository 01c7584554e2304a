import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { z } from 'zod'
import { actionSchema, describeOrder, type OrderDescription } from './describe-order.js'
import { inWords } from './in-words.js'

/** One state as people look at it. `id` is its path (`verifying`, or `verifying.checking`), `label` its name in words. */
export interface StateDescription {
  readonly id: string
  readonly label: string
  readonly kind: 'normal' | 'final' | 'initial'
  /** The state that it is part of; null at the top. */
  readonly parent: string | null
  /** What goes on in it at the same time; empty where there is only one thing. */
  readonly regions: readonly string[]
  /** Names of the waits that are armed on entering it. */
  readonly timeouts: readonly string[]
  /** What is ordered on entering it. */
  readonly orders: readonly OrderDescription[]
}

/** One way on. `on` is the event's type, `after <wait>`, or `always` for a choice made without an event. */
export interface TransitionDescription {
  /** `ANYWHERE` where every state that is not final has it. */
  readonly from: string
  /** Equal to `from` for a re-entry; null where the incident stays and only remembers or orders something. */
  readonly to: string | null
  readonly on: string
  readonly guard: string | null
  /** Names of what is remembered, in order. Orders are apart. */
  readonly actions: readonly string[]
  readonly orders: readonly OrderDescription[]
  /** The sentence that the incident then gives as its reason; null where the event brings one, or none is needed. */
  readonly says: string | null
}

export interface MachineDescription {
  /** The playbook's: of machines that share their stages the ids are the same. */
  readonly name: string
  readonly version: string
  readonly states: readonly StateDescription[]
  readonly transitions: readonly TransitionDescription[]
}

export const ANYWHERE = '*'

/**
 * A machine as data, taken from what the engine runs, so that no drawing of it can differ. By default the states at the
 * top, each with what its sub-states order and wait for, and a way out of a sub-state shown as one out of its top state;
 * with `subStates` all of them, each with its own. States are in the order in which they are written down.
 */
export function describeMachine(
  name: string,
  machine: AnyStateMachine,
  { subStates = false }: { subStates?: boolean } = {},
): MachineDescription {
  const nodes = descendants(machine.root)
  const fold = (node: AnyStateNode) => (subStates ? idOf(node) : (node.path[0] ?? ANYWHERE))
  const shown = subStates ? nodes : nodes.filter((node) => node.path.length === 1)
  return {
    name,
    version: machine.version ?? '',
    states: shown.map((node) => describeState(node, subStates ? [node] : [node, ...descendants(node)])),
    transitions: distinct([machine.root, ...nodes].flatMap((node) => transitionsOf(node, fold))),
  }
}

function describeState(node: AnyStateNode, parts: readonly AnyStateNode[]): StateDescription {
  return {
    id: idOf(node),
    label: inWords(node.key),
    kind: kindOf(node),
    parent: node.path.length > 1 ? node.path.slice(0, -1).join('.') : null,
    regions: node.type === 'parallel' ? childrenOf(node).map(({ key }) => key) : [],
    timeouts: [...new Set(parts.flatMap((part) => part.after.map(({ delay }) => String(delay))))],
    orders: distinct(parts.flatMap((part) => ordersIn(part.entry))),
  }
}

function kindOf(node: AnyStateNode): StateDescription['kind'] {
  if (node.type === 'final') return 'final'
  const firsts: readonly AnyStateNode[] = node.parent?.type === 'compound' ? (node.parent.initial.target ?? []) : []
  return firsts.includes(node) ? 'initial' : 'normal'
}

function transitionsOf(node: AnyStateNode, fold: (node: AnyStateNode) => string): TransitionDescription[] {
  const all = [...(node.always ?? []), ...[...node.transitions.values()].flat()]
  return all.flatMap((transition) => {
    const described = describeTransition(node, transition, fold)
    // Folded, a step from one sub-state to the next is no step at all; what a state itself re-enters is.
    const isInside = node.path.length > 1 && described.from === described.to && fold(node) !== idOf(node)
    return isInside ? [] : [described]
  })
}

function describeTransition(
  node: AnyStateNode,
  transition: AnyTransitionDefinition,
  fold: (node: AnyStateNode) => string,
): TransitionDescription {
  const [target] = targetsOf(transition)
  const actions = actionsIn(transition.actions)
  return {
    from: fold(node),
    to: target === undefined ? null : fold(target),
    on: eventName(node, String(transition.eventType)),
    guard: guardName(transition),
    actions: actions.map(({ type }) => type).filter((type) => type !== 'request'),
    orders: ordersIn(transition.actions),
    says: actions.map(sentenceOf).find((sentence) => sentence !== null) ?? null,
  }
}

const saying = z.object({ type: z.literal('say'), params: z.object({ reason: z.string() }) })

function sentenceOf(action: z.infer<typeof actionSchema>): string | null {
  const said = saying.safeParse(action)
  return said.success ? said.data.params.reason : null
}

function targetsOf({ target }: AnyTransitionDefinition): readonly AnyStateNode[] {
  return target ?? []
}

/** XState puts a wait's name and its state's into one event type; the state is said elsewhere. */
function eventName(node: AnyStateNode, eventType: string): string {
  if (eventType === '') return 'always'
  const wait = node.after.find((after) => after.eventType === eventType)
  return wait === undefined ? eventType : `after ${String(wait.delay)}`
}

const guardSchema = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).nullable()

function guardName({ guard }: AnyTransitionDefinition): string | null {
  return guardSchema.parse(guard ?? null)
}

type Actions = readonly AnyStateNode['entry'][number][]

function ordersIn(actions: Actions): OrderDescription[] {
  return actionsIn(actions).flatMap((action) => describeOrder(action) ?? [])
}

/** Waits are armed by actions that are functions; they are told by `after` and left out here. */
function actionsIn(actions: Actions) {
  return actions.filter((action) => typeof action !== 'function').map((action) => actionSchema.parse(action))
}

function descendants(node: AnyStateNode): AnyStateNode[] {
  return childrenOf(node).flatMap((child) => [child, ...descendants(child)])
}

function childrenOf(node: AnyStateNode): AnyStateNode[] {
  const children: AnyStateNode[] = Object.values(node.states)
  return children.sort((a, b) => a.order - b.order)
}

function idOf(node: AnyStateNode): string {
  return node.path.length === 0 ? ANYWHERE : node.path.join('.')
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
