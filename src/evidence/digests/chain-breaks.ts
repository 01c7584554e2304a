import type { FoundDigest, JudgeOptions } from './judge-digests.js'

/** In words, every place where digests, the oldest first, are not the unbroken chain that CloudTrail writes. */
export function breaksOf(
  digests: readonly FoundDigest[],
  { nameOf, ...found }: Pick<JudgeOptions, 'nameOf' | 'isExpected' | 'isUnread'>,
): string[] {
  return [
    ...digests.flatMap((digest) => renamed(digest, nameOf)),
    ...chainsOf(digests).flatMap((chain) => breaksIn(chain, found)),
  ]
}

/** The signature holds for one place in S3: under another name the digest speaks of another hour. */
function renamed({ path, digest }: FoundDigest, nameOf: JudgeOptions['nameOf']): string[] {
  return nameOf(path) === nameOf(digest.digestS3Object)
    ? []
    : [`${path} was delivered under another name: ${digest.digestS3Object}`]
}

/** Digests of one trail and Region, oldest first. Late ones (`_backfill`) are chained by themselves. */
export function chainsOf(digests: readonly FoundDigest[]): FoundDigest[][] {
  const chains = new Map<string, FoundDigest[]>()
  for (const found of digests) {
    const { awsAccountId, digestS3Object } = found.digest
    const name = digestS3Object.slice(digestS3Object.lastIndexOf('/') + 1).replace(/_\d{8}T\d{6}Z/, '')
    const key = `${awsAccountId} ${name}`
    const chain = chains.get(key)
    if (chain === undefined) chains.set(key, [found])
    else chain.push(found)
  }
  return [...chains.values()]
}

function breaksIn(
  chain: readonly FoundDigest[],
  { isExpected, isUnread }: Pick<JudgeOptions, 'isExpected' | 'isUnread'>,
): string[] {
  return chain.flatMap(({ digest }, index) => {
    const before = chain[index - 1]
    const previous = digest.previousDigestS3Object ?? null
    if (previous !== null && isUnread?.(previous) === true) return []
    if (before === undefined) {
      const isMissing = previous !== null && isExpected.digest(previous)
      return isMissing ? [`${previous} is not here, on which ${digest.digestS3Object} follows`] : []
    }
    if (previous !== before.digest.digestS3Object) {
      const why = previous === null ? ', which begins a new chain: validation or the trail was switched off' : ''
      return [`no digests between ${before.digest.digestS3Object} and ${digest.digestS3Object}${why}`]
    }
    const isSame = digest.previousDigestHashValue?.toLowerCase() === before.sha256
    return isSame ? [] : [`${before.digest.digestS3Object} is not the digest that ${digest.digestS3Object} follows on`]
  })
}
