import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  getInitialMicrosteps,
  getMicrosteps,
} from 'xstate'
import { z } from 'zod'
import { incidentSnapshotSchema } from '../../src/domain/incident.js'
import type { IncidentInput } from '../../src/domain/incident-context.js'
import type { Happening } from './fixtures/journeys.js'

/** Every way on that a machine has, each branch of a guarded one for itself, by a name that a reader can find it under. */
export function namedTransitions(machine: AnyStateMachine): Map<AnyTransitionDefinition, string> {
  const named = new Map<AnyTransitionDefinition, string>()
  for (const node of nodesOf(machine.root)) {
    for (const group of [...node.transitions.values(), node.always ?? []]) {
      for (const [branch, transition] of group.entries()) named.set(transition, nameOf(node, transition, branch))
    }
  }
  return named
}

/**
 * Which of them a course of events takes, told from XState's own selection: the enabled ones for each event, and for
 * choices without an event those between two of its small steps.
 */
export function takenTransitions(
  machine: AnyStateMachine,
  input: IncidentInput,
  events: readonly Happening[],
): Set<AnyTransitionDefinition> {
  const first = getInitialMicrosteps(machine, input).map(([snapshot]) => snapshot)
  const taken = new Set(choicesBetween(first))
  let snapshot = first.at(-1)
  for (const event of events) {
    if (snapshot === undefined || snapshot.status === 'done') break
    for (const transition of machine.getTransitionData(snapshot, event)) taken.add(transition)
    const steps = getMicrosteps(machine, snapshot, event).map(([next]) => next)
    for (const choice of choicesBetween(steps)) taken.add(choice)
    snapshot = revive(machine, steps.at(-1) ?? snapshot)
  }
  return taken
}

/** As the engine does between two steps. */
function revive(machine: AnyStateMachine, { value, status, context }: AnyMachineSnapshot): AnyMachineSnapshot {
  const stored = incidentSnapshotSchema.parse({ value, status, context })
  return machine.resolveState({ value: z.any().parse(stored.value), status: stored.status, context: stored.context })
}

function choicesBetween(snapshots: readonly AnyMachineSnapshot[]): AnyTransitionDefinition[] {
  return snapshots.slice(1).flatMap((later, index) => {
    const active: readonly AnyStateNode[] = snapshots[index]?._nodes ?? []
    const reached: readonly AnyStateNode[] = later._nodes
    return active
      .flatMap((node) => node.always ?? [])
      .filter(({ target }) => target?.every((state: AnyStateNode) => reached.includes(state)) === true)
  })
}

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  const children: AnyStateNode[] = Object.values(node.states)
  return [node, ...children.flatMap(nodesOf)]
}

function nameOf(node: AnyStateNode, { eventType, target }: AnyTransitionDefinition, branch: number): string {
  const targets: readonly AnyStateNode[] = target ?? []
  const to = targets.length === 0 ? 'stays' : targets.map(({ path }) => path.join('.')).join()
  return `${node.path.join('.') || 'anywhere'}: ${eventType || 'always'} [branch ${branch}] -> ${to}`
}
