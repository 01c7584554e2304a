import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { listTrailFiles } from '../../integrations/trail-files/list-trail-files.js'
import { validateDigests } from '../../integrations/trail-files/validate-digests.js'
import type { DigestCoverage } from '../../src/domain/digest-coverage.js'
import { beginningText } from '../../src/evidence/digests/chain-beginnings.js'
import { coverageOfDigests } from '../../src/evidence/digests/coverage-of-digests.js'
import type { DigestPublicKey } from '../../src/evidence/digests/digest-signature.js'

/** As `aws cloudtrail list-public-keys` prints it. */
const keysSchema = z.object({
  PublicKeyList: z.array(z.object({ Fingerprint: z.string(), Value: z.string() })).min(1),
})

export type ReadDigestKeys =
  | { readonly ok: true; readonly keys: readonly DigestPublicKey[] }
  | { readonly ok: false; readonly reason: string }

/** CloudTrail's public keys out of a file that the AWS CLI wrote. Throws where the file cannot be read. */
export async function readDigestKeys(path: string): Promise<ReadDigestKeys> {
  const told = 'is not what `aws cloudtrail list-public-keys --output json` prints: give it a file of that.'
  try {
    const { PublicKeyList } = keysSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return {
      ok: true,
      keys: PublicKeyList.map(({ Fingerprint, Value }) => ({ fingerprint: Fingerprint, value: Value })),
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return { ok: false, reason: told }
    throw error
  }
}

/** What CloudTrail calls its digests; whoever copies a trail keeps the names, and validation asks for them. */
const digestName = /_CloudTrail-Digest_/

/** null where no digest file lies among them. Reads all files once more: hashes are of the whole content. */
export async function checkDigests(
  paths: readonly string[],
  { keys, tell }: { readonly keys: readonly DigestPublicKey[]; readonly tell: (text: string) => void },
): Promise<DigestCoverage | null> {
  const { files } = await listTrailFiles(paths)
  if (!files.some(({ path }) => digestName.test(path))) return null
  tell(`Comparing ${files.length} files with what CloudTrail delivered`)
  const report = await validateDigests(paths, { signal: new AbortController().signal, publicKeys: keys })
  return coverageOfDigests(report, {
    pending: new Set(),
    begins: report.begins
      .filter(({ previous, isProven }) => previous === null && isProven)
      .map((beginning) => beginningText(beginning, `like ${basename(beginning.path)}`)),
    unchecked: null,
    notChecked:
      keys.length === 0
        ? "give AWS's public keys with --digest-keys"
        : "the newest digest's signature is in its S3 metadata alone",
    none: 'None of the digest files can be read, so whether logs are what CloudTrail delivered is not known.',
  })
}
