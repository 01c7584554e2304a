import { classifyFailure } from '../../../integrations/aws/classify.js'

describe('what a caller may do about a failure', () => {
  it.each([
    ['Throttling', 400, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['RequestLimitExceeded', 503, 'throttled'],
    ['TooManyRequestsException', 429, 'throttled'],
    ['SomethingNew', 429, 'throttled'],
    ['ConcurrentModification', 409, 'conflict'],
    ['ConcurrentModificationException', 409, 'conflict'],
    ['EntityTemporarilyUnmodifiable', 409, 'conflict'],
    ['ServiceFailure', 500, 'ambiguous'],
    ['ServiceUnavailable', 503, 'ambiguous'],
    ['InternalFailure', 500, 'ambiguous'],
    ['SomethingNew', 502, 'ambiguous'],
    ['ECONNRESET', null, 'ambiguous'],
    ['ECONNREFUSED', null, 'ambiguous'],
    ['TimeoutError', null, 'ambiguous'],
    ['AbortError', null, 'ambiguous'],
    ['NoSuchEntity', 404, 'notFound'],
    ['NoSuchEntityException', 404, 'notFound'],
    ['LimitExceeded', 409, 'quota'],
    ['LimitExceededException', 409, 'quota'],
    ['UnmodifiableEntity', 400, 'unmodifiable'],
    ['MalformedPolicyDocument', 400, 'malformed'],
    ['ValidationError', 400, 'malformed'],
    ['InvalidNextTokenException', 400, 'malformed'],
    ['AccessDenied', 403, 'accessDenied'],
    ['AccessDeniedException', 400, 'accessDenied'],
    ['ExpiredToken', 403, 'credentials'],
    ['ExpiredTokenException', 403, 'credentials'],
    ['InvalidClientTokenId', 403, 'credentials'],
    ['SignatureDoesNotMatch', 403, 'credentials'],
    ['UnrecognizedClientException', 400, 'credentials'],
    ['CredentialsProviderError', null, 'credentials'],
    ['SomethingNew', 400, 'unknown'],
  ] as const)('%s with status %s is %s', (code, status, kind) => {
    expect(classifyFailure({ code, status, sent: status !== null })).toBe(kind)
  })

  it('silence after the request left may hide a success', () => {
    expect(classifyFailure({ code: 'Error', status: null, sent: true })).toBe('ambiguous')
  })

  it('an answer that cannot be read may hide a success', () => {
    expect(classifyFailure({ code: 'SyntaxError', status: 200, sent: true })).toBe('ambiguous')
  })

  it('a failure before the request left changed nothing, and is not retried', () => {
    expect(classifyFailure({ code: 'TypeError', status: null, sent: false })).toBe('unknown')
  })
})
