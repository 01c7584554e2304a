import { testScenarios } from '../support/scenario.js'
import { firstAndOthers } from './playbooks-under-test.js'

const [{ scenarios: shared }, others] = firstAndOthers()

/** `compromised-principal` itself is in stages/. */
describe('what the playbooks share', () => {
  it('is theirs: what the first one does in a stage, they do, but for what they write down otherwise', () => {
    for (const { scenarios } of others)
      expect(scenarios.filter((one) => shared.includes(one)).length).toBeGreaterThan(50)
  })
})

for (const { name, machine, scenarios } of others) {
  describe(name, () => {
    testScenarios(scenarios, machine)
  })
}
