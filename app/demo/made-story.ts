import { seedSchema } from '../../simulated-aws/seed/seed.js'
import type { DemoStory } from './demo-story.js'

const ACCOUNT = '111122223333'

/** A small company: its deployment role was taken from a build log, and somebody far away is using it. */
export function madeStory(): DemoStory {
  return {
    seed: seedSchema.parse({
      accountId: ACCOUNT,
      roles: [
        {
          name: 'ci-deploy',
          path: '/service/',
          createDate: '2023-04-11T09:20:00Z',
          trustPolicy: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
              { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
            ],
          },
          inlinePolicies: [
            {
              name: 'deploy',
              document: allow(['s3:*', 'secretsmanager:GetSecretValue', 'iam:List*', 'ec2:Describe*']),
            },
          ],
          attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', name: 'ReadOnlyAccess' }],
          tags: [{ key: 'team', value: 'release' }],
        },
        {
          name: 'build-runner',
          path: '/service/',
          trustPolicy: trustOfRoot,
          inlinePolicies: [{ name: 'deploys', document: allow(['sts:AssumeRole']) }],
        },
        { name: 'OrganizationAccountAccessRole', trustPolicy: trustOfRoot },
      ],
      groups: [
        { name: 'developers', inlinePolicies: [{ name: 'develop', document: allow(['iam:*', 's3:*', 'sts:*']) }] },
      ],
      users: [
        {
          name: 'mira-dev',
          groups: ['developers'],
          accessKeys: [{ id: 'AKIAEXAMPLEMIRADEV01' }],
          loginProfile: {},
        },
      ],
    }),
    partition: 'aws',
    accountId: ACCOUNT,
    region: 'us-east-1',
    accused: { type: 'role', name: 'ci-deploy', uniqueId: undefined },
    intruder: {
      sessionName: 'build-4711',
      assumedBy: 'build-runner',
      sourceIp: '198.51.100.77',
      accessKeyId: undefined,
      userAgent: 'aws-cli/2.17.32 md/Botocore lang/python#3.11.9 os/linux',
      calls: [
        { service: 's3', action: 'ListBuckets' },
        { service: 'secretsmanager', action: 'GetSecretValue', parameters: { secretId: 'prod/payments/db' } },
        { service: 'iam', action: 'ListRoles' },
        { service: 'ec2', action: 'DescribeInstances' },
        { service: 'iam', action: 'CreateUser', parameters: { UserName: 'support-2' } },
        { service: 'sts', action: 'GetCallerIdentity' },
      ],
    },
    seen: null,
    source: 'made',
  }
}

const trustOfRoot = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
}

function allow(actions: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] }
}
