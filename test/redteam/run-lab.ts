import { samePolicy } from '../../src/containment/policy-text.js'
import { encounter } from './encounter.js'
import { nameOf, type Scenario } from './scenarios.js'

/** What came of the plain procedure: put the policy, read it back, say "contained". */
export interface LabResult {
  readonly scenario: string
  readonly seed: number
  readonly isSaid: boolean
  /** Whether the principal was allowed something when "contained" was said, and a minute later. */
  readonly isFalseWhenSaid: boolean
  readonly isFalseLater: boolean
}

const LATER_MS = 60_000
const POLICY_NAME = 'DenyAll'
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
})

/** The same encounter, dealt with as the lab for IAM credential exposure has it: by two calls, and nobody looks again. */
export async function runLab(scenario: Scenario, seed: number): Promise<LabResult> {
  const { world, truth, credentials, close } = await encounter(scenario, seed)
  try {
    const { iam } = world.parts.aws
    const state = { isDone: false, isSaid: false }
    const procedure = iam
      .putInlinePolicy(scenario.accused, { name: POLICY_NAME, document }, async () => {})
      .then(() => iam.readInlinePolicy(scenario.accused, POLICY_NAME))
      .then((found) => {
        state.isSaid = found !== null && samePolicy(found, document)
      })
      .finally(() => {
        state.isDone = true
      })
    await world.run(LATER_MS, () => state.isDone)
    await procedure
    const isFalseWhenSaid = truth.isAllowed(credentials())
    await world.run(LATER_MS)
    const isFalseLater = truth.isAllowed(credentials())
    return { scenario: nameOf(scenario), seed, isSaid: state.isSaid, isFalseWhenSaid, isFalseLater }
  } finally {
    await close()
  }
}
