import { connectAwsAccount } from '../../../integrations/aws/aws-account.js'
import { assumeRolePolicy, iamPolicyFor, type PolicyDocument } from '../../../integrations/aws/iam-policy.js'
import { purposes } from '../../../integrations/aws/permissions.js'
import { scpProtectingBlocks } from '../../../integrations/aws/scp-protecting-blocks.js'
import { startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const target = { partition: 'aws', accountId: '111122223333' } as const
const writes = /:(Put|Delete|Attach|Detach|Update|Create|Add|Remove|Set|Tag|Enable|Disable)/

function actionsOf({ Statement }: PolicyDocument): string[] {
  return Statement.flatMap(({ Action }) => Action)
}

describe('the minimal IAM policy', () => {
  it('of an investigator writes nothing', () => {
    expect(actionsOf(iamPolicyFor(['investigate'], target)).filter((action) => writes.test(action))).toEqual([])
  })

  it('to contain takes nothing off, and to restore attaches nothing', () => {
    const contain = actionsOf(iamPolicyFor(['contain'], target))
    const restore = actionsOf(iamPolicyFor(['restore'], target))
    expect(contain.filter((action) => /:(Delete|Detach)/.test(action))).toEqual([])
    expect(restore.filter((action) => /:Attach/.test(action))).toEqual([])
    expect(contain).toContain('iam:UpdateAccessKey')
    expect(restore).toContain('iam:DeleteRolePolicy')
  })

  it.each(['aws', 'aws-cn', 'aws-us-gov'] as const)(
    'in %s writes reach the roles, users, groups, profiles and trust anchors of the one account',
    (partition) => {
      const { Statement } = iamPolicyFor(purposes, { ...target, partition })
      const writing = Statement.filter(({ Action }) => Action.some((action) => writes.test(action)))
      expect(writing.length).toBeGreaterThan(0)
      for (const { Resource } of writing) {
        const resources = `iam::111122223333:(role|user|group)|rolesanywhere:\\*:111122223333:(profile|trust-anchor)`
        expect(String(Resource)).toMatch(new RegExp(`^arn:${partition}:(${resources})/\\*$`))
      }
    },
  )

  it('managed policies are attached and detached only if they are AWSDenyAll', () => {
    const { Statement } = iamPolicyFor(purposes, { ...target, partition: 'aws-cn' })
    const managed = Statement.filter(({ Action }) => Action.some((action) => /:(Attach|Detach)/.test(action)))
    expect(managed).toHaveLength(3)
    for (const { Action, Condition } of managed) {
      expect(Action.every((action) => /:(Attach|Detach)/.test(action))).toBe(true)
      expect(Condition).toEqual({ ArnEquals: { 'iam:PolicyARN': 'arn:aws-cn:iam::aws:policy/AWSDenyAll' } })
    }
  })

  it('to assume the role is for the base credentials alone', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/responder'
    expect(actionsOf(iamPolicyFor(purposes, target))).not.toContain('sts:AssumeRole')
    expect(assumeRolePolicy([roleArn]).Statement).toEqual([
      { Sid: 'Assume', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [roleArn] },
    ])
    expect(() => assumeRolePolicy([roleArn, `${roleArn}*`])).toThrow(RangeError)
  })

  it('of the role that looks writes nothing, and of the role that writes reads what its writes need and no more', () => {
    expect(actionsOf(iamPolicyFor(purposes, target, 'investigate')).filter((action) => writes.test(action))).toEqual([])
    const contain = actionsOf(iamPolicyFor(purposes, target, 'contain'))
    expect(contain.filter((action) => !writes.test(action)).sort()).toEqual([
      'iam:GetGroup',
      'iam:GetGroupPolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:GetUser',
      'iam:GetUserPolicy',
      'iam:ListAccessKeys',
      'iam:ListAttachedGroupPolicies',
      'iam:ListAttachedRolePolicies',
      'iam:ListAttachedUserPolicies',
      'rolesanywhere:GetProfile',
      'rolesanywhere:GetTrustAnchor',
      'rolesanywhere:ListTagsForResource',
      'sts:GetCallerIdentity',
    ])
  })

  it('fits into a managed policy, with statement ids that IAM takes', () => {
    const policy = iamPolicyFor(purposes, { ...target, partition: 'aws-us-gov' })
    expect(JSON.stringify(policy).length).toBeLessThan(6_144)
    const sids = policy.Statement.map(({ Sid }) => Sid)
    expect(new Set(sids).size).toBe(sids.length)
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/)
  })
})

