import type { Partition } from '../../../src/domain/partition.js'

/**
 * Regions that a trail of all Regions may have folders of, as of 2026: a table must name them, and one that is left out is
 * silently not searched. One that does not exist costs nothing.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export function trailRegions(partition: Partition): readonly string[] {
  return regions[partition]
}

const regions: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
    ...[
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
    ],
    ...['af-south-1', 'il-central-1', 'me-central-1', 'me-south-1'],
    ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
    ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
    'ap-southeast-7',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
}
