import type { EntityRef } from '../src/domain/principal.js'
import type { AwsAccount, PrincipalActivity, RolesAnywherePort, SendGuard } from '../src/ports.js'

/** AWS that answers at once: what is left is what Tourniquet itself costs. For the bench alone; tests use the simulated account. */
export function instantAccount(accountId: string): AwsAccount {
  const caller = { accountId, arn: `arn:aws:iam::${accountId}:user/ir`, userId: 'AIDAIR' }
  const identity = async () => ({ ...caller, at: now() })
  return {
    partition: 'aws',
    accountId,
    sts: { callerIdentity: identity, callerChain: async () => [await identity()] },
    cloudTrail: { activityOf: async () => nothingRead, callsNamed: async () => nothingRead },
    trails: [],
    detective: null,
    iam: { ...instantReads(accountId), ...instantWrites() },
    rolesAnywhere: () => noProfiles,
  }
}

const nothingRead = {
  events: [],
  source: { name: 'cloudtrail:LookupEvents', status: 'empty', requests: 1, events: 0 },
  isCut: false,
} as const satisfies PrincipalActivity

/** An account that does not use Roles Anywhere. */
const noProfiles: RolesAnywherePort = {
  profile: async () => null,
  profiles: async () => [],
  trustAnchor: async () => null,
  trustAnchors: async () => [],
  subjects: async () => [],
  tagsOf: async () => null,
  setProfileEnabled: async () => null,
  setTrustAnchorEnabled: async () => null,
}

function now(): string {
  return new Date().toISOString()
}

function instantReads(accountId: string) {
  return {
    describe: async ({ type, name }: EntityRef) => ({
      type,
      name,
      path: '/',
      arn: `arn:aws:iam::${accountId}:${type}/${name}`,
      uniqueId: 'AROAEXAMPLEEXAMPLE12',
      createdAt: '2024-01-01T00:00:00.000Z',
      trustPolicy: '{"Version":"2012-10-17","Statement":[]}',
      permissionsBoundaryArn: null,
      tags: [],
      maxSessionDurationSeconds: 3600,
      lastUsedAt: null,
      lastUsedRegion: null,
      members: null,
    }),
    listInlinePolicies: async () => [],
    listAttachedPolicies: async () => [],
    listInstanceProfiles: async () => [],
    listAccessKeys: async () => [],
    accessKeyLastUsedAt: async () => null,
    accessKeyOwner: async () => null,
    listGroupsOf: async () => [],
    hasConsoleAccess: async () => false,
    simulate: async () => [],
    inventory: async () => [],
  }
}

function instantWrites() {
  const policies = new Map<string, string>()
  const written = () => ({ requestId: 'bench', at: now() })
  const key = ({ type, name }: EntityRef, policy: string) => `${type}/${name}/${policy}`
  return {
    readInlinePolicy: async (entity: EntityRef, policy: string) => policies.get(key(entity, policy)) ?? null,
    putInlinePolicy: async (entity: EntityRef, policy: { name: string; document: string }, guard: SendGuard) => {
      await guard()
      policies.set(key(entity, policy.name), policy.document)
      return written()
    },
    deleteInlinePolicy: async (entity: EntityRef, policy: string, guard: SendGuard) => {
      await guard()
      return policies.delete(key(entity, policy)) ? written() : null
    },
    attachPolicy: async () => written(),
    detachPolicy: async () => null,
    setKeyStatus: async () => null,
  }
}
