import { cleanText } from '../../../src/domain/clean-text.js'
import { type Finding, findingSchema } from '../../../src/domain/finding.js'
import { type FindingParse, malformed } from '../finding-source.js'

/**
 * A finding that was put together, checked once more as a whole: what the record could not hold is refused by its place. Types are
 * any text in some formats: with a null character the finding could never be written, and its sender would be told 503 for ever.
 */
export function keepFinding(draft: Finding, what: string): FindingParse {
  const finding = findingSchema.safeParse({ ...draft, type: cleanText(draft.type) })
  if (finding.success) return { accepted: true, finding: finding.data }
  return malformed(`The ${what} has a value that cannot be kept: ${finding.error.issues[0]?.path.join('.')}.`)
}
