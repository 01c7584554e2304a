import { type Digest, deliveredName, type HashedFile, hashFile } from './digest-content.js'
import { checkSignature, type DigestPublicKey, readPublicKeys, type SignatureCheck } from './digest-signature.js'
import { type FileProblem, listTrailFiles } from './list-trail-files.js'

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
  /** Log files that no digest here names: nothing is known about them. */
  readonly notCovered: readonly string[]
  /** In words: where a digest is changed, renamed, or does not follow on the one before it. */
  readonly breaks: readonly string[]
  /** S3 objects of digests, by what the check of their signatures gave. */
  readonly signatures: { readonly [Check in SignatureCheck]: readonly string[] }
  /** Why signatures were not checked; null where all were. */
  readonly signatureDetail: string | null
  readonly problems: readonly FileProblem[]
}

export interface DigestOptions {
  readonly signal: AbortSignal
  /** AWS's public keys, from `aws cloudtrail list-public-keys`: without them signatures are not checked. */
  readonly publicKeys?: readonly DigestPublicKey[]
  /** By S3 object: `x-amz-meta-signature` of digests, in hex. Of all but the newest the next digest has it. */
  readonly signatures?: ReadonlyMap<string, string>
}

/**
 * Compares log files with CloudTrail's digest files, where both lie under these paths. Hashes are of the uncompressed
 * content, so that a log that was unzipped is still the one that was delivered; names are CloudTrail's own. A file is only
 * as sure as the signature of the digest that covers it. Never throws.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
export async function validateDigests(paths: readonly string[], options: DigestOptions): Promise<DigestReport> {
  const listed = await listTrailFiles(paths)
  const problems = [...listed.problems]
  const logs: HashedFile[] = []
  const digests: FoundDigest[] = []
  for (const { path } of listed.files) {
    const file = await hashFile(path, options.signal)
    if (file.problem !== null) problems.push({ path, reason: file.problem })
    if (file.digest === null) logs.push(file)
    else digests.push({ ...file, digest: file.digest })
  }
  digests.sort((a, b) => compare(a.digest.digestEndTime, b.digest.digestEndTime) || compare(a.path, b.path))
  return {
    digests: digests.length,
    from: digests.map(({ digest }) => digest.digestStartTime).sort()[0] ?? null,
    to: digests.at(-1)?.digest.digestEndTime ?? null,
    ...compareLogs(logs, digests),
    breaks: [...digests.flatMap(renamed), ...chainsOf(digests).flatMap(breaksIn)],
    ...checkSignatures(digests, options),
    problems,
  }
}

type FoundDigest = HashedFile & { readonly digest: Digest }

/** A name that stands in two folders is covered where the content is the one that was delivered, in each by itself. */
function compareLogs(logs: readonly HashedFile[], digests: readonly FoundDigest[]) {
  const delivered = new Map(
    digests.flatMap(({ digest }) => digest.logFiles).map((file) => [deliveredName(file.s3Object), file]),
  )
  const here = new Set(logs.map(({ path }) => deliveredName(path)))
  const verdicts = logs.map(({ path, sha256, problem }) => {
    const expected = delivered.get(deliveredName(path))
    if (expected === undefined) return { path, is: 'notCovered' } as const
    const isSame = problem === null && sha256 === expected.hashValue.toLowerCase()
    return { path, is: isSame ? 'covered' : 'changed' } as const
  })
  const all = (wanted: (typeof verdicts)[number]['is']) =>
    verdicts.filter(({ is }) => is === wanted).map(({ path }) => path)
  const missing = [...delivered].filter(([name]) => !here.has(name)).map(([, { s3Object }]) => s3Object)
  return { covered: all('covered'), changed: all('changed'), missing: missing.sort(), notCovered: all('notCovered') }
}

/** The signature holds for one place in S3: under another name the digest speaks of another hour. */
function renamed({ path, digest }: FoundDigest): string[] {
  return deliveredName(path) === deliveredName(digest.digestS3Object)
    ? []
    : [`${path} was delivered under another name: ${digest.digestS3Object}`]
}

/** Digests of one trail and Region, oldest first. Late ones (`_backfill`) are chained by themselves. */
function chainsOf(digests: readonly FoundDigest[]): FoundDigest[][] {
  const chains = new Map<string, FoundDigest[]>()
  for (const found of digests) {
    const name = deliveredName(found.digest.digestS3Object).replace(/_\d{8}T\d{6}Z/, '')
    const key = `${found.digest.awsAccountId} ${name}`
    chains.set(key, [...(chains.get(key) ?? []), found])
  }
  return [...chains.values()]
}

function breaksIn(chain: readonly FoundDigest[]): string[] {
  return chain.flatMap(({ digest }, index) => {
    const before = chain[index - 1]
    if (before === undefined) return []
    const [previous, hash] = [digest.previousDigestS3Object, digest.previousDigestHashValue]
    if (previous !== before.digest.digestS3Object) {
      return [`no digests between ${before.digest.digestS3Object} and ${digest.digestS3Object}`]
    }
    const isSame = hash?.toLowerCase() === before.sha256
    return isSame ? [] : [`${before.digest.digestS3Object} is not the digest that ${digest.digestS3Object} follows on`]
  })
}

function checkSignatures(digests: readonly FoundDigest[], { publicKeys = [], signatures }: DigestOptions) {
  const keys = readPublicKeys(publicKeys)
  const following = new Map(
    digests.map(({ digest }) => [digest.previousDigestS3Object ?? '', digest.previousDigestSignature ?? null]),
  )
  const checked: Record<SignatureCheck, string[]> = { valid: [], invalid: [], notChecked: [] }
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
      : 'the key they name, or the digest after them that has their signature, is not here'
  return `signature not checked of ${notChecked} digests: ${why}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