describe('the service control policy that protects blocks', () => {
  const irRoleArn = 'arn:aws:iam::111122223333:role/ir/responder'
  const scp = scpProtectingBlocks({ partition: 'aws', irRoleArn })

  it('denies everybody but the responder to put or delete inline policies and to detach AWSDenyAll', () => {
    const unlessResponder = { ArnNotEquals: { 'aws:PrincipalArn': irRoleArn } }
    const Resource = ['arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*', 'arn:aws:iam::*:group/*']
    expect(scp.Statement).toMatchObject([
      { Effect: 'Deny', Resource, Condition: unlessResponder },
      {
        Effect: 'Deny',
        Resource,
        Condition: { ...unlessResponder, ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll' } },
      },
    ])
    expect(actionsOf(scp).sort()).toEqual(
      ['Delete', 'Detach', 'Put'].flatMap((verb) =>
        ['Group', 'Role', 'User'].map((type) => `iam:${verb}${type}Policy`),
      ),
    )
    expect(JSON.stringify(scp).length).toBeLessThan(5_120)
  })

  it.each([
    '*',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::*:role/responder',
    'arn:aws:iam::111122223333:user/ana',
    'arn:aws:sts::111122223333:assumed-role/responder/x',
    'arn:aws-cn:iam::111122223333:role/responder',
    '',
  ])('%j is not one role of the partition, and is refused', (arn) => {
    expect(() => scpProtectingBlocks({ partition: 'aws', irRoleArn: arn })).toThrow(RangeError)
  })
})

describe('a responder with nothing but the printed policy', () => {
  const deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
  const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll'

  it('can do all that the program does, and attach nothing but AWSDenyAll', async () => {
    const document = JSON.stringify(iamPolicyFor(purposes, target))
    const inlinePolicies = [{ name: 'printed', document }]
    const simulated = await startSimulatedAccount({
      seed: {
        accountId: target.accountId,
        roles: [{ name: 'responder', inlinePolicies }, { name: 'ci' }],
        users: [{ name: 'ana', accessKeys: [{ id: 'AKIAEXAMPLE0000000001' }] }],
        groups: [{ name: 'admins' }],
      },
      enforcementDelayMs: 0,
    })
    const credentials = simulated.issueCredentials('responder', 'ir')
    const { iam, sts, cloudTrail, close } = connectAwsAccount({ ...target, endpoint: simulated.url, credentials })
    const go = async () => {}

    for (const entity of [
      { type: 'role', name: 'ci' },
      { type: 'user', name: 'ana' },
      { type: 'group', name: 'admins' },
    ] as const) {
      const description = await iam.describe(entity)
      if (description === null) throw new Error('the seed has this entity')
      await iam.putInlinePolicy(entity, { name: 'p', document: deny }, go)
      await iam.listInlinePolicies(entity)
      await iam.attachPolicy(entity, denyAll, go)
      await iam.listAttachedPolicies(entity)
      await iam.simulate(description.arn, ['s3:ListAllMyBuckets'])
      await iam.detachPolicy(entity, denyAll, go)
      await iam.deleteInlinePolicy(entity, 'p', go)
      const admin = iam.attachPolicy(entity, 'arn:aws:iam::aws:policy/AdministratorAccess', go)
      await expect(admin).rejects.toMatchObject({ kind: 'accessDenied' })
    }
    await iam.listInstanceProfiles('ci')
    await iam.listAccessKeys('ana')
    await iam.accessKeyLastUsedAt('AKIAEXAMPLE0000000001')
    await iam.listGroupsOf('ana')
    await iam.hasConsoleAccess('ana')
    await iam.setKeyStatus('ana', 'AKIAEXAMPLE0000000001', 'Inactive', go)
    await iam.inventory()
    await sts.callerChain()
    const principal = {
      type: 'role',
      name: 'ci',
      arn: 'arn:aws:iam::111122223333:role/ci',
      accountId: target.accountId,
    } as const
    const window = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z', accessKeyIds: [], maxRequests: 5 }
    const { source } = await cloudTrail.activityOf({ principal: { ...principal, uniqueId: null }, ...window })
    expect(source.status).not.toBe('failed')

    close()
    await simulated.close()
  })
})
