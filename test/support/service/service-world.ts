import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashToken } from '../../../app/config.js'
import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import type { BeforeCall } from '../../../simulated-aws/before-call.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { ciDeploy } from '../world/seed.js'
import { type ServiceProcess, startService } from './service-process.js'

export const ACCOUNT_ID = '111122223333'
/** Waits pass this many times as fast; what has to be done takes its own time. */
const TIME_SCALE = 120

/** Values that must turn up nowhere but where they were given. */
export const secrets = {
  webhook: 'canary-webhook-secret-7391',
  nextWebhook: 'canary-next-webhook-secret-7392',
  ana: 'canary-token-of-ana-7393',
  ben: 'canary-token-of-ben-7394',
  externalId: 'canary-external-id-7395',
  awsSecret: 'canarysecretaccesskey0000000000000007396',
  metrics: 'canary-metrics-token-7397',
  redisPassword: 'canary-redis-password-7398',
} as const

/** The product as it is installed: a configuration, processes, and an account that it reaches over HTTP. */
export interface ServiceWorld {
  readonly account: SimulatedAccount
  readonly folder: string
  /** `serve`, `work`, with the configuration. */
  start(command: readonly string[]): Promise<ServiceProcess>
  finding(changes: { readonly role: string; readonly id: string }): object
  close(): Promise<void>
}

export interface ServiceWorldOptions {
  /** null: the embedded one. */
  readonly databaseUrl: string | null
  readonly redisUrl: string | null
  readonly roles: readonly string[]
  /** The configuration's `slack`; approvers are then known there by these ids. */
  readonly slack?: { readonly section: object; readonly ids: Readonly<Record<'ana' | 'ben', string>> }
  /** Awaited before each call of AWS is answered. */
  readonly beforeCall?: BeforeCall
}

export async function createServiceWorld(options: ServiceWorldOptions): Promise<ServiceWorld> {
  const account = await startSimulatedAccount({
    seed: seedOf(options.roles),
    enforcementDelayMs: 4_000 / TIME_SCALE,
    cloudTrailLagMs: 20,
    lookupEventsPerSecond: 10_000,
    ...(options.beforeCall === undefined ? {} : { beforeCall: options.beforeCall }),
  })
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-service-'))
  // PostgreSQL refuses root and then runs as another user, who must get through this folder.
  await chmod(folder, 0o711)
  const config = join(folder, 'tourniquet.yaml')
  await writeFile(config, JSON.stringify(configuration(options, account.url, folder)))
  const processes: ServiceProcess[] = []
  const state = { closed: false }
  return {
    account,
    folder,
    start: async (command) => {
      const started = await startService([...command, '--config', config], { cwd: folder, env: environment() })
      processes.push(started)
      return started
    },
    finding: ({ role, id }) => findingAbout(account, role, id),
    close: async () => {
      if (state.closed) return
      state.closed = true
      await Promise.all(processes.map((each) => each.stop()))
      await account.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const BASE_KEY = 'AKIABASEBASEBASEBASE'
const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

function seedOf(roles: readonly string[]) {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:user/base` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': secrets.externalId } },
      },
    ],
  }
  const responder = { name: 'write', path: '/ir/', trustPolicy: JSON.stringify(trust) }
  return {
    accountId: ACCOUNT_ID,
    users: [
      {
        name: 'base',
        inlinePolicies: [{ name: 'all', document: all }],
        accessKeys: [{ id: BASE_KEY, secret: secrets.awsSecret }],
      },
    ],
    roles: [
      { ...responder, inlinePolicies: [{ name: 'all', document: all }] },
      ...roles.map((name) => ciDeploy({ name })),
    ],
  }
}

/** JSON is YAML. */
function configuration(
  { databaseUrl, redisUrl, slack }: ServiceWorldOptions,
  endpoint: string,
  folder: string,
): object {
  const approvers = (['ana', 'ben'] as const).map((name) => ({
    name,
    tokenSha256: hashToken(secrets[name]),
    ...(slack === undefined ? {} : { slack: slack.ids[name] }),
  }))
  return {
    dataDir: join(folder, 'data'),
    server: { port: 0 },
    database: { url: databaseUrl },
    queue: { url: redisUrl },
    health: { metricsTokenSha256: hashToken(secrets.metrics) },
    accounts: [
      {
        id: ACCOUNT_ID,
        mode: 'guarded',
        endpoint,
        containRole: `arn:aws:iam::${ACCOUNT_ID}:role/ir/write`,
        externalId: secrets.externalId,
      },
    ],
    approvals: { contain: { approvers, expiresMinutes: 60 * TIME_SCALE } },
    sources: { guardduty: { secrets: [secrets.webhook, secrets.nextWebhook] } },
    limits: { blocksPerAccountPerHour: 1_000 },
    exercise: { timeScale: TIME_SCALE },
    ...(slack === undefined ? {} : { slack: slack.section }),
  }
}

function environment(): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: BASE_KEY,
    AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TOURNIQUET_LOG: 'debug',
  }
}

function findingAbout(account: SimulatedAccount, role: string, id: string): object {
  const now = new Date().toISOString()
  return guardDutySample({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    region: 'us-east-1',
    roleName: role,
    roleId: account.describeRole(role)?.roleId,
    sessionName: 'build-4711',
    accessKeyId: 'ASIAEXAMPLE0000000001',
    findingId: id,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
    remoteIp: '198.51.100.7',
  })
}
