import {
  ANYWHERE,
  type MachineDescription,
  type StateDescription,
  type TransitionDescription,
} from '../../src/engine/describe-machine.js'
import { inWords } from '../../src/engine/in-words.js'

/** All ways from one state to another, as one arrow with a line for each. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly labels: readonly string[]
}

/** A state of which many others need no arrow: the ways into it, from anywhere and one by one. */
export interface Gathered {
  readonly to: string
  /** What leads there from every state that is not final. */
  readonly everywhere: readonly string[]
  readonly ways: readonly Arrow[]
}

/** What is drawn of a machine: its states, one arrow between any two, and apart what would be an arrow from everywhere. */
export interface StateDiagram {
  readonly title: string
  readonly states: readonly StateDescription[]
  readonly arrows: readonly Arrow[]
  /** A state that can be reached from anywhere would have an arrow from nearly every other: its ways in are listed here. */
  readonly gathered: readonly Gathered[]
}

/** The diagram of a description. Nothing is left out of `arrows` and `gathered` but what leads nowhere. */
export function toStateDiagram(description: MachineDescription): StateDiagram {
  const moves = description.transitions.flatMap((transition) => toMove(transition))
  const gathering = [...new Set(moves.filter(({ from }) => from === ANYWHERE).map(({ to }) => to))]
  const own = moves.filter(({ from }) => from !== ANYWHERE)
  return {
    title: `${description.name} version ${description.version}`,
    states: description.states,
    arrows: merge(own.filter(({ to }) => !gathering.includes(to))),
    gathered: gathering.map((to) => ({
      to,
      everywhere: labelsOf(moves.filter((move) => move.from === ANYWHERE && move.to === to)),
      ways: merge(own.filter((move) => move.to === to)),
    })),
  }
}

interface Move {
  readonly from: string
  readonly to: string
  readonly label: string
}

function toMove(transition: TransitionDescription): Move[] {
  const { from, to } = transition
  return to === null ? [] : [{ from, to, label: labelOf(transition) }]
}

/** `approved, reaches quorum`; a choice without an event is named by its condition alone. */
function labelOf({ on, guard }: TransitionDescription): string {
  const words = [on === 'always' ? '' : inWords(on), guard === null ? '' : inWords(guard)]
  return words.filter((part) => part !== '').join(', ') || 'at once'
}

/** A state's name as shown; a sub-state is shown with what it is part of. */
export function labelOfState({ states }: StateDiagram, id: string): string {
  const state = states.find((one) => one.id === id)
  return state === undefined || state.parent !== null ? inWords(id) : state.label
}

/** True where an arrow leads back to a state that is written down earlier. */
export function leadsBack({ states }: StateDiagram, { from, to }: Arrow): boolean {
  const place = (id: string) => states.findIndex((state) => state.id === id)
  return place(to) <= place(from)
}

function merge(moves: readonly Move[]): Arrow[] {
  const pairs = new Map(moves.map((move) => [`${move.from} ${move.to}`, move]))
  return [...pairs.values()].map(({ from, to }) => ({
    from,
    to,
    labels: labelsOf(moves.filter((move) => move.from === from && move.to === to)),
  }))
}

function labelsOf(moves: readonly Move[]): string[] {
  return [...new Set(moves.map(({ label }) => label))]
}
