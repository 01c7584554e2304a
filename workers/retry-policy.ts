import { assertNever } from '../src/domain/assert-never.js'
import { AwsError, type AwsFailureKind } from '../src/domain/aws-error.js'

/** What to do about a failed try. */
export type Verdict =
  | { readonly action: 'retry'; readonly afterMs: number; readonly code: string }
  | { readonly action: 'giveUp'; readonly code: string }

/** After this many failures an effect is given up, and a person is asked: about half a minute of trying. */
export const MAX_FAILURES = 8
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 20_000

/**
 * Which failures are tried again, and when. The pause doubles; its jitter comes from the effect's own id, so that many
 * effects that failed together do not come back together, without randomness in here.
 */
export function judgeFailure(error: unknown, effectId: string, failuresBefore: number): Verdict {
  const code = codeOf(error)
  if (!mayPass(error) || failuresBefore + 1 >= MAX_FAILURES) return { action: 'giveUp', code }
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failuresBefore)
  return { action: 'retry', afterMs: Math.round(pauseMs * (0.75 + jitter(effectId, failuresBefore) / 2)), code }
}

/** Failures that are not AWS's (the database, a message that could not be sent) pass; so the default is to try again. */
function mayPass(error: unknown): boolean {
  if (error instanceof AwsError) return passes(error.kind)
  return !(error instanceof Error) || !['DocumentError', 'ZodError', 'TypeError', 'RangeError'].includes(error.name)
}

function passes(kind: AwsFailureKind): boolean {
  switch (kind) {
    case 'throttled':
    case 'conflict':
    case 'ambiguous':
    case 'unknown':
      return true
    // A role that was just created or read from a stale replica: https://github.com/hashicorp/terraform-provider-aws/pull/18435
    case 'notFound':
      return true
    case 'quota':
    case 'unmodifiable':
    case 'malformed':
    case 'accessDenied':
    case 'credentials':
    case 'unsupported':
      return false
    default:
      return assertNever(kind, 'AWS failure')
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AwsError) return error.code
  return error instanceof Error ? error.name : 'unknown'
}

/** 0 to 1 from the id and the count: FNV-1a is plenty for spreading retries. */
function jitter(effectId: string, failures: number): number {
  let hash = 0x811c9dc5
  for (const char of `${effectId}${failures}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash / 0xffffffff
}
