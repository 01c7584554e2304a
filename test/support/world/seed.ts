import type { SeedInput, SeedRole } from '../../../simulated-aws/seed/seed.js'

type RoleInput = NonNullable<SeedInput['roles']>[number]

/** The administrator of the simulated account: what other people do there is done with this key. */
export const adminKey = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'administrator-secret' }

export const adminUser = {
  name: 'admin',
  attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' }],
  accessKeys: [{ id: adminKey.accessKeyId, secret: adminKey.secretAccessKey }],
}

export const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})

/** The role that incidents are about unless a test says otherwise. */
export function ciDeploy(changes: Partial<RoleInput> = {}): RoleInput {
  return {
    name: 'ci-deploy',
    path: '/service/',
    inlinePolicies: [{ name: 'deploy', document: allow('s3:*', 'iam:*', 'sts:*') }],
    tags: [{ key: 'team', value: 'release' }],
    ...changes,
  }
}

export const worldRoles: RoleInput[] = [ciDeploy()]

export type { SeedRole }

type UserInput = NonNullable<SeedInput['users']>[number]

export const danaKeys = { active: 'AKIADANAACTIVEACTIVE', inactive: 'AKIADANAINACTIVEINAC' }

/** A user with a key that works and one that was turned off long ago, a password and a group. */
export function dana(changes: Partial<UserInput> = {}): UserInput {
  return {
    name: 'dana',
    inlinePolicies: [{ name: 'work', document: allow('s3:*', 'iam:*', 'sts:*') }],
    tags: [{ key: 'team', value: 'release' }],
    accessKeys: [{ id: danaKeys.active }, { id: danaKeys.inactive, status: 'Inactive' }],
    loginProfile: {},
    ...changes,
  }
}

/** Text of so many characters for an inline policy that changes nothing. */
export function filler(characters: number) {
  const empty = { Version: '2012-10-17', Statement: [{ Sid: '', Effect: 'Deny', Action: 'a:B', Resource: '*' }] }
  const Sid = 'x'.repeat(characters - JSON.stringify(empty).length)
  return { ...empty, Statement: [{ Sid, Effect: 'Deny', Action: 'a:B', Resource: '*' }] }
}
