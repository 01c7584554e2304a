import type { DigestCoverage } from '../domain/digest-coverage.js'
import type { EvidenceSource } from '../domain/evidence.js'

/** What a source tells of digest files; null where none does. */
export function digestsOf(sources: readonly EvidenceSource[]): DigestCoverage | null {
  return sources.find(({ digests }) => digests !== undefined)?.digests ?? null
}

/** What the reader of an answer must know: evidence that was changed or taken away since CloudTrail delivered it, or may have been. */
export function digestDoubts(digests: DigestCoverage | null): string[] {
  if (digests === null) return []
  const { files, breaks, begins, signatures, unchecked } = digests
  return [
    ...(files.changed > 0
      ? [`${files.changed} of the log files are not what CloudTrail delivered: somebody may have changed them.`]
      : []),
    ...(signatures.invalid > 0 ? [`The signatures of ${signatures.invalid} digest files are not CloudTrail's.`] : []),
    ...(signatures.keyUnknown > 0
      ? [`${signatures.keyUnknown} digest files are signed by a key that is not known as CloudTrail's.`]
      : []),
    ...(breaks.length > 0
      ? [`The chain of digest files is broken in ${breaks.length} places: see what was read.`]
      : []),
    ...(begins.length > 0
      ? ['Digest files begin within what was read: nothing vouches for log files from before. See what was read.']
      : []),
    ...(files.missing > 0
      ? [`${files.missing} log files that CloudTrail delivered are not here: deleted, or not copied.`]
      : []),
    ...(digests.digests === 0
      ? ['No digest file vouches for the log files: whether they are what CloudTrail delivered cannot be told.']
      : []),
    ...(unchecked === null
      ? []
      : [`Log files were not held against CloudTrail's digest files to the end: ${unchecked}.`]),
  ]
}
