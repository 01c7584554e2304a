import type { AwsFailureKind } from '../../src/domain/aws-error.js'

/** What an SDK error says about itself. `status` is null where no answer came. */
export interface FailureFacts {
  /** The error's name or the wire's code; a trailing "Exception" makes no difference. */
  readonly code: string
  readonly status: number | null
  /** True once the request was handed to the network: from then on silence may hide a success. */
  readonly sent: boolean
  /** True where the answer was an error in the wire's own words; false for a page of HTML, say. */
  readonly understood: boolean
  /** True for calls that change something. */
  readonly write: boolean
}

/**
 * The wire's words by what a caller may do about them, for IAM, STS, CloudTrail, Logs, S3 and Detective. IAM's LimitExceeded is a permanent
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
  [
    'unsupported',
    ['InvalidAction', 'UnknownOperation', 'UnrecognizedOperation', 'NotImplemented', 'UnsupportedOperation'],
  ],
  ['notFound', ['NoSuchEntity', 'ResourceNotFound', 'NoSuchBucket', 'NoSuchKey', 'QueueDoesNotExist']],
  ['quota', ['LimitExceeded']],
  ['unmodifiable', ['UnmodifiableEntity']],
  // Never sent, and never will be: to ask again is of no use.
  ['unknown', ['FencedRequestError']],
  [
    'malformed',
    [
      ...['MalformedPolicyDocument', 'InvalidInput', 'ValidationError', 'Validation', 'InvalidParameterValue'],
      ...['InvalidLookupAttributes', 'InvalidTimeRange', 'InvalidNextToken', 'InvalidMaxResults'],
      ...['MalformedQuery', 'InvalidParameter'],
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

/** Not implemented, no such path, no such method: whatever the code, these say that the operation is not there. */
const unsupportedStatuses = [404, 405, 501]

/**
 * The kind of a failure. 501 and a code that is known decide; then the status: 429 is throttling, 5xx may have taken effect,
 * and so may a request that got no usable answer. What is left is `unknown`: refused for a reason we do not know.
 */
export function classifyFailure(facts: FailureFacts): AwsFailureKind {
  const { code, status, sent } = facts
  const known = kindByCode.get(code) ?? kindByCode.get(code.replace(/(Exception|Fault)$/, ''))
  if (known !== undefined && status !== 501) return known
  if (isUnsupported(facts)) return 'unsupported'
  if (status === 429) return 'throttled'
  if (status !== null && status >= 500) return 'ambiguous'
  const answered = status !== null && status >= 300
  return sent && !answered ? 'ambiguous' : 'unknown'
}

/**
 * AWS words every error, its 500s too. A bare 500 page is how servers that imitate AWS crash over an operation that they do
 * not have; only reads are given up for it, since a write may have had its effect before the crash.
 */
function isUnsupported({ status, understood, write }: FailureFacts): boolean {
  if (status === null) return false
  return unsupportedStatuses.includes(status) || (status === 500 && !understood && !write)
}
