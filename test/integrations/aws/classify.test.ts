import { classifyFailure } from '../../../integrations/aws/classify.js'

const page = { sent: true, understood: false }
const answered = { understood: true, write: true }

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
    ['ResourceNotFoundException', 400, 'notFound'],
    ['NoSuchKey', 404, 'notFound'],
    ['MalformedQueryException', 400, 'malformed'],
    ['InvalidParameterException', 400, 'malformed'],
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
    ['InvalidAction', 400, 'unsupported'],
    ['UnknownOperationException', 400, 'unsupported'],
    ['UnrecognizedOperation', 400, 'unsupported'],
    ['NotImplemented', 501, 'unsupported'],
    ['UnsupportedOperation', 400, 'unsupported'],
    ['SomethingNew', 404, 'unsupported'],
    ['SomethingNew', 405, 'unsupported'],
    ['InternalFailure', 501, 'unsupported'],
  ] as const)('%s with status %s is %s', (code, status, kind) => {
    expect(classifyFailure({ ...answered, code, status, sent: status !== null })).toBe(kind)
  })

  it('silence after the request left may hide a success', () => {
    expect(classifyFailure({ ...answered, code: 'Error', status: null, sent: true })).toBe('ambiguous')
  })

  it('an answer that cannot be read may hide a success', () => {
    expect(classifyFailure({ ...page, code: 'Http200', status: 200, write: true })).toBe('ambiguous')
  })

  it('a failure before the request left changed nothing, and is not retried', () => {
    expect(classifyFailure({ ...answered, code: 'TypeError', status: null, sent: false })).toBe('unknown')
  })

  it('a bare 500 page over a read says that the operation is not there, over a write that it may have happened', () => {
    expect(classifyFailure({ ...page, code: 'Http500', status: 500, write: false })).toBe('unsupported')
    expect(classifyFailure({ ...page, code: 'Http500', status: 500, write: true })).toBe('ambiguous')
  })

  it.each([502, 503, 504])('a %i page comes from something in between: the operation may well be there', (status) => {
    expect(classifyFailure({ ...page, code: `Http${status}`, status, write: false })).toBe('ambiguous')
  })
})
