import type { AwsFailureKind } from '../../src/domain/aws-error.js'

/** What an SDK error says about itself. `status` is null where no answer came. */
export interface FailureFacts {
  /** The error's name or the wire's code; a trailing "Exception" makes no difference. */
  readonly code: string
  readonly status: number | null
  /** True once the request was handed to the network: from then on silence may hide a success. */
  readonly sent: boolean
}

/**
 * The wire's words by what a caller may do about them, for IAM, STS and CloudTrail. IAM's LimitExceeded is a permanent
 * quota error although the SDK retries it as throttling; ConcurrentModification is ours to retry, for the SDK does not.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const codesByKind: readonly (readonly [AwsFailureKind, readonly string[]])[] = [
  [
    'throttled',
    [
      ...['Throttling', 'Throttled', 'RequestLimitExceeded', 'RequestThrottled', 'TooManyRequests', 'SlowDown'],
      'BandwidthLimitExceeded',
    ],
  ],
  ['conflict', ['ConcurrentModification', 'EntityTemporarilyUnmodifiable', 'PriorRequestNotComplete']],
  [
    'ambiguous',
    [
      ...['ServiceFailure', 'ServiceUnavailable', 'InternalFailure', 'InternalError', 'InternalServerError'],
      ...['RequestTimeout', 'TimeoutError', 'AbortError', 'ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE'],
      ...['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
    ],
  ],
  ['notFound', ['NoSuchEntity']],
  ['quota', ['LimitExceeded']],
  ['unmodifiable', ['UnmodifiableEntity']],
  [
    'malformed',
    [
      ...['MalformedPolicyDocument', 'InvalidInput', 'ValidationError', 'Validation', 'InvalidParameterValue'],
      ...['InvalidLookupAttributes', 'InvalidTimeRange', 'InvalidNextToken', 'InvalidMaxResults'],
    ],
  ],
  ['accessDenied', ['AccessDenied', 'UnauthorizedOperation', 'OptInRequired', 'NotAuthorized', 'AuthorizationError']],
  [
    'credentials',
    [
      ...['ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'InvalidSignature', 'UnrecognizedClient'],
      ...['IncompleteSignature', 'MissingAuthenticationToken', 'InvalidAccessKeyId', 'RequestExpired'],
      ...['RequestTimeTooSkewed', 'CredentialsProviderError', 'TokenProviderError'],
    ],
  ],
]

const kindByCode = new Map(codesByKind.flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const)))

/**
 * The kind of a failure. A code that is known decides; then the status: 429 is throttling, 5xx may have taken effect, and
 * so may a request that got no usable answer. What is left is `unknown`: refused by AWS for a reason we do not know.
 */
export function classifyFailure({ code, status, sent }: FailureFacts): AwsFailureKind {
  const known = kindByCode.get(code) ?? kindByCode.get(code.replace(/(Exception|Fault)$/, ''))
  if (known !== undefined) return known
  if (status === 429) return 'throttled'
  if (status !== null && status >= 500) return 'ambiguous'
  const answered = status !== null && status >= 300
  return sent && !answered ? 'ambiguous' : 'unknown'
}
