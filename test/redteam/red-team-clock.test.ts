import { runLab } from './run-lab.js'
import { runScenario, type ScenarioResult } from './run-scenario.js'
import { nameOf, scenarios } from './scenarios.js'

/** 200 of each: npm run test:redteam */
const SEEDS = [1, 3]

describe.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))('against %s', (_, scenario) => {
  const results: ScenarioResult[] = []

  beforeAll(async () => {
    for (const seed of SEEDS) results.push(await runScenario(scenario, seed))
  }, 120_000)

  it('"contained" is never said while the account allows the principal anything', () => {
    expect(results.map(({ isFalse, afterSoak }) => ({ isFalse, afterSoak }))).toEqual(
      SEEDS.map(() => ({ isFalse: false, afterSoak: expect.stringMatching(/^(contained|needsHuman)$/) })),
    )
  })

  it('"contained" is never said while the attacker keeps what it got after the block', () => {
    expect(results.filter(({ isKept }) => isKept)).toEqual([])
  })

  it('a way back is told within two seconds of being there', () => {
    expect(results.filter(({ wayBack, toldAfterMs }) => wayBack !== null && (toldAfterMs ?? 9_999) > 2_000)).toEqual([])
  })

  it('nothing else is wrong', () => {
    expect(results.flatMap(({ violations }) => violations)).toEqual([])
  })
})

describe('the plain procedure, put and get', () => {
  it('says "contained" in the same encounter while the principal is allowed everything', async () => {
    const [stripInline] = scenarios
    if (stripInline === undefined) throw new Error('There is no attacker.')
    expect(await runLab(stripInline, 1)).toMatchObject({ isSaid: true, isFalseWhenSaid: true, isFalseLater: true })
  })
})
