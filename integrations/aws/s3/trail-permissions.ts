import { trailBucketPermissions } from '../trail-bucket-permissions.js'

export interface TrailBucketTarget {
  readonly partition: string
  readonly bucket: string
  /** What the trail's files lie under, before `AWSLogs`; '' for nothing. */
  readonly prefix?: string
  /** Of the key that the trail encrypts its files with, where it has one of its own (SSE-KMS). */
  readonly kmsKeyArn?: string | undefined
}

/** What it takes to read a trail's log files, and nothing that could change one. */
export function trailBucketPolicyFor({ partition, bucket, prefix = '', kmsKeyArn }: TrailBucketTarget) {
  const arn = `arn:${partition}:s3:::${bucket}`
  const folder = prefix === '' ? 'AWSLogs' : `${prefix}/AWSLogs`
  const actionsOn = (on: 'bucket' | 'objects') =>
    trailBucketPermissions.filter((permission) => permission.on === on).map(({ action }) => action)
  const files = { Action: actionsOn('objects'), Resource: [`${arn}/${folder}/*`] }
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'TourniquetTrailFiles', Effect: 'Allow', ...files },
      { Sid: 'TourniquetTrailList', Effect: 'Allow', Action: actionsOn('bucket'), Resource: [arn] },
      ...(kmsKeyArn === undefined ? [] : [decrypting(kmsKeyArn)]),
    ],
  } as const
}

function decrypting(kmsKeyArn: string) {
  return { Sid: 'TourniquetTrailKey', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [kmsKeyArn] } as const
}
