import { howMany } from '../support/long-run.js'
import { runLab } from './run-lab.js'
import { runScenario, type ScenarioResult } from './run-scenario.js'
import { nameOf, scenarios } from './scenarios.js'

/** `npm run test:redteam` plays 200 for each attacker. */
const SEEDS = [3, 7].slice(0, howMany({ short: 1, long: 2 }))

describe.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))('against %s', (_, scenario) => {
  const results: ScenarioResult[] = []

  beforeAll(async () => {
    for (const seed of SEEDS) results.push(await runScenario(scenario, seed))
  }, 120_000)

  it('"contained" is never said while the account allows the principal, and every soak comes to an end', () => {
    expect(results.map(({ isFalse, afterSoak }) => ({ isFalse, afterSoak }))).toEqual(
      SEEDS.map(() => ({ isFalse: false, afterSoak: expect.stringMatching(/^(contained|needsHuman)$/) })),
    )
  })

  it('"contained" is never said while the attacker keeps what it got after the block', () => {
    expect(results.filter(({ isKept }) => isKept)).toEqual([])
  })

  it('a way back is told within two seconds of being there, and nothing else is wrong', () => {
    expect(results.flatMap(({ seed, violations }) => violations.map((violation) => ({ seed, violation })))).toEqual([])
  })
})

describe('the plain procedure of putting a policy and reading it back', () => {
  it('says "contained" in the same encounters, and is wrong whenever it says so', async () => {
    const said: boolean[] = []
    for (const scenario of scenarios) {
      const { isSaid, isFalseWhenSaid } = await runLab(scenario, SEEDS[0] ?? 1)
      if (isSaid) said.push(isFalseWhenSaid)
    }
    expect(said.length).toBeGreaterThan(0)
    expect(said).toEqual(said.map(() => true))
  })
})
