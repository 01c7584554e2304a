/**
 * Calls that succeed in spite of any policy, so that their success says nothing about a block:
 * - sts:GetCallerIdentity: "No permissions are required to perform this operation", also under an explicit deny.
 *   https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * - sts:GetSessionToken: "you cannot use policies to control authentication operations". Only users can call it.
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 * - signing in to the console: a password is asked for, not a permission; what is done there afterwards is denied.
 *   https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const undeniableCalls = [
  { eventSource: 'sts.amazonaws.com', eventName: 'GetCallerIdentity' },
  { eventSource: 'sts.amazonaws.com', eventName: 'GetSessionToken' },
  { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' },
  { eventSource: 'signin.amazonaws.com', eventName: 'CheckMfa' },
  { eventSource: 'signin.amazonaws.com', eventName: 'GetSigninToken' },
] as const

/** True for a call whose success after the block is expected. */
export function isUndeniable(call: { readonly eventSource: string; readonly eventName: string }): boolean {
  return undeniableCalls.some((one) => one.eventSource === call.eventSource && one.eventName === call.eventName)
}
