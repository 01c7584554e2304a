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
