import { type Seed, seedSchema } from '../../simulated-aws/seed/seed.js'
import type { DemoStory } from './demo-story.js'

const ACCOUNT = '111122223333'
const BUILD_SERVER_KEY = 'AKIAEXAMPLEBUILDSV01'

/**
 * A small company: a session of its deployment role stood in a build log, and somebody far away is using it. What that one calls
 * is more than anybody who deploys would, or the records would speak against the finding.
 */
export function madeStory(): DemoStory {
  return {
    seed: company(),
    partition: 'aws',
    accountId: ACCOUNT,
    region: 'us-east-1',
    accused: { type: 'role', name: 'ci-deploy', uniqueId: undefined },
    intruder: intruder(),
    seen: null,
    source: 'made',
  }
}

function company(): Seed {
  return seedSchema.parse({
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
      {
        name: 'build-server',
        inlinePolicies: [{ name: 'builds', document: allow(['sts:AssumeRole']) }],
        accessKeys: [{ id: BUILD_SERVER_KEY }],
      },
    ],
  })
}

/** Round and round: who am I, what is there, what can be taken, and how can I stay unseen. */
function intruder(): DemoStory['intruder'] {
  return {
    sessionName: 'build-4711',
    obtained: {
      userKey: BUILD_SERVER_KEY,
      role: 'build-runner',
      roleSession: 'pipeline',
      sourceIp: '203.0.113.10',
      userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5',
    },
    sourceIp: '198.51.100.77',
    accessKeyId: undefined,
    userAgent: 'aws-cli/2.17.32 md/Botocore lang/python#3.11.9 os/linux',
    calls: [
      { service: 'sts', action: 'GetCallerIdentity' },
      { service: 's3', action: 'ListBuckets' },
      { service: 'iam', action: 'ListRoles' },
      { service: 'ec2', action: 'DescribeInstances' },
      ...['prod/payments/db', 'prod/payments/api', 'prod/mail', 'prod/customers/db', 'prod/signing', 'prod/vpn'].map(
        (secretId) => ({ service: 'secretsmanager', action: 'GetSecretValue', parameters: { secretId } }),
      ),
      { service: 's3', action: 'GetObject', parameters: { bucketName: 'customer-exports', key: '2026/all.csv' } },
      { service: 'iam', action: 'CreateUser', parameters: { UserName: 'support-2' } },
      { service: 'iam', action: 'ListUsers' },
      { service: 'cloudtrail', action: 'StopLogging', parameters: { Name: 'company-trail' } },
    ],
  }
}

const trustOfRoot = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
}

function allow(actions: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] }
}
