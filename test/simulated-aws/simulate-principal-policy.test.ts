import {
  AttachRolePolicyCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { accountId, allow, denyAll, errorOf, type Setup, seed, setUp, tearDown } from './fixture.js'

const roleArn = 'arn:aws:iam::111122223333:role/Payments'
const boundaryArn = 'arn:aws:iam::111122223333:policy/Reads'
const awsDenyAll = 'arn:aws:iam::aws:policy/AWSDenyAll'
const accounting: SeedInput = {
  accountId,
  managedPolicies: [{ arn: boundaryArn, name: 'Reads', document: allow('s3:Get*') }],
  roles: [
    ...(seed.roles ?? []),
    {
      name: 'Bounded',
      permissionsBoundaryArn: boundaryArn,
      inlinePolicies: [{ name: 'app', document: allow('s3:*') }],
    },
  ],
  groups: [{ name: 'staff', inlinePolicies: [{ name: 'read', document: allow('s3:List*') }] }],
  users: [...(seed.users ?? []), { name: 'ana', path: '/people/', groups: ['staff'] }],
}
const block = new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'DenyAll-1', PolicyDocument: denyAll })

function ask({ iam }: Setup, input: Partial<SimulatePrincipalPolicyCommandInput>) {
  const command = { PolicySourceArn: roleArn, ActionNames: ['s3:GetObject'], ...input }
  return iam.send(new SimulatePrincipalPolicyCommand(command))
}

async function decisions(setup: Setup, input: Partial<SimulatePrincipalPolicyCommandInput>) {
  const { EvaluationResults = [] } = await ask(setup, input)
  return EvaluationResults.map(({ EvalDecision }) => EvalDecision)
}

afterEach(tearDown)

it('the simulation tells each action apart and names the statements that decide', async () => {
  const setup = await setUp({ seed: accounting })
  const { EvaluationResults, IsTruncated } = await ask(setup, { ActionNames: ['s3:GetObject', 'ec2:RunInstances'] })
  expect([EvaluationResults, IsTruncated]).toMatchObject([
    [
      {
        EvalActionName: 's3:GetObject',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'role_Payments_app',
            SourcePolicyType: 'IAM Policy',
            StartPosition: { Line: 1, Column: 1 },
          },
        ],
        MissingContextValues: [],
      },
      { EvalActionName: 'ec2:RunInstances', EvalDecision: 'implicitDeny', MatchedStatements: [] },
    ],
    false,
  ])
})

it('the simulation reads policies as written, while enforcement still goes by the old ones', async () => {
  const setup = await setUp({ seed: accounting, enforcementDelayMs: 60_000 })
  await setup.iam.send(block)
  const { EvaluationResults = [] } = await ask(setup, {})
  expect(EvaluationResults[0]).toMatchObject({
    EvalDecision: 'explicitDeny',
    MatchedStatements: [{ SourcePolicyId: 'role_Payments_DenyAll-1' }],
  })
  expect(EvaluationResults[0]?.MatchedStatements).toHaveLength(1)
  expect(setup.account.isAllowed('Payments', 's3:GetObject')).toBe(true)
})

it('policies can be left out by the inline name, the ARN or the type: what a restore would allow', async () => {
  const setup = await setUp({ seed: accounting })
  await setup.iam.send(block)
  await setup.iam.send(new AttachRolePolicyCommand({ RoleName: 'Payments', PolicyArn: awsDenyAll }))
  const inline = { PolicyName: 'DenyAll-1', AttachmentType: 'role', AttachmentName: 'Pay*' } as const
  const lists = [
    [[{ InlinePolicyIdentifier: inline }], 'explicitDeny'],
    [[{ PolicyArn: 'arn:aws:iam::aws:policy/AWSDeny*' }], 'explicitDeny'],
    [[{ InlinePolicyIdentifier: inline }, { PolicyArn: awsDenyAll }], 'allowed'],
    [[{ InlinePolicyIdentifier: inline }, { PolicyType: 'aws-managed' }], 'allowed'],
    [[{ InlinePolicyIdentifier: inline }, { PolicyType: 'user-managed' }, { PolicyType: 'scp' }], 'explicitDeny'],
    [[{ PolicyType: 'inline' }, { PolicyType: 'aws-managed' }], 'implicitDeny'],
  ] as const
  for (const [PolicyExclusionList, expected] of lists) {
    expect(await decisions(setup, { PolicyExclusionList: [...PolicyExclusionList] })).toEqual([expected])
  }
})

