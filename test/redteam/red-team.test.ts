import { runLab } from './run-lab.js'
import { runScenario } from './run-scenario.js'
import { nameOf, scenarios } from './scenarios.js'

/** `npm run test:redteam` does this 200 times for each attacker. */
const SEED = 7

describe.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))('against %s', (_, scenario) => {
  it('nobody is told "contained" while the account allows the principal, and a way back is told within two seconds', async () => {
    const { violations, afterSoak } = await runScenario(scenario, SEED)
    expect(violations).toEqual([])
    expect(['contained', 'needsHuman']).toContain(afterSoak)
  })
})

describe('the plain procedure of putting a policy and reading it back', () => {
  it('says "contained" in the same encounters, and is wrong', async () => {
    const wrong: string[] = []
    for (const scenario of scenarios) {
      const { isSaid, isFalseWhenSaid } = await runLab(scenario, SEED)
      if (isSaid && isFalseWhenSaid) wrong.push(nameOf(scenario))
    }
    expect(wrong.length).toBeGreaterThan(2)
  })
})
