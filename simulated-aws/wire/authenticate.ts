import type { Account } from '../account/account.js'
import { type Caller, lookUpCaller } from '../account/callers.js'
import { type Failure, failure } from '../pipeline/aws-error.js'
import type { ServiceFamily } from '../pipeline/service-family.js'
import type { ShownClock } from './shown-clock.js'
import { type Authorization, isSignedWith, signedAt } from './signature.js'
import type { WireRequest } from './wire-request.js'

type Problem = 'missing' | 'malformed' | 'unknownKey' | 'expired' | 'wrongSignature' | 'stale'

const messages: Record<Problem, string> = {
  missing: 'Request is missing Authentication Token',
  malformed: 'Authorization header requires Credential, SignedHeaders and Signature of AWS4-HMAC-SHA256.',
  unknownKey: 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  wrongSignature:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  stale: 'Signature expired: the time of signing is more than 15 minutes from the server time.',
}

type Answers = Record<Problem, [code: string, status: number]>

const queryAnswers: Answers = {
  missing: ['MissingAuthenticationToken', 403],
  malformed: ['IncompleteSignature', 400],
  unknownKey: ['InvalidClientTokenId', 403],
  expired: ['ExpiredToken', 403],
  wrongSignature: ['SignatureDoesNotMatch', 403],
  stale: ['SignatureDoesNotMatch', 403],
}

const jsonAnswers: Answers = {
  missing: ['MissingAuthenticationTokenException', 400],
  malformed: ['IncompleteSignatureException', 400],
  unknownKey: ['UnrecognizedClientException', 400],
  expired: ['ExpiredTokenException', 400],
  wrongSignature: ['InvalidSignatureException', 400],
  stale: ['InvalidSignatureException', 400],
}

/** The same refusal has another name in every protocol; clients decide by the name whether to refresh credentials. */
const answers: Record<ServiceFamily, Answers> = {
  query: queryAnswers,
  json: jsonAnswers,
  'rest-json': jsonAnswers,
  ec2: {
    ...queryAnswers,
    unknownKey: ['AuthFailure', 401],
    expired: ['RequestExpired', 400],
    wrongSignature: ['AuthFailure', 401],
  },
  s3: {
    ...queryAnswers,
    missing: ['AccessDenied', 403],
    malformed: ['AuthorizationHeaderMalformed', 400],
    unknownKey: ['InvalidAccessKeyId', 403],
    expired: ['ExpiredToken', 400],
    stale: ['RequestTimeTooSkewed', 403],
  },
}

export function authenticationFailure(family: ServiceFamily, problem: Problem): Failure {
  const [code, status] = answers[family][problem]
  return failure({ code, status, message: messages[problem] })
}

export type Authenticated = { readonly ok: true; readonly caller: Caller }

/** Who signed the request. Keys that are unknown, switched off or of a deleted role are told apart by nobody. */
export function authenticate(
  account: Account,
  clock: ShownClock,
  request: WireRequest,
  authorization: Authorization,
  family: ServiceFamily,
): Authenticated | Failure {
  const refuse = (problem: Problem) => authenticationFailure(family, problem)
  const found = lookUpCaller(account, authorization.accessKeyId)
  if (!found.ok) return refuse(found.reason === 'expired' ? 'expired' : 'unknownKey')
  if (request.headers.get('x-amz-security-token') !== found.sessionToken) return refuse('unknownKey')
  if (!isSignedWith(found.secret, request, authorization)) return refuse('wrongSignature')
  return isFresh(account, clock, request) ? { ok: true, caller: found.caller } : refuse('stale')
}

function isFresh(account: Account, clock: ShownClock, request: WireRequest): boolean {
  clock.show(account.now())
  const signed = signedAt(request)
  return signed !== undefined && clock.isFresh(signed)
}
