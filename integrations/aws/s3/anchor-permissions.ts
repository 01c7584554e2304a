interface AnchorPermission {
  /** The S3 operation that the program calls. */
  readonly operation: string
  readonly actions: readonly `s3:${string}`[]
  readonly on: 'bucket' | 'objects'
}

/**
 * Every call to S3 that an anchor makes, with the IAM actions that it takes; a test holds it against the sources, both ways.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const anchorPermissions: readonly AnchorPermission[] = [
  { operation: 'PutObject', actions: ['s3:PutObject', 's3:PutObjectRetention'], on: 'objects' },
  { operation: 'GetObject', actions: ['s3:GetObjectVersion'], on: 'objects' },
  { operation: 'ListObjectVersions', actions: ['s3:ListBucketVersions'], on: 'bucket' },
]

/** What the process's own credentials need to keep checkpoints in a bucket: nothing that could remove one. */
export function anchorPolicyFor({ partition, bucket }: { partition: string; bucket: string }) {
  const arn = `arn:${partition}:s3:::${bucket}`
  const actionsOn = (on: AnchorPermission['on']) =>
    anchorPermissions.filter((permission) => permission.on === on).flatMap(({ actions }) => actions)
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'TourniquetAnchors', Effect: 'Allow', Action: actionsOn('objects'), Resource: [`${arn}/*`] },
      { Sid: 'TourniquetAnchorList', Effect: 'Allow', Action: actionsOn('bucket'), Resource: [arn] },
    ],
  } as const
}
