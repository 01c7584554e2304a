import type { AnyStateMachine } from 'xstate'
import type { IncidentContext, IncidentInput } from '../../src/domain/incident-context.js'
import type { Happening } from './fixtures/journeys.js'
import { anInput, describeOrder, pathOf, play } from './play.js'

/** What happens next, where the incident is then, and what was ordered by that step, in order. */
export interface Expected {
  readonly event: Happening
  readonly state: string
  readonly orders: readonly string[]
}

/** A rule of the playbook as an example: `rule` is its title, `given` leads to where it begins. */
export interface Scenario {
  readonly rule: string
  readonly input?: IncidentInput
  readonly given: readonly Happening[]
  readonly follows: readonly Expected[]
  /** What the incident remembers at the end. */
  readonly remembers?: Partial<IncidentContext>
}

export function eventsOf({ given, follows }: Scenario): readonly Happening[] {
  return [...given, ...follows.map(({ event }) => event)]
}

/** One test a scenario, on `compromised-principal` unless a machine is given. */
export function testScenarios(scenarios: readonly Scenario[], machine?: AnyStateMachine): void {
  it.each(scenarios.map((scenario) => [scenario.rule, scenario] as const))('%s', (_, scenario) => {
    const turns = play(eventsOf(scenario), scenario.input ?? anInput, machine).slice(scenario.given.length + 1)

    const seen = turns.map(({ event, step }) => ({
      event,
      state: pathOf(step.snapshot),
      orders: step.effects.map(describeOrder),
    }))
    expect(seen).toEqual(scenario.follows)
    expect(turns.at(-1)?.step.snapshot.context).toMatchObject(scenario.remembers ?? {})
  })
}
