/** A call to S3 for the log files of trails: made to their bucket alone, which is often another account's. */
export interface TrailBucketPermission {
  readonly operation: `s3:${string}`
  /** The IAM action that it takes. */
  readonly action: `s3:${string}`
  readonly on: 'bucket' | 'objects'
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const trailBucketPermissions = [
  { operation: 's3:ListObjectsV2', action: 's3:ListBucket', on: 'bucket' },
  { operation: 's3:GetObject', action: 's3:GetObject', on: 'objects' },
] as const satisfies readonly TrailBucketPermission[]
