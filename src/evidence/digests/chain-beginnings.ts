import { chainsOf } from './chain-breaks.js'
import type { FoundDigest } from './judge-digests.js'

/** The oldest digest here of one trail and Region. */
export interface ChainBeginning {
  /** Where it lies. */
  readonly path: string
  /** ISO: from when on it vouches. */
  readonly from: string
  /** The digest that it follows on; null: by its own word there was none. */
  readonly previous: string | null
  /** CloudTrail's signature of it was checked and is right: only then its word counts. */
  readonly isProven: boolean
}

/**
 * Where each chain begins, of digests that are sorted, the oldest first; late ones (`_backfill`) come when they come. The digest with
 * which a trail or its log file validation begins is the only one that names none before it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function beginningsOf(digests: readonly FoundDigest[], valid: ReadonlySet<string>): ChainBeginning[] {
  return chainsOf(digests).flatMap(([first]) => {
    if (first === undefined || /_backfill\./.test(first.digest.digestS3Object)) return []
    const { digestS3Object, digestStartTime: from, previousDigestS3Object: previous = null } = first.digest
    return [
      { path: first.path, from, previous: previous === '' ? null : previous, isProven: valid.has(digestS3Object) },
    ]
  })
}

/** In words; whoever switches a trail off and on again makes it begin again, and may delete what was before. */
export function beginningText({ from }: ChainBeginning, of: string): string {
  return `no digest files ${of} before ${from}: the trail, or its log file validation, began then, or began again; nothing vouches for what was logged before`
}
