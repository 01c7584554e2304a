import type { ActorFacts } from '../facts/trail-facts.js'
import type { Answer, Sighting } from './answer.js'
import { type Baseline, baselineDaysLeast } from './baseline.js'
import type { IndicatorType } from './indicator.js'

/** Something of the actor's scope that may be new: a place, a network's owner, a family of user agents. */
export interface Candidate<Value> {
  readonly key: string
  readonly value: Value
}

export interface Novelty<Value> {
  readonly value: Value
  readonly isNewForEntireAccount: boolean | null
}

/** Says in the baseline of which actors something was seen. */
export type SeenBy = (actor: ActorFacts) => ReadonlySet<string>

/**
 * What of the scope is not in the baseline. With too little of a baseline nothing is new: it is not known. An actor without a
 * past of its own is compared with the account, so that only what nobody there has used is new.
 */
export function noveltiesOf<Value>(
  candidates: readonly Candidate<Value>[],
  seenBy: SeenBy,
  baseline: Baseline,
): readonly Novelty<Value>[] {
  if (!baseline.isEnough) return []
  const own = baseline.actor === null ? new Set<string>() : seenBy(baseline.actor)
  const fresh = candidates.filter(({ key }) => !own.has(key))
  if (fresh.length === 0) return []
  const account = baseline.isAccountWide ? new Set(baseline.account.flatMap((actor) => [...seenBy(actor)])) : null
  return fresh
    .map(({ key, value }) => ({ value, isNewForEntireAccount: account === null ? null : !account.has(key) }))
    .filter(({ isNewForEntireAccount }) => baseline.isEnoughForActor || isNewForEntireAccount === true)
}

/** Sightings where there are any; else whether there was enough to compare with. */
export function noveltyAnswer<Type extends IndicatorType>(
  sightings: readonly Sighting<Type>[],
  baseline: Baseline,
  { what, gaps }: { readonly what: string; readonly gaps: readonly string[] },
): Answer<Type> {
  return { sightings, otherwise: otherwise(baseline, what), gaps: [...gaps, ...pastGaps(baseline)] }
}

function otherwise(baseline: Baseline, what: string): Answer<IndicatorType>['otherwise'] {
  if (baseline.isEnoughForActor) return { status: 'notObserved', reason: `every ${what} was used before` }
  return { status: 'insufficientBaseline', reason: lackOf(baseline) }
}

function lackOf({ days, isEnough, actorKnownDays }: Baseline): string {
  if (!isEnough) return `records of ${days} days before the scope, and ${baselineDaysLeast} are needed to compare with`
  return actorKnownDays === null
    ? 'it made no call in the baseline: there is nothing of its own to compare with'
    : `it was first seen ${actorKnownDays} days before the scope, and ${baselineDaysLeast} are needed to compare with`
}

function pastGaps(baseline: Baseline): string[] {
  return [
    ...(baseline.isEnough && !baseline.isEnoughForActor
      ? [`compared with the account alone: ${lackOf(baseline)}`]
      : []),
    ...(baseline.isAccountWide ? [] : ['records of this principal alone: nothing is said about the account']),
  ]
}

export function newFor(isNewForEntireAccount: boolean | null): string {
  return isNewForEntireAccount === true ? 'new for the whole account' : 'new for this principal'
}
