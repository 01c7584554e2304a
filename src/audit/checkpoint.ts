import { z } from 'zod'
import { sha256 } from '../domain/canonical-json.js'
import { type Linked, linkBody } from './chain.js'

/** What a realm's system chain is called beside the incidents' ids. */
export const SYSTEM_CHAIN = 'system'

/**
 * Which database it is. A dump that is restored gets another oid or another system identifier; a copy of the files keeps
 * all three, and shows by `files` where that is known, else by an anchor only.
 * https://www.postgresql.org/docs/current/functions-info.html (pg_control_system)
 */
export const databaseIdentitySchema = z.object({
  /** Of the cluster, made by initdb. null where the role may not read it. */
  systemIdentifier: z.string().nullable(),
  databaseOid: z.string(),
  /** A random id that the first migration wrote into the database. */
  instanceId: z.string(),
  /** What tells the files of an embedded server from a copy of them; null: any other server, which does not say. */
  files: z.string().nullable(),
})
export type DatabaseIdentity = z.infer<typeof databaseIdentitySchema>

/** Where a chain ended when the checkpoint was taken. */
export const checkpointHeadSchema = z.object({ chain: z.string(), seq: z.number().int().positive(), hash: z.string() })
export type CheckpointHead = z.infer<typeof checkpointHeadSchema>

/**
 * A person's word that the database may go on although anchors tell of checkpoints that it does not hold: it was restored
 * from a backup, or is another one. What was lost stays visible in every verification.
 */
export const continuationSchema = z.object({
  by: z.string(),
  reason: z.string(),
  /** The newest checkpoint that an anchor holds; null: no anchor holds one, only the database's identity changed. */
  newestAnchor: z.object({ number: z.number().int().positive(), hash: z.string(), sink: z.string() }).nullable(),
})
export type Continuation = z.infer<typeof continuationSchema>

/** A statement of where the chains that moved since the last one end. Numbers count from 1 without a gap in a realm. */
export const checkpointBodySchema = z.object({
  realm: z.string(),
  number: z.number().int().positive(),
  /** PostgreSQL's clock, ISO 8601 UTC. */
  at: z.iso.datetime(),
  database: databaseIdentitySchema,
  heads: z.array(checkpointHeadSchema),
  /** The key that signed it: the first 16 hex digits of the SHA-256 of the public key. */
  keyId: z.string(),
  continues: continuationSchema.nullable(),
})
export type CheckpointBody = z.infer<typeof checkpointBodySchema>

/** Linked to its predecessor like a record, and signed: Ed25519 over `signedText(hash)`, base64. */
export const checkpointSchema = z.object({
  body: checkpointBodySchema,
  prevHash: z.string(),
  hash: z.string(),
  signature: z.string(),
})
export type Checkpoint = z.infer<typeof checkpointSchema>

export interface CheckpointSigner {
  readonly keyId: string
  /** base64 */
  sign(text: string): string
}

export function checkpointGenesisHash(realm: string): string {
  return sha256(`tourniquet checkpoint chain v1 ${realm}`)
}

/** Says what is signed, so that a signature of this key on something else is none on a checkpoint. */
export function signedText(hash: string): string {
  return `tourniquet checkpoint v1\n${hash}`
}

export function signCheckpoint(
  signer: CheckpointSigner,
  prevHash: string,
  body: Omit<CheckpointBody, 'keyId'>,
): Checkpoint {
  const linked: Linked<CheckpointBody> = linkBody(prevHash, { ...body, keyId: signer.keyId })
  return { ...linked, signature: signer.sign(signedText(linked.hash)) }
}
