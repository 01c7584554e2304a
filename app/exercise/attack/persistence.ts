import type { AttackerGains } from '../../../exercises/run-record.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { AttackerCall } from './ledger.js'

type Kept = AttackerGains['persistence'][number]
type Account = Pick<SimulatedAccount, 'describeRole' | 'describeUser'>

/** What the attacker made to come back by, and whether it is still there. The same thing made twice is one. */
export function persistenceOf(calls: readonly AttackerCall[], account: Account, startedAtMs: number): Kept[] {
  const found = calls
    .filter(({ error }) => error === null)
    .flatMap(({ operation, parameters, step, atMs }) => {
      const made = madeBy(operation, parameters, account, startedAtMs + atMs)
      return made === null ? [] : [{ ...made, step, atMs }]
    })
  return found.filter(({ what }, index) => found.findIndex((other) => other.what === what) === index)
}

type Made = Pick<Kept, 'what' | 'standing'>

function madeBy(
  operation: string,
  parameters: AttackerCall['parameters'],
  { describeRole, describeUser }: Account,
  madeAtMs: number,
): Made | null {
  const user = String(parameters.UserName ?? '')
  const role = String(parameters.RoleName ?? '')
  const isSince = (iso: string) => Math.floor(Date.parse(iso) / 1000) >= Math.floor(madeAtMs / 1000)
  switch (operation) {
    case 'iam:CreateUser':
      return { what: `user ${user}`, standing: describeUser(user) !== undefined }
    case 'iam:CreateRole':
      return { what: `role ${role}`, standing: describeRole(role) !== undefined }
    case 'iam:CreateAccessKey': {
      const keys = describeUser(user)?.accessKeys ?? []
      const standing = keys.some(({ status, createDate }) => status === 'Active' && isSince(createDate))
      return { what: `access key of ${user}`, standing }
    }
    case 'iam:CreateLoginProfile':
      return { what: `console password of ${user}`, standing: (describeUser(user)?.loginProfile ?? null) !== null }
    case 'iam:UpdateAssumeRolePolicy': {
      const standing = describeRole(role)?.trustPolicy === parameters.PolicyDocument
      return { what: `trust policy of ${role}`, standing }
    }
    case 'iam:PutUserPolicy': {
      const policy = String(parameters.PolicyName ?? '')
      return { what: `policy ${policy} of ${user}`, standing: policy in (describeUser(user)?.inlinePolicies ?? {}) }
    }
    case 'iam:PutRolePolicy': {
      const policy = String(parameters.PolicyName ?? '')
      return { what: `policy ${policy} of ${role}`, standing: policy in (describeRole(role)?.inlinePolicies ?? {}) }
    }
    default:
      return null
  }
}
