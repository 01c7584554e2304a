import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a header holds one of the secrets. Both sides are hashed: equal lengths for the comparison, and no timing tells how
 * much of a guess was right. All secrets are compared each time, so it does not tell which one matched, either.
 */
export function apiKeyCheck(secrets: readonly string[]): (header: string | readonly string[] | undefined) => boolean {
  const hashes = secrets.map(sha256)
  return (header) => {
    if (typeof header !== 'string') return false
    const given = sha256(header)
    return hashes.filter((hash) => timingSafeEqual(given, hash)).length > 0
  }
}

/** The secrets themselves are not kept. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
