import type { Account } from './account.js'
import type { ConfiguredTrail, TrailSettings } from './entities.js'

/** A trail as CreateTrail leaves it: of every Region, and not logging before StartLogging. */
export function newTrail(account: Account, name: string, s3BucketName: string): ConfiguredTrail {
  const { partition, region, accountId } = account
  return {
    name,
    arn: `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${name}`,
    s3BucketName,
    isMultiRegion: true,
    includesGlobalServiceEvents: true,
    validatesLogFiles: false,
    isLogging: false,
    loggingPeriods: [],
    logGroupName: undefined,
    eventSelectors: undefined,
    earlier: [],
  }
}

/** UpdateTrail and PutEventSelectors: from now on. */
export function setTrail(trail: ConfiguredTrail, changes: Partial<TrailSettings>, nowMs: number): void {
  const { s3BucketName, includesGlobalServiceEvents, validatesLogFiles, eventSelectors } = trail
  trail.earlier.push({
    ...{ s3BucketName, includesGlobalServiceEvents, validatesLogFiles, eventSelectors },
    untilMs: nowMs,
  })
  Object.assign(trail, changes)
}

/** What it was set to at that time. */
export function settingsAt(trail: ConfiguredTrail, atMs: number): Readonly<TrailSettings> {
  return trail.earlier.find(({ untilMs }) => atMs < untilMs) ?? trail
}

/** StartLogging and StopLogging. To say again what already is changes nothing. */
export function switchTrail(trail: ConfiguredTrail, isLogging: boolean, nowMs: number): void {
  if (trail.isLogging === isLogging) return
  trail.isLogging = isLogging
  const current = trail.loggingPeriods.at(-1)
  if (isLogging) trail.loggingPeriods.push({ fromMs: nowMs, toMs: Number.POSITIVE_INFINITY })
  else if (current !== undefined) current.toMs = nowMs
}
