import { z } from 'zod'
import type { GuardDutyFinding } from './guardduty-schema.js'

const PLACEHOLDER = 'GeneratedFinding'
type Credentials = { readonly [Key in 'accessKeyId' | 'principalId' | 'userName']?: string | null | undefined }
const markedSchema = z.object({ sample: z.literal(true) })

/**
 * Whether GuardDuty made this finding up (CreateSampleFindings): `additionalInfo.sample`, the same inside the JSON string
 * `additionalInfo.value`, a title that starts with [SAMPLE], or placeholder ids.
 *
 * A sample never blocks anything, so nothing that an intruder may choose can make one: a *name* that looks like a placeholder
 * counts only where no id that AWS gave stands beside it, and user agents inside `value` stay inside their JSON string.
 * https://docs.aws.amazon.com/guardduty/latest/ug/sample_findings.html
 */
export function isSample(
  finding: Pick<GuardDutyFinding, 'service' | 'title'>,
  accused: readonly Credentials[],
): boolean {
  const info = finding.service?.additionalInfo
  if (info?.sample === true || isMarked(info?.value)) return true
  if (finding.title?.startsWith('[SAMPLE]') === true) return true
  return accused.length > 0 && accused.every(isPlaceholder)
}

/** Ids that GuardDuty made up; or a name of that kind with no id beside it. */
export function isPlaceholder({ accessKeyId, principalId, userName }: Credentials): boolean {
  const ids = [accessKeyId, principalId].filter((id) => typeof id === 'string' && id !== '')
  const telling = ids.length === 0 ? [userName] : ids
  return telling.some((text) => text?.startsWith(PLACEHOLDER) === true)
}

function isMarked(value: unknown): boolean {
  if (typeof value !== 'string') return false
  try {
    return markedSchema.safeParse(JSON.parse(value)).success
  } catch (error) {
    // Not every `value` is JSON, and one that is not cannot hold the mark.
    if (error instanceof SyntaxError) return false
    throw error
  }
}
