import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const readOnly = /^(iam:(Get|List)|sts:GetCallerIdentity|cloudtrail:LookupEvents)/

/** Calls that an account got of one operation, by whoever. */
export function callsOf(account: SimulatedAccount, operation: string): LoggedCall[] {
  return account.calls().filter((call) => call.operation === operation)
}

/** Every call of ours that could change something, as `Operation policyName`; ones that AWS refused included. */
export function ourWrites(account: SimulatedAccount): string[] {
  const key = account.adminCredentials.accessKeyId
  return account
    .calls()
    .filter((call) => call.accessKeyId === key && !readOnly.test(call.operation))
    .map((call) => `${call.operation.split(':')[1]} ${call.parameters.PolicyName}`)
}

/** Names of the role's inline policies as they are written now. */
export function policiesOf(account: SimulatedAccount, roleName = 'ci-deploy'): string[] {
  return Object.keys(account.describeRole(roleName)?.inlinePolicies ?? {})
}
