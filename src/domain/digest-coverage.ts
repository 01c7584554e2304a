import { z } from 'zod'

const count = z.number().int().nonnegative()
const names = z.array(z.string())

/** What CloudTrail's digest files say about the log files that were read. Lists hold the first few; the counts are of all. */
export const digestCoverageSchema = z.object({
  digests: count,
  /** What the digests span, ISO; null without any that can be read. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  files: z.object({
    /** As CloudTrail delivered them, if the digests are. */
    covered: count,
    /** Not what CloudTrail delivered under their name. */
    changed: count,
    /** Delivered, and not here: deleted, or not copied. */
    missing: count,
    /** No digest here names them: nothing is known about them. */
    notCovered: count,
    /** Delivered so lately that the digest which will name them is not written yet. */
    pending: count,
  }),
  changed: names,
  missing: names,
  notCovered: names,
  /** In words: where a digest is changed, renamed, refused, or does not follow on the one before it. */
  breaks: names,
  /** In words: where digests begin with the first that there was, as CloudTrail's signature proves. */
  begins: names,
  signatures: z.object({
    valid: count,
    invalid: count,
    /** Signed by a key that is none of CloudTrail's, as far as those were told. */
    keyUnknown: count,
    notChecked: count,
  }),
  /** Why the check was not made, or not to its end; null where it was. */
  unchecked: z.string().nullable(),
  /** One or two sentences, which claim no more than was checked. */
  statement: z.string(),
})
export type DigestCoverage = z.infer<typeof digestCoverageSchema>
