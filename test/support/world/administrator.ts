import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam'
import { adminKey } from './seed.js'

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/** What other people of the account do meanwhile, by the real SDK. */
export function administrator(url: string, credentials: { accessKeyId: string; secretAccessKey: string } = adminKey) {
  const iam = new IAMClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const listPolicies = async (RoleName: string) =>
    (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? []
  return {
    listPolicies,
    putPolicy: (RoleName: string, PolicyName: string, document: object) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) })),
    deletePolicy: (RoleName: string, PolicyName: string) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    tag: (RoleName: string, Key: string, Value: string) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key, Value }] })),
    setBoundary: (RoleName: string, PermissionsBoundary: string) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
    /** Deletes a role with its inline policies and creates it again under its name: another entity. */
    recreateRole: async (RoleName: string, Path = '/service/') => {
      for (const PolicyName of await listPolicies(RoleName)) {
        await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))
      }
      await iam.send(new DeleteRoleCommand({ RoleName }))
      await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trust }))
    },
  }
}
