import type { Stage } from './staged.js'

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/** Deletes a role with its inline policies and creates it again under its name: another entity. */
export function recreateRole({ account, admin }: Stage, RoleName = 'ci-deploy'): void {
  for (const PolicyName of Object.keys(account.describeRole(RoleName)?.inlinePolicies ?? {})) {
    admin('DeleteRolePolicy', { RoleName, PolicyName })
  }
  admin('DeleteRole', { RoleName })
  admin('CreateRole', { RoleName, AssumeRolePolicyDocument: trust })
}
