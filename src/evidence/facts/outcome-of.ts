import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from './counted-call.js'

export type CallOutcome = 'ok' | 'failed' | 'denied'

/** A sign-in without its answer is none of those that are counted without being read whole. */
type AnsweredCall = CountedCall & Pick<CloudTrailEvent, 'responseElements'>

/** The names that services give to "you may not": AccessDenied, Client.UnauthorizedOperation, AuthorizationError… */
const deniedCode = /access_?denied|unauthorized|notauthorized|authorizationerror|authfailure|forbidden/i

/**
 * What became of a call. A record of a call that failed has an error code; a failed sign-in has a message alone, or says so
 * in its answer. A dry run counts as failed: it changed nothing.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function outcomeOf({ eventName, errorCode, errorMessage, responseElements }: AnsweredCall): CallOutcome {
  if (errorCode !== undefined) return isDeniedCode(errorCode) ? 'denied' : 'failed'
  if (errorMessage !== undefined) return 'failed'
  return eventName === 'ConsoleLogin' && responseElements?.ConsoleLogin === 'Failure' ? 'failed' : 'ok'
}

/** True where the error code says that a permission was missing or taken away. */
export function isDeniedCode(errorCode: string): boolean {
  return deniedCode.test(errorCode)
}
