import { type Finding, findingSchema } from '../../../src/domain/finding.js'
import { type FindingParse, malformed } from '../finding-source.js'

/** A finding that was put together, checked once more as a whole: what the record could not hold is refused by its place. */
export function keepFinding(draft: Finding, what: string): FindingParse {
  const finding = findingSchema.safeParse(draft)
  if (finding.success) return { accepted: true, finding: finding.data }
  return malformed(`The ${what} has a value that cannot be kept: ${finding.error.issues[0]?.path.join('.')}.`)
}
