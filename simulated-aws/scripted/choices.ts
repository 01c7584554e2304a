import type { Random } from '../account/identifiers.js'

/** A whole number from 0 to below `limit`. */
export function below(random: Random, limit: number): number {
  return random(4).readUInt32BE() % limit
}

/** The same things in an order that the source decides (Fisher and Yates). */
export function shuffled<Thing>(random: Random, things: readonly Thing[]): Thing[] {
  const rest = [...things]
  return things.flatMap(() => rest.splice(below(random, rest.length), 1))
}

/** So many lower case hexadecimal digits. */
export function hexDigits(random: Random, count: number): string {
  return random(Math.ceil(count / 2))
    .toString('hex')
    .slice(0, count)
}
