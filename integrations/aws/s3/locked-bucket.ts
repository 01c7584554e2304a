import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import type { LockedBucket, ObjectVersion } from './anchor-bucket.js'

/**
 * A bucket with versioning and Object Lock; needs s3:PutObject, s3:PutObjectRetention, s3:GetObjectVersion and s3:ListBucketVersions.
 * If-None-Match: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function lockedBucket(bucketName: string, config: S3ClientConfig): LockedBucket {
  const client = new S3Client(config)
  return {
    put: async (key, body, retainUntil) => {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucketName,
            Key: key,
            Body: body,
            ContentType: 'application/json',
            IfNoneMatch: '*',
            ObjectLockMode: 'COMPLIANCE',
            ObjectLockRetainUntilDate: retainUntil,
            // Object Lock refuses a put without a checksum.
            ChecksumAlgorithm: 'SHA256',
          }),
        )
        return 'written'
      } catch (error) {
        if (error instanceof Error && error.name === 'PreconditionFailed') return 'exists'
        throw error
      }
    },
    listVersions: async (prefix, limit) => {
      const found: ObjectVersion[] = []
      let next: { KeyMarker?: string; VersionIdMarker?: string } | null = {}
      while (next !== null) {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({
            Bucket: bucketName,
            Prefix: prefix,
            ...next,
            ...(limit === null ? {} : { MaxKeys: limit }),
          }),
        )
        for (const { Key: key, VersionId: versionId, LastModified: modified } of page.Versions ?? []) {
          if (key !== undefined && versionId !== undefined && modified !== undefined)
            found.push({ key, versionId, lastModified: modified.toISOString() })
        }
        const more = page.IsTruncated === true && limit === null
        next = more
          ? {
              ...(page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker }),
              ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
            }
          : null
      }
      return found
    },
    get: async ({ key, versionId }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key, VersionId: versionId }))
      if (Body === undefined) throw new Error(`${key} is empty.`)
      return Body.transformToString()
    },
  }
}
