import { type AccountDiagnosis, diagnoseAccount } from '../../integrations/aws/account-diagnosis.js'
import { auditSettingsOf } from '../audit-config.js'
import type { Config } from '../config.js'
import { connectionOf, servedAccounts } from '../from-config.js'
import { openQueue } from '../pull/open-queue.js'
import { readVersion } from '../version.js'
import { checkConfigFile } from './check-config-file.js'
import type { CheckLine } from './check-line.js'
import { checkAuditAnchors } from './checks/audit-anchors.js'
import { checkAwsAccount } from './checks/aws-account.js'
import { checkAwsEndpoints } from './checks/aws-endpoints.js'
import { checkBrakes } from './checks/brakes.js'
import { checkConfiguration } from './checks/configuration.js'
import { checkDataFolder } from './checks/data-folder.js'
import { checkEmbeddedDatabase } from './checks/embedded-database.js'
import { checkListeningPort } from './checks/listening-port.js'
import { checkNodeVersion } from './checks/node-version.js'
import { checkPostgres } from './checks/postgres.js'
import { checkQueue } from './checks/queues.js'
import { checkRedis } from './checks/redis.js'
import { checkSlack } from './checks/slack.js'
import { checkSources } from './checks/sources.js'
import { checkWebhookSecrets } from './checks/webhook-secrets.js'
import { type Check, runChecks } from './run-checks.js'
import { slackSubject } from './slack-subject.js'

/** Every check is given this long; they run side by side. */
const LIMIT_MS = 12_000

/** What `doctor` finds. Reads only. Without a usable configuration, only what does not need one is looked at. */
export async function examine(path: string, env: NodeJS.ProcessEnv, limitMs = LIMIT_MS): Promise<CheckLine[]> {
  const { config, notes } = checkConfigFile(path, env)
  const first = [checkNodeVersion(process.versions.node), ...checkConfiguration(path, notes)]
  if (config === null) return first
  const checks = [
    ...ownChecks(path, config),
    ...serverChecks(config),
    ...config.accounts.flatMap((each) => awsChecks(each, env)),
    ...queueChecks(config),
    ...slackChecks(config, env),
  ]
  return [...first, ...(await runChecks(checks, limitMs))]
}

function ownChecks(path: string, config: Config): Check[] {
  const disk = 'Look at the file system: a network share that hangs, say.'
  return [
    { name: 'data folder', cureOfSilence: disk, run: () => checkDataFolder(config.dataDir) },
    { name: 'sources', cureOfSilence: 'Run it again.', run: async () => checkSources(config) },
    { name: 'webhook secrets', cureOfSilence: disk, run: async () => checkWebhookSecrets(path, config.sources) },
    {
      name: 'web server',
      cureOfSilence: 'Look at what listens on that port; it takes connections and does not answer.',
      run: (signal) => checkListeningPort(config.server, readVersion().version, signal),
    },
  ]
}

function serverChecks(config: Config): Check[] {
  const embedded = config.database.url === null ? checkEmbeddedDatabase(config.dataDir) : { lines: [], url: null }
  const url = config.database.url ?? embedded.url
  const isOwner = config.database.url === null
  const realms = servedAccounts(config).map(({ realm }) => realm)
  const network = 'Check the address, the firewall and the network on the way: packets are swallowed.'
  const onDatabase: Check[] =
    url === null
      ? []
      : [
          {
            name: 'PostgreSQL',
            cureOfSilence: network,
            run: (signal) => checkPostgres({ url, isOwner, nowMs: Date.now }, signal),
          },
          { name: 'brakes', cureOfSilence: network, run: (signal) => checkBrakes(url, realms, signal) },
        ]
  return [
    { name: 'embedded PostgreSQL', cureOfSilence: network, run: async () => embedded.lines },
    ...onDatabase,
    {
      name: 'audit anchors',
      cureOfSilence: network,
      run: () => checkAuditAnchors(auditSettingsOf(config).sinks, realms),
    },
    { name: 'Redis', cureOfSilence: network, run: (signal) => checkRedis(config.queue.url, signal) },
  ]
}

function queueChecks({ sources, accounts }: Config): Check[] {
  return (sources.sqs?.queues ?? []).map((configured) => {
    const { queue, name } = openQueue(configured, accounts)
    return {
      name: `queue ${name}`,
      cureOfSilence: 'Check the network, proxy and endpoint (AWS_ENDPOINT_URL) on the way to SQS.',
      run: (signal) => {
        signal.addEventListener('abort', () => queue.close(), { once: true })
        return checkQueue(name, queue).finally(() => queue.close())
      },
    }
  })
}

function slackChecks(config: Config, env: NodeJS.ProcessEnv): Check[] {
  const { slack } = config
  if (slack === null) return []
  return [
    {
      name: 'Slack',
      cureOfSilence: 'Check the network and the proxy (HTTPS_PROXY) on the way to Slack.',
      run: () => checkSlack(slackSubject(config, slack, env)),
    },
  ]
}

function awsChecks(account: Config['accounts'][number], env: NodeJS.ProcessEnv): Check[] {
  const { id: accountId, partition, endpoint } = account
  const connect = (): AccountDiagnosis => diagnoseAccount({ partition, accountId, endpoint, ...connectionOf(account) })
  return [
    {
      name: `aws ${accountId} endpoint`,
      cureOfSilence: 'Run it again.',
      run: async () => [checkAwsEndpoints(account, env)],
    },
    {
      name: `aws ${accountId}`,
      cureOfSilence: 'Check the network, proxy and endpoint (AWS_ENDPOINT_URL) on the way to AWS.',
      run: async (signal) => {
        const diagnosis = connect()
        signal.addEventListener('abort', () => diagnosis.close(), { once: true })
        try {
          return await checkAwsAccount({ account, diagnosis, nowMs: Date.now })
        } finally {
          diagnosis.close()
        }
      },
    },
  ]
}
