import type { Account } from './account.js'
import type { ConfiguredTrail } from './entities.js'

/** A trail as CreateTrail leaves it: of every Region, and not logging before StartLogging. */
export function newTrail(account: Account, name: string, s3BucketName: string): ConfiguredTrail {
  const { partition, region, accountId } = account
  return {
    name,
    arn: `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${name}`,
    s3BucketName,
    isMultiRegion: true,
    includesGlobalServiceEvents: true,
    isLogging: false,
    loggingPeriods: [],
    logGroupName: undefined,
    eventSelectors: undefined,
  }
}

/** StartLogging and StopLogging. To say again what already is changes nothing. */
export function switchTrail(trail: ConfiguredTrail, isLogging: boolean, nowMs: number): void {
  if (trail.isLogging === isLogging) return
  trail.isLogging = isLogging
  const current = trail.loggingPeriods.at(-1)
  if (isLogging) trail.loggingPeriods.push({ fromMs: nowMs, toMs: Number.POSITIVE_INFINITY })
  else if (current !== undefined) current.toMs = nowMs
}
