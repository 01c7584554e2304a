import fc from 'fast-check'
import type { Statement } from '../../../simulated-aws/policy/policy-document.js'
import { parsePolicyDocument } from '../../../simulated-aws/policy/policy-document.js'
import { variable } from './condition-cases.js'
import { conditionOutcomes, conditionsInUse, documentsOf, layers, withoutLayer } from './coverage.js'
import { oracleResult, ourResult } from './oracle.js'
import { type SimulationCase, simulationArbitrary } from './simulation-cases.js'

const seed = 20_260_301
const numRuns = 2_400

describe('the evaluator and an independent one', () => {
  it(`agree on ${numRuns} generated requests`, async () => {
    await fc.assert(
      fc.asyncProperty(simulationArbitrary, async (simulation) => {
        expect(ourResult(simulation)).toBe(await oracleResult(simulation))
      }),
      { seed, numRuns },
    )
  })
})

describe('the generated requests', () => {
  const cases = fc.sample(simulationArbitrary, { seed, numRuns })

  it('reach every result for every kind of principal, boundary and session policy present or absent', () => {
    const reached = new Set(
      cases.map(
        (one) => `${ourResult(one)} ${one.principal} ${one.boundary !== undefined} ${one.session !== undefined}`,
      ),
    )
    // Users and roles have no session policy.
    expect(reached.size).toBe(3 * 2 * (1 + 1 + 2 + 2))
  })

  it.each(layers)('hang on the layer "%s" in more than fifty of them: without it they end otherwise', (layer) => {
    const hanging = cases.filter((one) => ourResult(one) !== ourResult({ ...one, ...withoutLayer[layer] }))
    expect(hanging.length).toBeGreaterThan(50)
  })

  it('use every condition in use, and each holds in some requests and fails in others', () => {
    const seen = conditionOutcomes(cases)
    const counts = Object.entries(conditionsInUse).map(([kind, matches]) => {
      const outcomes = seen.filter(({ operator, key, wanted }) => matches(operator, key, wanted))
      const held = outcomes.filter(({ holds }) => holds).length
      return { kind, held, failed: outcomes.length - held }
    })
    expect(counts.filter(({ held, failed }) => Math.min(held, failed) < 10)).toEqual([])
  })

  it('hold only documents that IAM would take', () => {
    const refused = cases.flatMap(documentsOf).filter((document) => {
      const parsed = parsePolicyDocument(JSON.stringify(document))
      return !parsed.ok || JSON.stringify(parsed.document) !== JSON.stringify(document)
    })
    expect(refused).toEqual([])
  })
})

const any = { Action: '*', Resource: '*' }

/** Where the two part, and why we think ours is right. A case that they come to agree on has to leave this list. */
const differences: {
  why: string
  statement: Omit<Statement, 'Effect'>
  context: SimulationCase['context']
  ours: 'allowed' | 'implicitDeny'
}[] = [
  {
    why: 'the special variables stand for their character in every string operator, not in wildcard ones alone',
    statement: { ...any, Condition: { StringEquals: { 'aws:username': `b${variable('*')}` } } },
    context: { 'aws:username': 'b*' },
    ours: 'allowed',
  },
  {
    why: '0.0.0.0/0 is every IPv4 address',
    statement: { ...any, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } },
    context: { 'aws:SourceIp': '203.0.113.9' },
    ours: 'allowed',
  },
  {
    why: 'an IPv6 address is not the one IPv4 address that is named',
    statement: { ...any, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.9' } } },
    context: { 'aws:SourceIp': '2001:db8::7' },
    ours: 'allowed',
  },
  {
    why: 'a year alone is one of the ISO 8601 forms that AWS points to',
    statement: { ...any, Condition: { DateEquals: { 'aws:TokenIssueTime': '2026' } } },
    context: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' },
    ours: 'allowed',
  },
  {
    why: 'epoch time counts seconds',
    statement: { ...any, Condition: { DateEquals: { 'aws:TokenIssueTime': '1577836800' } } },
    context: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' },
    ours: 'allowed',
  },
  {
    why: 'the comma before a default value needs no blank',
    statement: { Action: '*', Resource: `arn:aws:s3:::${variable("aws:PrincipalTag/team,'reports'")}/*` },
    context: {},
    ours: 'allowed',
  },
  {
    why: 'an incomplete ARN is completed with wildcards in NotResource too, so logs are excluded and S3 is not',
    statement: { Action: '*', NotResource: 'arn:aws:logs' },
    context: {},
    ours: 'allowed',
  },
  {
    why: 'the Resource element is case-sensitive from its first field on',
    statement: { Action: '*', Resource: 'arn:aws:S3:::reports/*' },
    context: {},
    ours: 'implicitDeny',
  },
  {
    why: 'a wildcard at the end of a segment may run over colons',
    statement: { Action: '*', Resource: 'arn:aws:s3*:reports/*' },
    context: {},
    ours: 'allowed',
  },
]

describe('the evaluator differs from the other one on purpose', () => {
  it.each(differences)('$why', async ({ statement, context, ours }) => {
    const asked: SimulationCase = {
      request: { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/2026/march.csv' },
      context,
      principal: 'role',
      groups: [],
      identity: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } }],
      boundary: undefined,
      session: undefined,
    }
    expect(ourResult(asked)).toBe(ours)
    expect(await oracleResult(asked)).toBe(ours === 'allowed' ? 'implicitDeny' : 'allowed')
  })
})
