import { z } from 'zod'

const nullable = z.string().nullish()

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
const digestSchema = z.object({
  awsAccountId: z.string(),
  digestStartTime: z.string(),
  digestEndTime: z.string(),
  digestS3Bucket: z.string(),
  digestS3Object: z.string(),
  digestPublicKeyFingerprint: nullable,
  digestSignatureAlgorithm: nullable,
  previousDigestS3Bucket: nullable,
  previousDigestS3Object: nullable,
  /** SHA-256 of the digest before this one, uncompressed, in hex. */
  previousDigestHashValue: nullable,
  /** Its signature in hex: of the newest digest none is in a file, only in the metadata of its S3 object. */
  previousDigestSignature: nullable,
  logFiles: z.array(
    z.object({
      s3Bucket: nullable,
      s3Object: z.string(),
      /** Of the uncompressed log, in hex. */
      hashValue: z.string(),
      hashAlgorithm: z.string(),
    }),
  ),
})
export type Digest = z.infer<typeof digestSchema>

/** The digest that a text is; null where it is none. */
export function parseDigest(text: string): Digest | null {
  try {
    return digestSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
