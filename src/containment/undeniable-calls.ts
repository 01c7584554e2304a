/**
 * Calls that succeed in spite of any policy, so that their success says nothing about a block:
 * - sts:GetCallerIdentity: "No permissions are required to perform this operation", also under an explicit deny.
 *   https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * - sts:GetSessionToken: "you cannot use policies to control authentication operations". Only users can call it.
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export const undeniableCalls = [
  { eventSource: 'sts.amazonaws.com', eventName: 'GetCallerIdentity' },
  { eventSource: 'sts.amazonaws.com', eventName: 'GetSessionToken' },
] as const

/** True for a call whose success after the block is expected. */
export function isUndeniable(call: { readonly eventSource: string; readonly eventName: string }): boolean {
  return undeniableCalls.some((one) => one.eventSource === call.eventSource && one.eventName === call.eventName)
}
