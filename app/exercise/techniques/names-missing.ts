import { oneOf } from '../../../exercises/check/problem.js'
import type { AttackScene, PartProblem } from '../../../exercises/stage-kinds.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import type { Parameters } from './technique.js'

type Accounts = AttackScene['accounts']

/** Parameters that name something of the account. */
const NAMING = [
  ['role', 'roles'],
  ['otherRole', 'roles'],
  ['otherUser', 'users'],
  ['accomplice', 'users'],
  ['trail', 'trails'],
] as const

/** What a technique reaches for is there: else it would do nothing, and nobody would know why. */
export function namesMissing(given: Parameters, accounts: Accounts): PartProblem[] {
  const missing = NAMING.flatMap(([key, kind]) => {
    const name = given[key]
    const known = accounts.flatMap((account) => namesOf(account[kind]))
    if (typeof name !== 'string' || known.some((one) => one.toLowerCase() === name.toLowerCase())) return []
    const cure = known.length === 0 ? `Add it to world.account.${kind}.` : `Add it there, or name ${oneOf(known)}.`
    return [{ path: [key], what: `world.account has no ${kind.slice(0, -1)} "${name}"`, cure }]
  })
  return [...missing, ...keyless(given, accounts)]
}

function namesOf(things: Json | undefined): string[] {
  if (!Array.isArray(things)) return []
  return things.flatMap((thing) => {
    const isNamed = typeof thing === 'object' && thing !== null && !Array.isArray(thing)
    return isNamed && typeof thing.name === 'string' ? [thing.name] : []
  })
}

/** The attacker holds the accomplice's key from the start. */
function keyless({ accomplice }: Parameters, accounts: Accounts): PartProblem[] {
  const user = accounts.flatMap(({ users }) => users).find(({ name }) => name === accomplice)
  if (user === undefined || (Array.isArray(user.accessKeys) && user.accessKeys.length > 0)) return []
  const what = `the user "${user.name}" has no access key that the attacker could hold`
  return [{ path: ['accomplice'], what, cure: 'Add `accessKeys` to the user in world.account.' }]
}
