import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashToken } from '../../app/config.js'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import type { RoleDescription } from '../../simulated-aws/account/describe.js'
import { type StartedActor, startActor } from '../../simulated-aws/actor.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../simulated-aws/simulated-account.js'
import { type AwsProxy, type SeenRequest, startAwsProxy } from './aws-proxy.js'
import { CHAOS_TIME_SCALE } from './fewer-looks.js'
import type { Tripwire } from './kill-point.js'
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.js'
import { type ProductProcess, startProduct } from './product-process.js'
import type { QueueKind, Services } from './services.js'

export const ACCOUNT_ID = '111122223333'
export const ROLE = 'ci-deploy'
export const TOKENS = { ana: 'token-of-ana-who-approves', ben: 'token-of-ben-who-asks-for-it' }
export const WEBHOOK_SECRET = 'secret-of-the-event-bus'

/** One run's own world: account, database, queue, proxies and an intruder who does not stop. */
export interface World {
  readonly account: SimulatedAccount
  readonly awsProxy: AwsProxy
  /** The database itself, past the proxy. */
  readonly databaseUrl: string
  readonly folder: string
  readonly finding: object
  readonly findingId: string
  /** The role before anybody did anything. */
  readonly roleBefore: RoleDescription
  start(command: readonly string[], app?: string): ProductProcess
  wipeQueue(): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  readonly services: Services
  readonly queue: QueueKind
  readonly slot: number
  readonly tripwire: Tripwire
  /** Whether the block is looked at every few hundred milliseconds once it holds, or practically never. */
  readonly watches: boolean
  readonly onStep?: () => void
  readonly beforeReply?: (seen: SeenRequest) => Promise<void>
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const { services, queue, slot } = options
  const account = await startSimulatedAccount({
    seed,
    enforcementDelayMs: 4_000 / CHAOS_TIME_SCALE,
    cloudTrailLagMs: 50,
    lookupEventsPerSecond: 1_000,
  })
  const databaseUrl = await services.createDatabase()
  const folder = await mkdtemp(join(services.folder, 'run-'))
  const awsProxy = await startAwsProxy({ ...options, endpoint: account.url })
  const postgresProxy = await startPostgresProxy({
    ...options,
    onStep: options.onStep ?? (() => undefined),
    databaseUrl,
  })
  const intruder = startActor({ ...thief, account: account.account, calls: thiefCalls, everyMs: 200 })
  const config = join(folder, 'tourniquet.yaml')
  const queueUrl = services.queueUrl(queue, slot)
  await writeFile(config, JSON.stringify(configuration(folder, awsProxy, postgresProxy, queueUrl)))
  const wipeQueue = () => services.wipeQueue(queue, slot, databaseUrl)
  // Slots are used again.
  await wipeQueue()
  const products: ProductProcess[] = []
  return {
    account,
    awsProxy,
    databaseUrl,
    folder,
    ...findingOf(account, intruder),
    roleBefore: roleOf(account),
    start: (command, app = '') => {
      const product = startProduct(services.launcher, [...command, '--config', config], {
        ...environment(account, app),
        CHAOS_WATCHES: options.watches ? 'yes' : 'no',
      })
      products.push(product)
      return product
    },
    wipeQueue,
    close: async () => {
      intruder.stop()
      await Promise.all(products.map((product) => product.end()))
      await Promise.all([awsProxy.close(), postgresProxy.close(), account.close()])
      await services.dropDatabase(databaseUrl)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function roleOf(account: SimulatedAccount): RoleDescription {
  const role = account.describeRole(ROLE)
  if (role === undefined) throw new Error(`The simulated account has lost its role ${ROLE}.`)
  return role
}

const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})

const seed = {
  accountId: ACCOUNT_ID,
  roles: [
    {
      name: ROLE,
      path: '/service/',
      inlinePolicies: [{ name: 'deploy', document: allow('s3:*', 'iam:List*', 'ec2:Describe*') }],
      attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', name: 'ReadOnlyAccess' }],
      tags: [{ key: 'team', value: 'release' }],
    },
  ],
}

const thief = { roleName: ROLE, sessionName: 'build-4711', sourceIp: '198.51.100.77', userAgent: 'aws-cli/2.17.32' }
const thiefCalls = [
  { service: 's3', action: 'ListBuckets' },
  { service: 'iam', action: 'ListRoles' },
  { service: 'ec2', action: 'DescribeInstances' },
]

function findingOf(account: SimulatedAccount, intruder: StartedActor) {
  const now = new Date().toISOString()
  const findingId = 'c0ffee00c0ffee00c0ffee00c0ffee00'
  const finding = guardDutySample({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    region: 'us-east-1',
    roleName: ROLE,
    roleId: roleOf(account).roleId,
    sessionName: thief.sessionName,
    accessKeyId: intruder.accessKeyId,
    findingId,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
    remoteIp: thief.sourceIp,
  })
  return { finding, findingId }
}

/** JSON is YAML. */
function configuration(folder: string, aws: AwsProxy, postgres: PostgresProxy, queueUrl: string | null) {
  return {
    dataDir: join(folder, 'data'),
    server: { port: 0 },
    database: { url: postgres.url },
    queue: { url: queueUrl },
    accounts: [{ id: ACCOUNT_ID, mode: 'guarded', endpoint: aws.url }],
    approvals: {
      contain: {
        approvers: Object.entries(TOKENS).map(([name, token]) => ({ name, tokenSha256: hashToken(token) })),
        expiresMinutes: 60 * CHAOS_TIME_SCALE,
      },
    },
    sources: { guardduty: { secrets: [WEBHOOK_SECRET] } },
    exercise: { timeScale: CHAOS_TIME_SCALE },
  }
}

function environment({ adminCredentials }: SimulatedAccount, app: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    HOME,
    TMPDIR,
    AWS_ACCESS_KEY_ID: adminCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: adminCredentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Ends up in the user agent: the proxy then knows the process.
    ...(app === '' ? {} : { AWS_SDK_UA_APP_ID: app }),
    TOURNIQUET_LOG: 'info',
  }
}
