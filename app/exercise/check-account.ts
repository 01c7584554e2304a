import { oneOf } from '../../exercises/check/problem.js'
import type { PartProblem } from '../../exercises/stage-kinds.js'
import { createAccount, SeedError } from '../../simulated-aws/account/seeding.js'
import { seedAnywhere } from '../../simulated-aws/operations/rolesanywhere/seed-anywhere.js'
import { type Seed, seedSchema } from '../../simulated-aws/seed/seed.js'
import type { Json } from '../../src/domain/canonical-json.js'
import { problemsIn } from './techniques/problems-in.js'

/** What is wrong with an account of an exercise's world: keys, shapes, and mentions of what is not there. */
export function checkAccount(account: Json): PartProblem[] {
  const unknown = unknownKeys(account)
  const wrong = [...unknown, ...problemsIn(seedSchema, account, 'the simulated account')]
  return wrong.length > 0 ? wrong : whyImpossible(seedSchema.parse(account))
}

/** The seed's own schema overlooks them: what is misspelt would quietly not be there. */
function unknownKeys(account: Json): PartProblem[] {
  if (typeof account !== 'object' || account === null || Array.isArray(account)) return []
  const known = Object.keys(seedSchema.shape)
  return Object.keys(account).flatMap((key) =>
    known.includes(key)
      ? []
      : [{ path: [key], what: `an account has no ${key}`, cure: `Take it out; an account can have ${oneOf(known)}.` }],
  )
}

/** Sets it up, without starting anything. */
function whyImpossible(seed: Seed): PartProblem[] {
  const settings = { enforcementDelayMs: 0, cloudTrailLagMs: 0, lookupEventsPerSecond: 1, emptyPages: false }
  const options = { seed, settings, now: () => new Date(0), random: (bytes: number) => Buffer.alloc(bytes) }
  try {
    seedAnywhere(createAccount(options), seed)
    return []
  } catch (error) {
    if (!(error instanceof SeedError)) throw error
    return [{ path: [], what: error.message, cure: 'Correct what it names: AWS would not let such an account exist.' }]
  }
}
