import type { AwsAccount } from '../src/ports.js'

/** AWS that answers at once: what is left is what Tourniquet itself costs. For the bench alone; tests use the simulated account. */
export function instantAccount(accountId: string): AwsAccount {
  const now = () => new Date().toISOString()
  const policies = new Map<string, string>()
  return {
    partition: 'aws',
    accountId,
    sts: {
      callerIdentity: async () => ({
        accountId,
        arn: `arn:aws:iam::${accountId}:user/ir`,
        userId: 'AIDAIR',
        at: now(),
      }),
    },
    cloudTrail: {
      roleActivity: async () => ({
        events: [],
        source: { name: 'cloudtrail:LookupEvents', status: 'empty', requests: 1, events: 0 },
      }),
    },
    iam: {
      describeRole: async (name) => ({
        name,
        path: '/',
        arn: `arn:aws:iam::${accountId}:role/${name}`,
        uniqueId: 'AROAEXAMPLEEXAMPLE12',
        createdAt: '2024-01-01T00:00:00.000Z',
        trustPolicy: '{"Version":"2012-10-17","Statement":[]}',
        permissionsBoundaryArn: null,
        tags: [],
        maxSessionDurationSeconds: 3600,
        lastUsedAt: null,
        lastUsedRegion: null,
      }),
      listInlinePolicies: async () => [],
      listAttachedPolicies: async () => [],
      listInstanceProfiles: async () => [],
      readInlinePolicy: async (role, policy) => policies.get(`${role}/${policy}`) ?? null,
      putInlinePolicy: async (role, policy, guard) => {
        guard()
        policies.set(`${role}/${policy.name}`, policy.document)
        return { requestId: 'bench', at: now() }
      },
      deleteInlinePolicy: async (role, policy, guard) => {
        guard()
        return policies.delete(`${role}/${policy}`) ? { requestId: 'bench', at: now() } : null
      },
    },
  }
}
