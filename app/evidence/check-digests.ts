import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { DigestPublicKey } from '../../integrations/trail-files/digest-signature.js'
import { listTrailFiles } from '../../integrations/trail-files/list-trail-files.js'
import { type DigestReport, validateDigests } from '../../integrations/trail-files/validate-digests.js'
import type { DigestCoverage } from '../../src/evidence/digest-coverage.js'
import { count } from '../../src/report/words.js'

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
  return coverageOf(report, keys.length > 0)
}

const listed = 100

function coverageOf(report: DigestReport, hasKeys: boolean): DigestCoverage {
  const { digests, from, to, covered, changed, missing, notCovered, breaks, signatures } = report
  const checked = {
    valid: signatures.valid.length,
    invalid: signatures.invalid.length,
    notChecked: signatures.notChecked.length,
  }
  const files = {
    covered: covered.length,
    changed: changed.length,
    missing: missing.length,
    notCovered: notCovered.length,
  }
  return {
    digests,
    from,
    to,
    files,
    changed: changed.slice(0, listed),
    missing: missing.slice(0, listed),
    notCovered: notCovered.slice(0, listed),
    breaks: breaks.slice(0, listed),
    signatures: checked,
    statement:
      digests === 0
        ? 'None of the digest files can be read, so whether logs are what CloudTrail delivered is not known.'
        : `${filesText(files, digests)} ${signatureText(checked, breaks.length, hasKeys)}`,
  }
}

function filesText({ covered, changed, missing, notCovered }: DigestCoverage['files'], digests: number): string {
  const others = [
    ...(changed > 0 ? [`${changed} not (CHANGED)`] : []),
    ...(missing > 0 ? [`${missing} that were delivered are not here`] : []),
    ...(notCovered > 0 ? [`${notCovered} no digest names`] : []),
  ]
  const by = `by the hashes in ${count(digests, 'digest file')}`
  return `${count(covered, 'log file')} ${covered === 1 ? 'is' : 'are'} what CloudTrail delivered, ${by}${others.map((text) => `; ${text}`).join('')}.`
}

function signatureText(
  { valid, invalid, notChecked }: DigestCoverage['signatures'],
  breaks: number,
  hasKeys: boolean,
): string {
  const chain = breaks === 0 ? 'Each digest follows on the one before it' : `The chain of digests is broken (${breaks})`
  if (!hasKeys) {
    return `${chain}; their signatures were not checked, so whoever changed a log may have changed its digest: give AWS's public keys with --digest-keys.`
  }
  const rest =
    notChecked > 0
      ? `, ${notChecked} not checked (the newest digest's signature is in its S3 metadata alone, or its key is not in the file)`
      : ''
  return `${chain}; of their signatures ${valid} are valid${invalid > 0 ? `, ${invalid} INVALID` : ''}${rest}.`
}
