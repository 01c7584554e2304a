import type { IndicatorCoverage, IndicatorOf, IndicatorStatus, IndicatorType } from './indicator.js'

/** What an indicator says before it is known whose it is. */
export type Sighting<Type extends IndicatorType> = Omit<
  IndicatorOf<Type>,
  'type' | 'status' | 'actorKey' | 'coverage'
> & {
  readonly detail: NonNullable<IndicatorOf<Type>['detail']>
}

/** Sightings of one type, or why there are none. `gaps` are those of this type alone. */
export interface Answer<Type extends IndicatorType> {
  readonly sightings: readonly Sighting<Type>[]
  /** Where nothing was seen. */
  readonly otherwise: { readonly status: Exclude<IndicatorStatus, 'observed'>; readonly reason: string }
  readonly gaps: readonly string[]
}

/** No sightings, for want of what they need. */
export function noAnswer<Type extends IndicatorType>(
  status: Exclude<IndicatorStatus, 'observed'>,
  reason: string,
  gaps: readonly string[] = [],
): Answer<Type> {
  return { sightings: [], otherwise: { status, reason }, gaps }
}

/** The technique of every indicator that tells of somebody else at the keys. */
export const validAccounts = { technique: 'T1078.004', tactic: 'initial-access' } as const

export interface AnsweredFor {
  readonly actorKey: string
  readonly coverage: IndicatorCoverage
}

/** One indicator for each sighting; where there is none, one that says so. */
export function indicatorsFrom<Type extends IndicatorType>(
  type: Type,
  { sightings, otherwise, gaps }: Answer<Type>,
  about: AnsweredFor,
): IndicatorOf<Type>[] {
  const coverage = { ...about.coverage, gaps: [...about.coverage.gaps, ...gaps] }
  const { actorKey } = about
  if (sightings.length > 0) {
    // Begun with a spread, each of the thousands would take ten times as long to put together.
    return sightings.map((sighting) => ({ type, actorKey, coverage, status: 'observed', ...sighting }))
  }
  const nothing = { severity: 'INFORMATIONAL', technique: null, tactic: null, detail: null, eventIds: [] } as const
  return [{ type, actorKey, coverage, ...otherwise, ...nothing }]
}
