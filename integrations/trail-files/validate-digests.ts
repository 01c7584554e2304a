import type { DigestPublicKey } from '../../src/evidence/digests/digest-signature.js'
import {
  type DigestReport,
  type FoundDigest,
  type HashedLog,
  judgeDigests,
} from '../../src/evidence/digests/judge-digests.js'
import { deliveredName, hashFile } from './digest-content.js'
import { type FileProblem, listTrailFiles } from './list-trail-files.js'

export interface FilesReport extends DigestReport {
  readonly problems: readonly FileProblem[]
}

export interface DigestOptions {
  readonly signal: AbortSignal
  /** AWS's public keys, from `aws cloudtrail list-public-keys`: without them signatures are not checked. */
  readonly publicKeys?: readonly DigestPublicKey[]
  /** By S3 object: `x-amz-meta-signature` of digests, in hex. Of all but the newest the next digest has it. */
  readonly signatures?: ReadonlyMap<string, string>
}

/** A copy may begin later than the trail did, and of its own begin everything is there. */
const isExpected = { log: () => true, digest: () => false }

/**
 * Compares log files with CloudTrail's digest files, where both lie under these paths, by their names, which are CloudTrail's
 * own. Never throws.
 */
export async function validateDigests(paths: readonly string[], options: DigestOptions): Promise<FilesReport> {
  const listed = await listTrailFiles(paths)
  const problems = [...listed.problems]
  const logs: HashedLog[] = []
  const digests: FoundDigest[] = []
  for (const { path } of listed.files) {
    const { digest, ...file } = await hashFile(path, options.signal)
    if (file.problem !== null) problems.push({ path, reason: file.problem })
    if (digest === null) logs.push(file)
    else digests.push({ ...file, digest })
  }
  return { ...judgeDigests(logs, digests, { ...options, nameOf: deliveredName, isExpected }), problems }
}
