/**
 * An AWS failure that a caller may act upon. Each adapter maps the wire's codes to these, and nothing else is known inside.
 * - throttled, conflict: nothing happened; try again later
 * - ambiguous: the call may have taken effect (5xx, cut connection, timeout): read back before anything else
 * - unsupported: this endpoint has no such operation: do without, and say so
 * - the others will not get better by trying again
 */
export type AwsFailureKind =
  | 'throttled'
  | 'conflict'
  | 'ambiguous'
  | 'notFound'
  | 'quota'
  | 'unmodifiable'
  | 'malformed'
  | 'accessDenied'
  | 'credentials'
  | 'unsupported'
  | 'unknown'

/**
 * A call to AWS that failed, in the terms of `AwsFailureKind`. Thrown by the adapters only; workers read `kind` to tell
 * what may get better by trying again from what will not. `code` is the wire's own word for it.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly kind: AwsFailureKind
  readonly code: string
  readonly operation: string
  readonly requestId: string | null

  constructor(
    failure: { kind: AwsFailureKind; code: string; operation: string; message: string; requestId?: string | null },
    options?: { cause?: unknown },
  ) {
    super(`${failure.operation}: ${failure.message}`, options)
    this.kind = failure.kind
    this.code = failure.code
    this.operation = failure.operation
    this.requestId = failure.requestId ?? null
  }
}
