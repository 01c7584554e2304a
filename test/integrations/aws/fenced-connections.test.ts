import { fenceAround } from '../../../app/exercise/exercise-fence.js'
import { LiveEndpointError } from '../../../app/exercise/live-endpoint.js'
import { type AwsAccessOptions, connectAwsAccess } from '../../../integrations/aws/aws-access.js'
import { type AwsConnection, clientOptions } from '../../../integrations/aws/client-options.js'
import { newestEventAt } from '../../../integrations/aws/cloudtrail/newest-event.js'
import { confirmSubscription } from '../../../integrations/aws/sns/confirm-subscription.js'
import { SqsQueue } from '../../../integrations/aws/sqs/sqs-queue.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import { readTree } from '../../support/architecture/source-tree.js'
import { type Canary, startCanary } from '../../support/exercises/live-environment.js'
import { aboutRole, accountId, bucket, logGroup, roleArn, roleId } from './trail-world.js'

const incident = 'inc_0123456789abcdefghij'
const role = { type: 'role', name: 'ci-deploy' } as const
const entity = { ...role, partition: 'aws', accountId, path: '/team/', uniqueId: roleId, arn: roleArn } as const
const go = async () => {}
const stop = new AbortController().signal
const silence = { signal: stop, onProgress: () => {} }
const queue = `https://sqs.us-east-1.amazonaws.com/${accountId}/findings`
const topicArn = `arn:aws:sns:us-east-1:${accountId}:findings`

type Asking = (options: AwsAccessOptions & AwsConnection) => Promise<unknown>
const reader = (options: AwsAccessOptions) => connectAwsAccess(options).reader(incident)
const writer = (options: AwsAccessOptions) => connectAwsAccess(options).writer(incident, entity)
const evidence = { logGroups: [logGroup], bucket: bucketPlace(), detectiveRegion: 'us-east-1' }
const trail = (index: number, places: AwsAccessOptions['evidence'] = evidence): Asking => {
  return async (options) => reader({ ...options, evidence: places }).trails[index]?.read(aboutRole, () => {}, silence)
}

function bucketPlace() {
  return { name: bucket, region: 'us-east-1', prefix: '', organizationId: null }
}

/** Every way of this program to a client of AWS. */
const ways: readonly (readonly [string, Asking])[] = [
  ['STS', (options) => reader(options).sts.callerChain()],
  ['IAM, looking', (options) => reader(options).iam.describe(role)],
  [
    'IAM, writing',
    (options) => writer(options).iam.putInlinePolicy(entity, denyAllPolicy('cnt_0123456789abcdefghij'), go),
  ],
  ['Roles Anywhere', (options) => reader(options).rolesAnywhere('eu-west-1').profiles()],
  ['CloudTrail', (options) => reader(options).cloudTrail.activityOf({ ...aboutRole, principal: principal() })],
  ['the event history as evidence', trail(0)],
  ['CloudWatch Logs Insights', trail(1)],
  ['CloudWatch Logs, event by event', trail(1, { ...evidence, logsBy: 'filter' })],
  ['S3', trail(2)],
  ['Detective', async (options) => reader({ ...options, evidence }).detective?.investigate(scope(), stop)],
  ['CloudTrail, for its newest event', (options) => newestEventAt(options, 'us-east-1')],
  ['SQS', (options) => new SqsQueue({ url: queue, region: 'us-east-1', connection: options }).receive(1, 0, stop)],
  ['SNS', (options) => confirmSubscription(options, { topicArn, token: 'x' })],
]

function principal() {
  return { type: 'role', name: 'ci-deploy', arn: roleArn, accountId, uniqueId: roleId } as const
}

function scope() {
  return { entityArn: roleArn, from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' }
}

describe('the connections of an exercise', () => {
  let canary: Canary
  beforeAll(async () => {
    canary = await startCanary()
  })
  afterAll(() => canary.close())

  it.each(ways)('keep %s from every place but its own, and count what was meant for elsewhere', async (_, ask) => {
    const fence = fenceAround('http://127.0.0.1:1')
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }
    const { requestHandler, slowRequestHandler } = fence
    const connections = { requestHandler, slowRequestHandler, readAttempts: 1 }
    // Some answer with what went wrong, others throw it.
    await ask({ partition: 'aws', accountId, credentials, endpoint: canary.url, ...connections }).catch(() => null)
    expect(fence.refused()).toBeGreaterThan(0)
    expect(canary.heard).toEqual([])
    fence.close()
  })

  it.each(['read', 'write', 'paced', 'slow'] as const)('are used where a client is made for: %s', (use) => {
    const { requestHandler, slowRequestHandler } = fenceAround('http://127.0.0.1:1')
    const options = clientOptions({ partition: 'aws', requestHandler, slowRequestHandler }, use)
    expect(options.requestHandler).toBe(use === 'slow' ? slowRequestHandler : requestHandler)
  })

  it('go to this machine alone', () => {
    expect(() => fenceAround('https://iam.amazonaws.com')).toThrow(LiveEndpointError)
    expect(() => fenceAround('http://192.0.2.7:4566')).toThrow(LiveEndpointError)
  })
})

describe('a client of AWS', () => {
  const sources = readTree().filter(({ path }) => path.startsWith('integrations/aws/') || path.startsWith('app/'))
  // The store of checkpoints, which the configuration of a live installation names: an exercise has none.
  const ANCHOR = 'integrations/aws/s3/locked-bucket.ts'

  it('is made with clientOptions wherever one is made, and opens no connections of its own', () => {
    const made = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/new [A-Z]\w*Client\((?!connection)(.{0,60})/gs)].map(([found]) => ({ path, found })),
    )
    expect(made.length).toBeGreaterThan(10)
    const other = made.filter(({ found }) => !found.includes('clientOptions('))
    expect(other.map(({ path }) => path)).toEqual([ANCHOR])
    const handlers = sources.filter(({ text }) => text.includes('new NodeHttpHandler('))
    // Roles Anywhere is reached without a client, and takes the account's connections where it has some.
    expect(handlers.map(({ path }) => path)).toEqual(['integrations/aws/rolesanywhere/signed-wire.ts'])
  })
})
