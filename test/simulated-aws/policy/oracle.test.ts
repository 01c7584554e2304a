import fc from 'fast-check'
import type { Statement } from '../../../simulated-aws/policy/policy-document.js'
import { parsePolicyDocument } from '../../../simulated-aws/policy/policy-document.js'
import { variable } from './condition-cases.js'
import { oracleResult, ourResult } from './oracle.js'
import { type SimulationCase, simulationArbitrary } from './simulation-cases.js'

const seed = 20_260_301
const numRuns = 1_000

function documents({ identity, boundary, session }: SimulationCase) {
  return [...identity, ...(boundary ? [boundary] : []), ...(session ? [session] : [])]
}

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

  it('reach every result, and every mixture of policies allows and denies some', () => {
    const reached = new Set(
      cases.map((one) => `${ourResult(one)} ${one.boundary !== undefined} ${one.session !== undefined}`),
    )
    expect(reached.size).toBe(3 * 2 * 2)
  })

  it('use conditions in every second case, with every kind of operator', () => {
    const operators = cases.map((one) =>
      documents(one).flatMap(({ Statement }) =>
        [Statement].flat().flatMap(({ Condition }) => Object.keys(Condition ?? {})),
      ),
    )
    expect(operators.filter((used) => used.length > 0).length).toBeGreaterThan(numRuns / 2)
    const kinds = [
      'String',
      'Numeric',
      'Date',
      'Bool',
      'IpAddress',
      'Arn',
      'Null',
      'ForAllValues:',
      'ForAnyValue:',
      'IfExists',
    ]
    for (const kind of kinds) expect(operators.flat().filter((name) => name.includes(kind)).length).toBeGreaterThan(50)
  })

  it('hold only documents that IAM would take', () => {
    for (const document of cases.flatMap(documents)) {
      expect(parsePolicyDocument(JSON.stringify(document))).toEqual({ ok: true, document })
    }
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
      identity: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } }],
      boundary: undefined,
      session: undefined,
    }
    expect(ourResult(asked)).toBe(ours)
    expect(await oracleResult(asked)).toBe(ours === 'allowed' ? 'implicitDeny' : 'allowed')
  })
})
