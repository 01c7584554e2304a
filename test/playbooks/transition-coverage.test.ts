import { compromisedPrincipal } from '../../playbooks/compromised-principal.js'
import { anInput } from '../support/play.js'
import { eventsOf, type Scenario } from '../support/scenario.js'
import { namedTransitions, takenTransitions } from '../support/transition-coverage.js'
import { allScenarios } from './scenarios/all-scenarios.js'

/**
 * The watch is one piece, in `contained` and beside the question of a restore. What is contained had no block put back and
 * nothing held against it (every-reachable-state.test.ts holds that), so only the question can see the last re-put fail, or
 * something new beside what is no news.
 */
const outOfReach = [
  'contained.checking: BLOCK_OBSERVED [branch 0] -> needsHuman',
  'contained.checking: BLOCK_OBSERVED [branch 4] -> contained.waiting',
]

describe('the scenarios of compromised-principal', () => {
  const named = namedTransitions(compromisedPrincipal)
  const missedBy = (scenarios: readonly Scenario[]) => {
    const taken = takenBy(scenarios)
    return [...named].filter(([transition]) => !taken.has(transition)).map(([, name]) => name)
  }

  it('take every transition of the machine, each guarded branch and each wait', () => {
    expect(missedBy(allScenarios)).toEqual(outOfReach)
    expect([...takenBy(allScenarios)].filter((transition) => !named.has(transition))).toEqual([])
  })

  it('are measured against the whole machine', () => {
    const names = [...named.values()]

    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(80)
    expect(names).toContain('restoring.choosing: always [branch 0] -> restoring.revoking')
    expect(names).toContain(
      'awaitingApproval: xstate.after.approvalExpiry.incident.awaitingApproval [branch 1] -> needsHuman',
    )
  })

  it('a scenario less is noticed', () => {
    const without = allScenarios.filter(({ rule }) => rule !== 'people are reminded once')

    expect(missedBy(without)).toEqual([
      'awaitingApproval: xstate.after.approvalReminder.incident.awaitingApproval [branch 0] -> stays',
      ...outOfReach,
    ])
  })

  it('have titles of their own', () => {
    const rules = allScenarios.map(({ rule }) => rule)

    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
  })
})

function takenBy(scenarios: readonly Scenario[]) {
  return new Set(
    scenarios.flatMap((scenario) => [
      ...takenTransitions(compromisedPrincipal, scenario.input ?? anInput, eventsOf(scenario)),
    ]),
  )
}
