import fc from 'fast-check'
import { fieldOf } from '../../../simulated-aws/json.js'
import { parsePolicyDocument } from '../../../simulated-aws/policy/evaluate.js'
import { observedPolicy } from '../../../simulated-aws/seed/observed-policy.js'

const limits = { role: 10_040, user: 1_848 } as const
const actionsOf = (type: 'role' | 'user', actions: string[]) =>
  [observedPolicy(type, new Set(actions))?.Statement ?? []]
    .flat()
    .flatMap((statement) => fieldOf(statement, 'Action') ?? [])
const many = (service: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${service}:DescribeSomething${index}`)

describe('the policy of observed actions', () => {
  it('lists exactly the actions, sorted', () => {
    expect(actionsOf('user', ['s3:GetObject', 'ec2:RunInstances', 'ec2:DescribeInstances'])).toEqual([
      'ec2:DescribeInstances',
      'ec2:RunInstances',
      's3:GetObject',
    ])
  })

  it('is none without actions', () => {
    expect(observedPolicy('role', new Set())).toBeUndefined()
  })

  it('collapses the service with most text first, and no more than it has to', () => {
    expect(actionsOf('user', [...many('ec2', 80), 's3:GetObject', 'iam:GetRole'])).toEqual([
      'ec2:*',
      'iam:GetRole',
      's3:GetObject',
    ])
    expect(actionsOf('role', [...many('ec2', 80), 's3:GetObject'])).toHaveLength(81)
  })

  it('allows everything where not even the services fit', () => {
    expect(
      actionsOf(
        'user',
        Array.from({ length: 400 }, (_, index) => `service-number-${index}:List`),
      ),
    ).toEqual(['*'])
  })

  it.each(['role', 'user'] as const)('of a %s leaves 200 characters of the quota free, and is a policy', (type) => {
    const action = fc.tuple(
      fc.constantFrom('ec2', 's3', 'iam', 'rds', 'kms', 'sagemaker'),
      fc.stringMatching(/^[A-Z][a-z]{3,40}$/),
    )
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 600, size: 'max' }), (pairs) => {
        const text = JSON.stringify(observedPolicy(type, new Set(pairs.map((pair) => pair.join(':')))))
        expect(text.replace(/\s/g, '').length).toBeLessThanOrEqual(limits[type])
        expect(parsePolicyDocument(text).ok).toBe(true)
      }),
      { seed: 1, numRuns: 40 },
    )
  })
})
