import { z } from 'zod'
import { type ActorCall, createActor } from '../actor.js'
import { shuffled } from './choices.js'
import { defineTechnique } from './technique.js'

const callsOf: Readonly<Record<'accounts' | 'infrastructure', readonly ActorCall[]>> = {
  accounts: [
    ...['ListUsers', 'ListRoles', 'ListGroups', 'ListPolicies', 'GetAccountSummary', 'ListAccountAliases'].map(
      (action) => ({ service: 'iam', action }),
    ),
    { service: 'iam', action: 'GetAccountAuthorizationDetails' },
    { service: 'organizations', action: 'DescribeOrganization' },
    { service: 'organizations', action: 'ListAccounts' },
  ],
  infrastructure: [
    ...['DescribeInstances', 'DescribeRegions', 'DescribeSecurityGroups', 'DescribeSnapshots'].map((action) => ({
      service: 'ec2',
      action,
    })),
    { service: 's3', action: 'ListBuckets' },
    { service: 'lambda', action: 'ListFunctions' },
    { service: 'secretsmanager', action: 'ListSecrets' },
    { service: 'kms', action: 'ListKeys' },
    { service: 'dynamodb', action: 'ListTables' },
    { service: 'cloudtrail', action: 'DescribeTrails' },
    { service: 'rds', action: 'DescribeDBInstances' },
  ],
}

/** Looks around: who there is (T1087.004), what there is (T1580), in an order that no two intruders share. */
export const discovery = defineTechnique({
  name: 'discovery',
  attackId: 'T1580',
  gainsCredentials: false,
  summary: 'asks who is in the account and what it has, a few calls at a time, in random order',
  parameters: z.strictObject({
    of: z.enum(['accounts', 'infrastructure', 'both']).default('both'),
    callsPerStep: z.number().int().min(1).max(20).default(4),
  }),
  begin: ({ account, accessKeyId, sourceIp, userAgent, random }, { of, callsPerStep }) => {
    const actor = createActor({ account, accessKeyId, sourceIp, userAgent })
    const calls = of === 'both' ? [...callsOf.accounts, ...callsOf.infrastructure] : callsOf[of]
    let next: ActorCall[] = []
    const act = () => {
      actor.call({ service: 'sts', action: 'GetCallerIdentity' })
      if (next.length === 0) next = shuffled(random, calls)
      for (const call of next.splice(0, callsPerStep)) actor.call(call)
    }
    return { act, credentials: () => [accessKeyId] }
  },
})
