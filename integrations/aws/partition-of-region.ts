import type { Partition } from '../../src/domain/partition.js'

/** The partition of a Region, by its name. */
export function partitionOfRegion(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
