import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const readOnly = /^(iam:(Get|List|Simulate)|sts:GetCallerIdentity|cloudtrail:LookupEvents)/

/** Calls that an account got of one operation, by whoever. */
export function callsOf(account: SimulatedAccount, operation: string): LoggedCall[] {
  return account.calls().filter((call) => call.operation === operation && !isWarmUp(call))
}

/** With what a harness on virtual time wakes the SDK's clients before anything happens. */
function isWarmUp({ parameters }: LoggedCall): boolean {
  return parameters.RoleName === 'no-such-role'
}

/** Every call of ours that could change something, as `Operation object`, a policy or a key; ones that AWS refused included. */
export function ourWrites(account: SimulatedAccount): string[] {
  const key = account.adminCredentials.accessKeyId
  return account
    .calls()
    .filter((call) => call.accessKeyId === key && !readOnly.test(call.operation) && !isWarmUp(call))
    .map(({ operation, parameters }) => `${operation.split(':')[1]} ${objectIn(parameters)}`)
}

function objectIn({ PolicyName, PolicyArn, AccessKeyId, Status }: LoggedCall['parameters']): string {
  return AccessKeyId === undefined ? `${PolicyName ?? PolicyArn}` : `${AccessKeyId} ${Status}`
}

/** Names of the role's inline policies as they are written now. */
export function policiesOf(account: SimulatedAccount, roleName = 'ci-deploy'): string[] {
  return Object.keys(account.describeRole(roleName)?.inlinePolicies ?? {})
}
