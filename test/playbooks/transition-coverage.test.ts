import type { AnyStateMachine } from 'xstate'
import { anInput } from '../support/play.js'
import { eventsOf, type Scenario } from '../support/scenario.js'
import { namedTransitions, takenTransitions } from '../support/transition-coverage.js'
import { byName, firstAndOthers } from './playbooks-under-test.js'

describe.each(byName)('the scenarios of %s', (_, { machine, scenarios, outOfReach }) => {
  const named = namedTransitions(machine)
  const taken = takenBy(machine, scenarios)

  it('take every transition of the machine, each guarded branch and each wait', () => {
    const missed = [...named].filter(([transition]) => !taken.has(transition)).map(([, name]) => name)

    expect(missed).toEqual(outOfReach)
    expect([...taken].filter((transition) => !named.has(transition))).toEqual([])
  })

  it('are measured against the whole machine', () => {
    const names = [...named.values()]

    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(80)
    expect(names).toContain(
      'awaitingApproval: xstate.after.approvalExpiry.incident.awaitingApproval [branch 1] -> needsHuman',
    )
  })

  it('have titles of their own', () => {
    const rules = scenarios.map(({ rule }) => rule)

    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
  })
})

describe('the measure', () => {
  it('sees choices without an event', () => {
    const [{ machine }] = firstAndOthers()
    expect([...namedTransitions(machine).values()]).toContain(
      'restoring.choosing: always [branch 0] -> restoring.revoking',
    )
  })

  it('notices a scenario less', () => {
    const [{ machine, scenarios, outOfReach }] = firstAndOthers()
    const taken = takenBy(
      machine,
      scenarios.filter(({ rule }) => rule !== 'people are reminded once'),
    )
    const missed = [...namedTransitions(machine)].filter(([transition]) => !taken.has(transition))

    expect(missed.map(([, name]) => name)).toEqual([
      'awaitingApproval: xstate.after.approvalReminder.incident.awaitingApproval [branch 0] -> stays',
      ...outOfReach,
    ])
  })
})

function takenBy(machine: AnyStateMachine, scenarios: readonly Scenario[]) {
  return new Set(
    scenarios.flatMap((scenario) => [...takenTransitions(machine, scenario.input ?? anInput, eventsOf(scenario))]),
  )
}
