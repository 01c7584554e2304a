import { join, resolve } from 'node:path'
import { z } from 'zod'
import { anchorBucket } from '../integrations/aws/s3/anchor-bucket.js'
import { lockedBucket } from '../integrations/aws/s3/locked-bucket.js'
import { anchorFile } from '../integrations/files/anchor-file.js'
import { systemClock } from '../integrations/system/system-clock.js'
import type { AnchorSink } from '../src/audit/anchor.js'
import { assertNever } from '../src/domain/assert-never.js'
import type { AuditSettings } from './runtime-audit.js'

const anchor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    /** Relative to dataDir. */
    path: z.string().min(1),
    /** Your word that whoever owns this host cannot change it: a mount that only takes appends, say. */
    outside: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('s3'),
    /** With versioning and Object Lock. Credentials are the SDK's standard ones. */
    bucket: z.string().min(3).max(63),
    prefix: z.string().default('tourniquet'),
    region: z.string().min(1),
    /** Nobody can delete a checkpoint for so long, the account's root user included. */
    retainDays: z.number().int().min(1).max(36_500).default(365),
    /** Only for an endpoint that is not AWS. */
    endpoint: z.url().nullable().default(null),
  }),
])
type AnchorConfig = z.infer<typeof anchor>

/** How the record is made hard to change: docs/audit.md. */
export const auditConfigSchema = z
  .strictObject({
    /** How long a record waits for its checkpoint at most, while anchors answer. */
    checkpointSeconds: z.number().min(0.2).max(3_600).default(5),
    /** The private key (Ed25519, PEM); made where it is not there. null: audit/checkpoint-key.pem in dataDir. */
    keyFile: z.string().min(1).nullable().default(null),
    /** Public keys that verification trusts, older ones too; none: the one that belongs to the key file. */
    publicKeys: z
      .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'the base64 of an Ed25519 public key, 44 characters'))
      .default([]),
    /** null: a file in dataDir, which is on this host. */
    anchors: z.array(anchor).nullable().default(null),
  })
  .prefault({})
export type AuditConfig = z.infer<typeof auditConfigSchema>

export function auditSettingsOf(config: { readonly dataDir: string; readonly audit: AuditConfig }): AuditSettings {
  const { keyFile, publicKeys, checkpointSeconds } = config.audit
  const dataDir = resolve(config.dataDir)
  return {
    keyFile: keyFile === null ? join(dataDir, 'audit', 'checkpoint-key.pem') : resolve(keyFile),
    publicKeys,
    sinks: sinksOf(dataDir, config.audit),
    checkpointMs: checkpointSeconds * 1_000,
  }
}

function sinksOf(dataDir: string, { anchors }: AuditConfig): AnchorSink[] {
  if (anchors === null) return [anchorFile(join(dataDir, 'audit', 'anchors.jsonl'), { outside: false })]
  return anchors.map((entry) => sinkOf(dataDir, entry))
}

function sinkOf(dataDir: string, entry: AnchorConfig): AnchorSink {
  switch (entry.kind) {
    case 'file':
      return anchorFile(resolve(dataDir, entry.path), { outside: entry.outside })
    case 's3': {
      const { bucket: bucketName, prefix, region, retainDays, endpoint } = entry
      const bucket = lockedBucket(bucketName, {
        region,
        ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
      })
      return anchorBucket({ bucket, bucketName, prefix, retainDays, now: () => systemClock.now() })
    }
    default:
      return assertNever(entry, 'anchor')
  }
}