it("a user is simulated with its groups' policies, a group with its own", async () => {
  const setup = await setUp({ seed: accounting })
  const [userArn, groupArn] = ['user/people/ana', 'group/staff'].map((name) => `arn:aws:iam::${accountId}:${name}`)
  const both = { ActionNames: ['s3:ListBucket', 's3:GetObject'] }
  for (const PolicySourceArn of [userArn, groupArn]) {
    expect(await decisions(setup, { ...both, PolicySourceArn })).toEqual(['allowed', 'implicitDeny'])
  }
  await setup.iam.send(new PutGroupPolicyCommand({ GroupName: 'staff', PolicyName: 'Deny', PolicyDocument: denyAll }))
  const { EvaluationResults } = await ask(setup, { PolicySourceArn: userArn })
  expect(EvaluationResults?.[0]?.MatchedStatements).toMatchObject([{ SourcePolicyId: 'group_staff_Deny' }])
})

it('a boundary limits what is allowed, is told apart, and can be left out', async () => {
  const setup = await setUp({ seed: accounting })
  const asked = {
    PolicySourceArn: `arn:aws:iam::${accountId}:role/Bounded`,
    ActionNames: ['s3:GetObject', 's3:PutObject'],
  }
  const { EvaluationResults } = await ask(setup, asked)
  expect(EvaluationResults).toMatchObject([
    { EvalDecision: 'allowed', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true } },
    { EvalDecision: 'implicitDeny', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
  ])
  const free = { ...asked, PolicyExclusionList: [{ PolicyType: 'permission-boundary' as const }] }
  expect(await decisions(setup, free)).toEqual(['allowed', 'allowed'])
})

it('several resources give one result, the most restrictive, and one for each', async () => {
  const setup = await setUp({ seed: accounting })
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::secret/*' }],
  }
  const policy = { PolicyName: 'Secret', PolicyDocument: JSON.stringify(document) }
  await setup.iam.send(new PutRolePolicyCommand({ RoleName: 'Payments', ...policy }))
  const ResourceArns = ['arn:aws:s3:::open/a', 'arn:aws:s3:::secret/a']
  const { EvaluationResults } = await ask(setup, { ResourceArns })
  expect(EvaluationResults).toMatchObject([
    {
      EvalDecision: 'explicitDeny',
      MatchedStatements: [{ SourcePolicyId: 'role_Payments_Secret' }],
      ResourceSpecificResults: [
        { EvalResourceName: ResourceArns[0], EvalResourceDecision: 'allowed' },
        { EvalResourceName: ResourceArns[1], EvalResourceDecision: 'explicitDeny' },
      ],
    },
  ])
})

it('conditions go by the context that is given, and what is missing is named', async () => {
  const setup = await setUp({ seed: accounting })
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': '2026-03-01T00:00:00Z' } }
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }] }
  const policy = { PolicyName: 'Older', PolicyDocument: JSON.stringify(document) }
  await setup.iam.send(new PutRolePolicyCommand({ RoleName: 'Payments', ...policy }))
  const issued = (at: string) => ({
    ContextEntries: [{ ContextKeyName: 'aws:tokenissuetime', ContextKeyValues: [at], ContextKeyType: 'date' as const }],
  })
  const { EvaluationResults } = await ask(setup, {})
  expect(EvaluationResults).toMatchObject([{ EvalDecision: 'allowed', MissingContextValues: ['aws:TokenIssueTime'] }])
  expect(await decisions(setup, issued('2026-02-01T00:00:00Z'))).toEqual(['explicitDeny'])
  expect(await decisions(setup, issued('2026-04-01T00:00:00Z'))).toEqual(['allowed'])
})

it.each([false, true])(
  'results come in pages and in the order of the question (empty pages: %p)',
  async (emptyPages) => {
    const setup = await setUp({ seed: accounting, emptyPages })
    const ActionNames = Array.from({ length: 25 }, (_, index) => `s3:Action${index}`)
    const seen: (string | undefined)[] = []
    let Marker: string | undefined
    do {
      const reply = await ask(setup, { ActionNames, MaxItems: 10, Marker })
      seen.push(...(reply.EvaluationResults ?? []).map(({ EvalActionName }) => EvalActionName))
      Marker = reply.IsTruncated ? reply.Marker : undefined
    } while (Marker !== undefined)
    expect(seen).toEqual(ActionNames)
  },
)

it('unknown entities are NoSuchEntity; what cannot be simulated is refused and not ignored', async () => {
  const setup = await setUp({ seed: accounting })
  const nameOf = async (input: Partial<SimulatePrincipalPolicyCommandInput>) => (await errorOf(ask(setup, input))).name
  for (const kind of ['role', 'user', 'group']) {
    expect(await nameOf({ PolicySourceArn: `arn:aws:iam::${accountId}:${kind}/nobody` })).toBe('NoSuchEntityException')
  }
  expect(await nameOf({ PolicySourceArn: `arn:aws:sts::${accountId}:assumed-role/Payments/x` })).toBe(
    'InvalidInputException',
  )
  expect(await nameOf({ ResourcePolicy: denyAll })).toBe('InvalidInputException')
  expect(await nameOf({ ActionNames: ['GetObject'] })).toBe('InvalidInputException')
  expect(await nameOf({ Marker: 'none' })).toBe('ValidationError')
})
