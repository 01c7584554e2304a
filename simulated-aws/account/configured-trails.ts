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
    eventSelectors: undefined,
  }
}
