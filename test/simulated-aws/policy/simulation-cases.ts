import fc from 'fast-check'
import type { PolicyDocument, Statement } from '../../../simulated-aws/policy/policy-document.js'
import { conditionArbitrary, contextArbitrary, variable } from './condition-cases.js'

export const principalKinds = ['user', 'role', 'roleSession', 'federatedUser'] as const

/** A request with every kind of policy that may decide it. At most one session policy: the oracle takes no more. */
export interface SimulationCase {
  /** Only users, and what is federated from them, have groups; only sessions have session policies. */
  principal: (typeof principalKinds)[number]
  request: { action: string; resource: string }
  context: Record<string, string | string[]>
  identity: PolicyDocument[]
  groups: PolicyDocument[]
  boundary: PolicyDocument | undefined
  session: PolicyDocument | undefined
}

/** The oracle checks that an action takes such a resource; and it reads a wildcard in a request as a question of its own. */
const requests = [
  { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/2026/march.csv' },
  { action: 's3:PutObject', resource: 'arn:aws:s3:::home-blue/notes.txt' },
  { action: 's3:DeleteObject', resource: 'arn:aws:s3:::home-red/a$b' },
  { action: 's3:ListBucket', resource: 'arn:aws:s3:::reports' },
  { action: 'ec2:StopInstances', resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d' },
  { action: 'logs:GetLogEvents', resource: 'arn:aws:logs:us-east-1:111122223333:log-group:app:log-stream:web' },
]

const actionPatterns = [
  ...requests.map(({ action }) => action),
  '*',
  's3:*',
  's3:Get*',
  's3:*Object',
  'S3:getobject',
  's3:?etObject',
  's3:*t*t',
  'ec2:*',
  'ec2:stop*',
  'logs:Get?og*',
  'iam:*',
]

const resourcePatterns = [
  ...requests.map(({ resource }) => resource),
  'arn:aws:s3:::*',
  'arn:aws:s3:::reports/*',
  'arn:aws:s3:::reports/????/*.csv',
  'arn:aws:s3:::REPORTS/*',
  `arn:aws:s3:::home-${variable('aws:PrincipalTag/team')}/*`,
  `arn:aws:s3:::home-${variable("aws:PrincipalTag/squad, 'blue'")}/*`,
  `arn:aws:s3:::home-*/?${variable('$')}?`,
  `arn:aws:s3:::home-${variable('*')}/*`,
  'arn:aws:ec2:*:111122223333:instance/*',
  'arn:aws:ec2:eu-*-1:*:instance/i-*',
  'arn:aws:ec2:*:999999999999:*',
  'arn:aws:logs:*:*:log-group:app:*',
  'arn:aws:logs:us-????-1:111122223333:log-group:*:web',
]

const some = (values: string[]) =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }))

const actionPart = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('*', 's3:*').map((Action) => ({ Action })) },
  { weight: 5, arbitrary: some(actionPatterns).map((Action) => ({ Action })) },
  { weight: 1, arbitrary: some(actionPatterns).map((NotAction) => ({ NotAction })) },
)
const resourcePart = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ Resource: '*' }) },
  { weight: 4, arbitrary: some([...resourcePatterns, 'arn:aws:logs']).map((Resource) => ({ Resource })) },
  { weight: 1, arbitrary: some(resourcePatterns).map((NotResource) => ({ NotResource })) },
)
const conditionPart = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: conditionArbitrary.map((Condition) => ({ Condition })) },
)

function statementArbitrary(allows: number): fc.Arbitrary<Statement> {
  const effect = fc.oneof(
    { weight: allows, arbitrary: fc.constant('Allow' as const) },
    { weight: 1, arbitrary: fc.constant('Deny' as const) },
  )
  return fc
    .tuple(effect, actionPart, resourcePart, conditionPart)
    .map(([Effect, action, resource, condition]) => ({ Effect, ...action, ...resource, ...condition }))
}

function documentArbitrary(allows: number): fc.Arbitrary<PolicyDocument> {
  const statement = statementArbitrary(allows)
  const statements = fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 4 }))
  return statements.map((Statement) => ({ Version: '2012-10-17', Statement }))
}

const noDocuments = fc.constant<PolicyDocument[]>([])
const someDocuments = fc.array(documentArbitrary(6), { minLength: 1, maxLength: 2 })

function casesOf(principal: SimulationCase['principal']): fc.Arbitrary<SimulationCase> {
  const isOfUser = principal === 'user' || principal === 'federatedUser'
  const isSession = principal === 'roleSession' || principal === 'federatedUser'
  return fc.record({
    principal: fc.constant(principal),
    request: fc.constantFrom(...requests),
    context: contextArbitrary,
    // A user may live by its groups alone.
    identity: fc.array(documentArbitrary(6), { minLength: isOfUser ? 0 : 1, maxLength: 3 }),
    groups: isOfUser ? fc.oneof(noDocuments, someDocuments) : noDocuments,
    boundary: fc.option(documentArbitrary(9), { nil: undefined, freq: 2 }),
    session: isSession ? fc.option(documentArbitrary(9), { nil: undefined, freq: 3 }) : fc.constant(undefined),
  })
}

export const simulationArbitrary: fc.Arbitrary<SimulationCase> = fc.oneof(...principalKinds.map(casesOf))
