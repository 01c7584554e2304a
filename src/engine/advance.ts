import { type AnyActorLogic, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { z } from 'zod'
import { type Effect, effectSchema } from '../domain/effect.js'
import { type IncidentSnapshot, incidentSnapshotSchema, topState } from '../domain/incident.js'
import type { IncidentInput } from '../domain/incident-context.js'
import type { IncidentEvent } from '../domain/incident-event.js'

/** A timer to arm: when it is due it comes back as this event type. `name` is what cancels it. */
export interface ArmedTimer {
  readonly name: string
  readonly event: string
  readonly delayMs: number
}

/** A timer that came due. Its type names the state that armed it, so it is no part of IncidentEvent. */
export interface TimerEvent {
  readonly type: `xstate.after.${string}`
}

/** What one event did, as data: nothing has happened to the outside world yet. */
export interface Step {
  readonly snapshot: IncidentSnapshot
  readonly state: string
  /** False where the event meant nothing in this state: recorded as ignored, never an error. */
  readonly changed: boolean
  readonly effects: readonly Effect[]
  readonly armed: readonly ArmedTimer[]
  readonly cancelled: readonly string[]
}

/** The stored incident cannot be understood by the machine it names: it is parked and a person is asked. */
export class UndecodableIncidentError extends Error {
  override readonly name = 'UndecodableIncidentError'
}

const raise = z.object({
  id: z.string(),
  delay: z.number().nonnegative(),
  event: z.object({ type: z.string().startsWith('xstate.after.') }),
})
const cancel = z.object({ sendId: z.string() })

/** Starts a playbook. */
export function begin(machine: AnyStateMachine, input: IncidentInput): Step {
  const [next, actions] = initialTransition(machine, input)
  return toStep(next, actions, true)
}

/**
 * The one place where a playbook moves. Pure: the same snapshot and event give the same step. XState's own timers and
 * invocations would be lost with the process (statelyai/xstate#5331), so delays come out as rows to store, and any action
 * that is neither an order nor a timer is refused.
 */
export function advance(machine: AnyStateMachine, stored: IncidentSnapshot, event: IncidentEvent | TimerEvent): Step {
  const before = revive(machine, stored)
  // XState takes the machine-wide transitions from a final state too; what is over stays over.
  if (stored.status === 'done') return toStep(before, [], false)
  const [next, actions] = transition(standingAt(machine, before), before, event)
  // A reminder orders something and leaves the snapshot as it is, object and all.
  return toStep(next, actions, next !== before || actions.length > 0)
}

/**
 * For each transition XState makes an actor, which begins at the beginning: with a machine that is to play the playbook's first step
 * without an input, which throws, and took half of the time of a step. Here it begins where the incident is.
 */
function standingAt(machine: AnyStateMachine, before: ReturnType<typeof revive>): AnyActorLogic {
  return {
    transition: (snapshot, event, scope) => machine.transition(snapshot, event, scope),
    getInitialSnapshot: () => before,
    getPersistedSnapshot: (snapshot) => machine.getPersistedSnapshot(snapshot),
  }
}

function revive(machine: AnyStateMachine, stored: IncidentSnapshot) {
  try {
    return machine.resolveState({
      value: stateValueSchema.parse(stored.value),
      context: stored.context,
      status: stored.status,
    })
  } catch (cause) {
    throw new UndecodableIncidentError(`The playbook has no state ${JSON.stringify(stored.value)}.`, { cause })
  }
}

/** XState's own: a state's name, or region names with theirs. */
type StateValue = string | { [region: string]: StateValue | undefined }
const stateValueSchema: z.ZodType<StateValue> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), stateValueSchema)]),
)

function toStep(
  next: { value?: unknown; context?: unknown; status?: unknown },
  actions: readonly { type: string; params?: unknown }[],
  changed: boolean,
): Step {
  const snapshot = incidentSnapshotSchema.parse({ value: next.value, status: next.status, context: next.context })
  return { snapshot, state: topState(snapshot.value), changed, ...sortActions(actions) }
}

function sortActions(actions: readonly { type: string; params?: unknown }[]) {
  const effects: Effect[] = []
  const armed = new Map<string, ArmedTimer>()
  const cancelled: string[] = []
  for (const { type, params } of actions) {
    if (type === 'request') effects.push(effectSchema.parse(params))
    else if (type === 'xstate.raise') {
      const timer = toTimer(raise.parse(params))
      armed.set(timer.name, timer)
    } else if (type === 'xstate.cancel') {
      const { sendId } = cancel.parse(params)
      // A state that was only passed through has armed it in this very step: it must not outlive that state.
      armed.delete(sendId)
      cancelled.push(sendId)
    } else throw new Error(`A playbook may order effects and wait, but it asked for the action "${type}".`)
  }
  return { effects, armed: [...armed.values()], cancelled }
}

function toTimer({ id, event, delay }: z.infer<typeof raise>): ArmedTimer {
  return { name: id, event: event.type, delayMs: delay }
}
