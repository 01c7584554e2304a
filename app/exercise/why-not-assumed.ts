import type { ExerciseActor } from '../../exercises/schema/world.js'
import { type SeedInput, seedSchema } from '../../simulated-aws/seed/seed.js'
import { unservedAccounts } from '../../simulated-aws/simulated-account.js'
import type { Json } from '../../src/domain/canonical-json.js'
import { AssumptionRefusedError, Identities } from './identities.js'
import { WorldAccounts } from './world-accounts.js'

/**
 * Why nobody could have come by these credentials: AWS's own refusal of a link of the chain; null: they could. The accounts must
 * have been checked, and whoever is named must be there. Nothing is started.
 */
export function whyNotAssumed(accounts: readonly Json[], actor: ExerciseActor): string | null {
  const seeds: SeedInput[] = accounts.map((account) => seedSchema.parse(account))
  // They are asked and never called by HTTP.
  const unserved = unservedAccounts(seeds).map((account) => ({ ...account, url: '', close: async () => {} }))
  try {
    new Identities(new WorldAccounts(unserved)).of(actor)
    return null
  } catch (error) {
    if (error instanceof AssumptionRefusedError) return error.message
    throw error
  }
}
