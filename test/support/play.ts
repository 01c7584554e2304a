import type { AnyStateMachine } from 'xstate'
import { compromisedPrincipal } from '../../playbooks/compromised-principal.js'
import type { Effect } from '../../src/domain/effect.js'
import { type IncidentSnapshot, incidentSnapshotSchema } from '../../src/domain/incident.js'
import type { IncidentInput } from '../../src/domain/incident-context.js'
import { advance, begin, type Step } from '../../src/engine/advance.js'
import { aTrustedFinding } from './fixtures/findings.js'
import type { Happening } from './fixtures/journeys.js'
import { aRolePrincipal } from './fixtures/principals.js'
import { aTiming } from './fixtures/timings.js'

/** One step of an incident as it is played: what happened, what came of it, which waits are running then. */
export interface Turn {
  readonly event: Happening | null
  readonly before: IncidentSnapshot | null
  readonly step: Step
  readonly timers: ReadonlyMap<string, number>
}

export const anInput: IncidentInput = {
  principal: aRolePrincipal(),
  timing: aTiming(),
  holdDown: null,
  requestedBy: null,
  ...aTrustedFinding,
}

/**
 * Plays events to a fresh incident, with a snapshot that goes through JSON between steps, as stored ones do. A wait that
 * is not running cannot be over: a journey that says so is refused, since it could not happen.
 */
export function play(
  events: readonly Happening[],
  input: IncidentInput = anInput,
  machine: AnyStateMachine = compromisedPrincipal,
): Turn[] {
  const first = begin(machine, input)
  const turns: Turn[] = [{ event: null, before: null, step: first, timers: timersAfter(new Map(), first) }]
  let last = turns[0]
  for (const event of events) {
    if (last === undefined) break
    if (event.type.startsWith('xstate.after.') && !last.timers.has(event.type)) {
      throw new Error(`${event.type} is not armed in ${pathOf(last.step.snapshot)}; armed: ${[...last.timers.keys()]}`)
    }
    const before = stored(last.step.snapshot)
    const running = new Map([...last.timers].filter(([name]) => name !== event.type))
    const step = advance(machine, before, event)
    last = { event, before, step, timers: timersAfter(running, step) }
    turns.push(last)
  }
  return turns
}

/** The last turn of a journey. */
export function playToEnd(events: readonly Happening[], input?: IncidentInput, machine?: AnyStateMachine): Turn {
  const turn = play(events, input, machine).at(-1)
  if (turn === undefined) throw new Error('Nothing was played.')
  return turn
}

/** What comes back from the store. */
export function stored(snapshot: IncidentSnapshot): IncidentSnapshot {
  return incidentSnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))
}

/** The waits that run after a step: cancelled ones first, as the store does it. */
export function timersAfter(running: ReadonlyMap<string, number>, step: Step): Map<string, number> {
  const timers = new Map([...running].filter(([name]) => !step.cancelled.includes(name)))
  for (const { name, delayMs } of step.armed) timers.set(name, delayMs)
  return timers
}

type Value = IncidentSnapshot['value']

/** `contained.waiting`; of two regions the parts joined: `awaitingRestoreApproval.asking+waiting`. */
export function pathOf({ value }: Pick<IncidentSnapshot, 'value'>): string {
  if (value === null || typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([state, inner]) => `${state}.${leavesOf(inner).join('+')}`)
    .join()
}

function leavesOf(value: Value): string[] {
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [String(value)]
}

/** `notify:needsHuman`, `checkBlock:soak:full`, `putBlock`: an order with what tells it from others of its kind. */
export function describeOrder(effect: Effect): string {
  switch (effect.kind) {
    case 'notify':
      return `notify:${effect.topic}`
    case 'askApproval':
      return `askApproval:${effect.question}`
    case 'checkBlock':
      return `checkBlock:${effect.phase}:${effect.depth}`
    case 'checkRestored':
      return effect.last ? 'checkRestored:last' : 'checkRestored'
    case 'prepareRestore':
      return `prepareRestore:${effect.restoreAs}`
    default:
      return effect.kind
  }
}
