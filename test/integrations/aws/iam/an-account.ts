import { IamAdapter } from '../../../../integrations/aws/iam/iam-adapter.js'
import { type SimulatedAccountOptions, startSimulatedAccount } from '../../../../simulated-aws/simulated-account.js'

export const text =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a+b %é/*"}]}'
export const deny = '{"Version":"2012-10-17","Statement":[{"Sid":"X","Effect":"Deny","Action":"*","Resource":"*"}]}'
export const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
export const readOnlyAccess = { arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', name: 'ReadOnlyAccess' }
export const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'

const many = Array.from({ length: 130 }, (_, index) => ({
  name: `p-${String(index).padStart(3, '0')}`,
  document: deny,
}))
const common = { inlinePolicies: [{ name: 'read', document: text }], attachedPolicies: [readOnlyAccess] }

export const seed: SimulatedAccountOptions['seed'] = {
  accountId: '111122223333',
  roles: [
    {
      name: 'ci-deploy',
      path: '/team/',
      ...common,
      trustPolicy: trust,
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tags: [{ key: 'team', value: 'payments' }],
      maxSessionDurationSeconds: 7200,
      createDate: '2026-01-01T00:00:00Z',
      lastUsed: { date: '2026-03-01T09:00:00Z', region: 'eu-central-1' },
    },
    { name: 'busy', inlinePolicies: many },
    { name: 'AWSServiceRoleForX', path: '/aws-service-role/x.amazonaws.com/' },
  ],
  instanceProfiles: [{ name: 'web', roleName: 'ci-deploy' }],
  users: [
    {
      name: 'ana',
      path: '/people/',
      ...common,
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tags: [{ key: 'team', value: 'payments' }],
      groups: ['admins', 'readers'],
      createDate: '2026-01-02T00:00:00Z',
      accessKeys: [
        { id: 'AKIAEXAMPLE0000000001', createDate: '2026-01-03T00:00:00Z' },
        { id: 'AKIAEXAMPLE0000000002', status: 'Inactive' },
      ],
      loginProfile: {},
    },
    { name: 'bo' },
  ],
  groups: [
    { name: 'admins', path: '/teams/', ...common, createDate: '2026-01-04T00:00:00Z' },
    { name: 'readers' },
    { name: 'everybody' },
  ],
}

export const entities = [
  { type: 'role', name: 'ci-deploy' },
  { type: 'user', name: 'ana' },
  { type: 'group', name: 'admins' },
] as const
export const nobody = entities.map(({ type }) => ({ type, name: 'nobody' }))

/** A simulated account, and the adapter that works in it as the responder. Lists begin with empty pages. */
export async function anAccount(options: Partial<SimulatedAccountOptions> = {}) {
  const account = await startSimulatedAccount({ seed, enforcementDelayMs: 0, emptyPages: true, ...options })
  const { url: endpoint, adminCredentials: credentials } = account
  const iam = new IamAdapter({ partition: 'aws', endpoint, credentials })
  return {
    account,
    iam,
    callsOf: (operation: string) => account.calls().filter((call) => call.operation === operation).length,
    close: async () => {
      iam.close()
      await account.close()
    },
  }
}
