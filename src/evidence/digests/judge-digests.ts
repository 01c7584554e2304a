import { beginningsOf, type ChainBeginning } from './chain-beginnings.js'
import { breaksOf } from './chain-breaks.js'
import type { Digest } from './digest.js'
import { checkSignature, type DigestPublicKey, readPublicKeys, type SignatureCheck } from './digest-signature.js'

/** A log file by the hash of what is in it, not of how it was zipped. */
export interface HashedLog {
  readonly path: string
  /** Hex. */
  readonly sha256: string
  /** In words that follow the file's name: its hash is then that of a part. */
  readonly problem: string | null
}

export interface FoundDigest {
  readonly path: string
  readonly sha256: string
  readonly digest: Digest
}

export interface DigestReport {
  readonly digests: number
  /** What the digests span, from the earliest start to the latest end; null without any. */
  readonly from: string | null
  readonly to: string | null
  /** Log files that are what CloudTrail delivered. */
  readonly covered: readonly string[]
  /** Log files that are not what CloudTrail delivered under their name. */
  readonly changed: readonly string[]
  /** S3 objects that CloudTrail delivered and that are not here: deleted, or not downloaded. */
  readonly missing: readonly string[]
  /** Log files that no digest here names, but for forged ones: nothing is known about them. */
  readonly notCovered: readonly string[]
  /** In words: where a digest is changed, renamed, or does not follow on the one before it. */
  readonly breaks: readonly string[]
  /** The oldest digest of each chain. */
  readonly begins: readonly ChainBeginning[]
  /** S3 objects of digests, by what the check of their signatures gave. */
  readonly signatures: { readonly [Check in SignatureCheck]: readonly string[] }
  /** Why signatures were not checked; null where all were. */
  readonly signatureDetail: string | null
}

export interface JudgeOptions {
  /** AWS's public keys: without any, signatures are not checked. */
  readonly publicKeys?: readonly DigestPublicKey[]
  /** By S3 object: `x-amz-meta-signature` of digests, in hex. Of all but the newest the next digest has it. */
  readonly signatures?: ReadonlyMap<string, string>
  /** What a path and a place in S3 have in common where they are the same file. */
  readonly nameOf: (path: string) => string
  /** What was looked for: a log that is named and not here is missing, and so is a digest before the first of its chain. */
  readonly isExpected: { log(s3Object: string): boolean; digest(s3Object: string): boolean }
  /** Digests that are there, and of which nothing is known: that they are not among those found is no break. */
  readonly isUnread?: (s3Object: string) => boolean
}

/**
 * Compares log files with CloudTrail's digests of them. Hashes are of the uncompressed content, so that a log that was unzipped
 * is still the one that was delivered. What a digest with a wrong signature says counts for nothing; where signatures were not
 * checked, a file is only as sure as the digest that names it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
export function judgeDigests(
  logs: readonly HashedLog[],
  found: readonly FoundDigest[],
  options: JudgeOptions,
): DigestReport {
  const digests = [...found].sort(
    (a, b) => compare(a.digest.digestEndTime, b.digest.digestEndTime) || compare(a.path, b.path),
  )
  const { signatures, signatureDetail } = checkSignatures(digests, options)
  const forged = new Set([...signatures.invalid, ...signatures.keyUnknown])
  return {
    digests: digests.length,
    from: digests.map(({ digest }) => digest.digestStartTime).sort()[0] ?? null,
    to: digests.at(-1)?.digest.digestEndTime ?? null,
    ...compareLogs(
      logs,
      digests.filter(({ digest }) => !forged.has(digest.digestS3Object)),
      options,
    ),
    breaks: breaksOf(digests, options),
    begins: beginningsOf(digests, new Set(signatures.valid)),
    signatures,
    signatureDetail,
  }
}

/** A name that stands in two folders is covered where the content is the one that was delivered, in each by itself. */
function compareLogs(
  logs: readonly HashedLog[],
  digests: readonly FoundDigest[],
  { nameOf, isExpected }: JudgeOptions,
) {
  const delivered = new Map(
    digests.flatMap(({ digest }) => digest.logFiles).map((file) => [nameOf(file.s3Object), file]),
  )
  const here = new Set(logs.map(({ path }) => nameOf(path)))
  const verdicts = logs.map(({ path, sha256, problem }) => {
    const expected = delivered.get(nameOf(path))
    if (expected === undefined) return { path, is: 'notCovered' } as const
    const isSame = problem === null && sha256 === expected.hashValue.toLowerCase()
    return { path, is: isSame ? 'covered' : 'changed' } as const
  })
  const all = (wanted: (typeof verdicts)[number]['is']) =>
    verdicts.filter(({ is }) => is === wanted).map(({ path }) => path)
  const missing = [...delivered].flatMap(([name, { s3Object }]) =>
    here.has(name) || !isExpected.log(s3Object) ? [] : [s3Object],
  )
  return { covered: all('covered'), changed: all('changed'), missing: missing.sort(), notCovered: all('notCovered') }
}

function checkSignatures(digests: readonly FoundDigest[], { publicKeys = [], signatures }: JudgeOptions) {
  const keys = readPublicKeys(publicKeys)
  const following = new Map(
    digests.map(({ digest }) => [digest.previousDigestS3Object ?? '', digest.previousDigestSignature ?? null]),
  )
  const checked: Record<SignatureCheck, string[]> = { valid: [], invalid: [], keyUnknown: [], notChecked: [] }
  for (const { digest, sha256 } of digests) {
    const place = digest.digestS3Object
    const signature = signatures?.get(place) ?? following.get(place) ?? null
    checked[checkSignature(digest, sha256, signature, keys)].push(place)
  }
  return { signatures: checked, signatureDetail: detailOf(checked.notChecked.length, keys.size) }
}

function detailOf(notChecked: number, keys: number): string | null {
  if (notChecked === 0) return null
  const why =
    keys === 0
      ? "AWS's public keys were not given (aws cloudtrail list-public-keys)"
      : 'the digest after them that has their signature is not here'
  return `signature not checked of ${notChecked} digests: ${why}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
