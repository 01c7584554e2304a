import { connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import { IamRoleAdapter } from '../../../integrations/aws/iam/role-adapter.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import { observeActivity } from '../../../src/containment/observe.js'
import { toEntity } from '../../../src/containment/pre-image.js'
import { summariseActivity } from '../../../src/evidence/basic-evidence.js'

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const containmentId = 'cnt_0123456789abcdefghij'

let simulated: SimulatedAccount

beforeAll(async () => {
  simulated = await startSimulatedAccount({
    seed: { accountId: '111122223333', roles: [{ name: 'ci', inlinePolicies: [{ name: 'all', document: allowAll }] }] },
    enforcementDelayMs: 0,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 100,
  })
})
afterAll(() => simulated.close())

describe('one account', () => {
  it('nothing is sent before it is asked for', () => {
    const account = connectAwsAccount({ partition: 'aws', accountId: '111122223333', endpoint: 'http://127.0.0.1:9' })
    expect(account).toMatchObject({ partition: 'aws', accountId: '111122223333' })
    account.close()
  })

  it('a block is put, seen to be enforced in the trail, and removed', async () => {
    const { url: endpoint, adminCredentials: credentials } = simulated
    const account = connectAwsAccount({
      partition: 'aws',
      accountId: '111122223333',
      endpoint,
      credentials,
      lookupEventsPerSecond: 100,
    })
    const stolen = simulated.issueCredentials('ci', 'intruder')
    const intruder = new IamRoleAdapter({ partition: 'aws', endpoint, credentials: stolen })
    const role = await account.iam.describeRole('ci')
    if (role === null) throw new Error('the seed has this role')
    const caller = await account.sts.callerIdentity()

    await intruder.describeRole('ci')
    const block = denyAllPolicy(containmentId)
    const { at: appliedAt } = await account.iam.putInlinePolicy('ci', block, () => {})
    await expect(intruder.deleteInlinePolicy('ci', block.name, () => {})).rejects.toMatchObject({
      kind: 'accessDenied',
    })

    const to = new Date(Date.now() + 1_000).toISOString()
    const from = new Date(Date.now() - 60_000).toISOString()
    const { events, source } = await account.cloudTrail.roleActivity({
      roleArn: role.arn,
      roleName: role.name,
      roleUniqueId: role.uniqueId,
      from,
      to,
      accessKeyIds: [stolen.accessKeyId],
      maxRequests: 20,
    })
    const entity = toEntity({ partition: 'aws', accountId: '111122223333', role })
    const applied = { entity, appliedAt, propagationWindowMs: 1_000, policyName: block.name, ourArns: [caller.arn] }
    expect(observeActivity(events, applied)).toMatchObject({ denied: 1, succeeded: [], tampering: [] })
    const evidence = summariseActivity({
      role: entity,
      events,
      sources: [source],
      window: { from, to },
      collectedAt: to,
    })
    expect(evidence).toMatchObject({
      calls: 2,
      errors: 1,
      sessions: [{ sessionName: 'intruder', accessKeyId: stolen.accessKeyId }],
    })

    expect(await account.iam.deleteInlinePolicy('ci', block.name, () => {})).not.toBeNull()
    expect(simulated.isAllowed('ci', 's3:ListAllMyBuckets')).toBe(true)
    intruder.close()
    account.close()
  })
})
