/** What CloudTrail's digest files say about the log files that were read. Lists hold the first few; the counts are of all. */
export interface DigestCoverage {
  readonly digests: number
  /** What the digests span, ISO; null without any that can be read. */
  readonly from: string | null
  readonly to: string | null
  readonly files: {
    /** As CloudTrail delivered them, if the digests are. */
    readonly covered: number
    /** Not what CloudTrail delivered under their name. */
    readonly changed: number
    /** Delivered, and not here: deleted, or not copied. */
    readonly missing: number
    /** No digest here names them: nothing is known about them. */
    readonly notCovered: number
  }
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  readonly notCovered: readonly string[]
  /** In words: where a digest is changed, renamed, or does not follow on the one before it. */
  readonly breaks: readonly string[]
  readonly signatures: { readonly valid: number; readonly invalid: number; readonly notChecked: number }
  /** One or two sentences, which claim no more than was checked. */
  readonly statement: string
}

/** What the reader of an answer must know: evidence that was changed or taken away since CloudTrail delivered it. */
export function digestDoubts(digests: DigestCoverage | null | undefined): string[] {
  if (digests == null) return []
  const { files, breaks, signatures } = digests
  return [
    ...(files.changed > 0
      ? [`${files.changed} of the log files are not what CloudTrail delivered: somebody may have changed them.`]
      : []),
    ...(signatures.invalid > 0 ? [`The signatures of ${signatures.invalid} digest files are not CloudTrail's.`] : []),
    ...(breaks.length > 0
      ? [`The chain of digest files is broken in ${breaks.length} places: see what was read.`]
      : []),
    ...(files.missing > 0
      ? [`${files.missing} log files that CloudTrail delivered are not here: deleted, or not copied.`]
      : []),
  ]
}
