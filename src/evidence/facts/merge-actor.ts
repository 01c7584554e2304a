import type { Actor } from './trail-facts.js'

/**
 * One actor out of two that compare equal. Records tell different parts of it: the longer ARN has the role's path, an id
 * beats none. Where records say different things (another spelling, a namesake that was created anew) the first in code-point
 * order is taken, so that the answer does not hang on the order of records.
 */
export function mergeActor(a: Actor, b: Actor): Actor {
  if (isSame(a, b)) return a
  return {
    key: a.key,
    type: a.type,
    arn: longerText(a.arn, b.arn),
    name: longerText(a.name, b.name),
    accountId: longerText(a.accountId, b.accountId),
    uniqueId: firstText(a.uniqueId, b.uniqueId),
    issuerArn: firstText(a.issuerArn, b.issuerArn),
  }
}

function isSame(a: Actor, b: Actor): boolean {
  return a.arn === b.arn && a.name === b.name && a.uniqueId === b.uniqueId && a.issuerArn === b.issuerArn
}

function longerText(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b
  return a < b ? a : b
}

/** The one that is there; of two the first in code-point order. */
export function firstText(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
