import { intruderIn } from './intruder.js'
import { allow, ciDeploy, dana } from './seed.js'
import type { Stage } from './staged.js'

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
}
const erin = {
  name: 'erin',
  inlinePolicies: [{ name: 'work', document: allow('sts:*') }],
  accessKeys: [{ id: 'AKIAERINERINERINERIN' }],
}

/** A role that two users of the account, dana and erin, may assume. */
export const sharedRole = { users: [dana(), erin], roles: [ciDeploy({ trustPolicy })] }

/** A session of the role, by one of the users; its access key. */
export function assume({ account }: Stage, userName: string, sessionName: string): string {
  const roleArn = account.describeRole('ci-deploy')?.arn ?? ''
  return intruderIn(account, { userName }).obtain('AssumeRole', { RoleArn: roleArn, RoleSessionName: sessionName })
}
