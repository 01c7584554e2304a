import type { Config } from '../config.js'
import type { SecretSource } from '../secret-kinds.js'
import { isLoopback } from './is-loopback.js'

/** What is allowed and yet deserves a second look. */
export interface ConfigWarning {
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly cure: string
}

/** What the text of the file says by itself: where a value came from decides whether it is a secret in a file. */
export interface WrittenConfig {
  readonly inlineSecrets: readonly SecretSource[]
  readonly inlineDatabasePassword: boolean
  readonly inlineQueuePassword: boolean
}

/** In the order in which they stand in the file. */
export function findConfigWarnings(config: Config, written: WrittenConfig): ConfigWarning[] {
  return [
    ...aboutServer(config),
    ...aboutStores(config, written),
    ...aboutAccounts(config),
    ...aboutPeople(config),
    ...aboutSources(config, written),
    ...aboutExercise(config),
  ]
}

function aboutServer({ server }: Config): ConfigWarning[] {
  if (isLoopback(server.host)) return []
  return [
    warning(
      ['server', 'host'],
      `the server listens on ${server.host}, and it speaks plain HTTP: tokens and secrets can be read on the way`,
      'Listen on 127.0.0.1 behind a proxy that ends TLS; in a container, publish the port on 127.0.0.1 alone.',
    ),
  ]
}

function aboutStores({ queue }: Config, written: WrittenConfig): ConfigWarning[] {
  const inline = (path: readonly string[], name: string) =>
    warning(
      path,
      'a password stands in the configuration itself',
      `Take it out and set ${name}_FILE to a file that holds the whole URL.`,
    )
  return [
    ...(written.inlineDatabasePassword ? [inline(['database', 'url'], 'DATABASE_URL')] : []),
    ...(written.inlineQueuePassword ? [inline(['queue', 'url'], 'REDIS_URL')] : []),
    ...(queue.url === null
      ? [
          warning(
            ['queue', 'url'],
            'there is no Redis: jobs go over PostgreSQL, which is slower and loads it more',
            'Right for a trial and for few findings; else set REDIS_URL to a Redis with AOF and maxmemory-policy noeviction.',
          ),
        ]
      : []),
  ]
}

function aboutAccounts({ accounts, protected: spared }: Config): ConfigWarning[] {
  const observing = accounts.flatMap(({ id, mode }, index) =>
    mode === 'observe'
      ? [
          warning(
            ['accounts', index, 'mode'],
            `account ${id} is only observed: plans are made and shown, and nothing is ever written to AWS`,
            'Right for the first days; set mode: guarded when the plans convince you.',
          ),
        ]
      : [],
  )
  if (observing.length === accounts.length || spared.length > 0) return observing
  return [
    ...observing,
    warning(
      ['protected'],
      'writes are on, and nobody is protected: with an approval, your break-glass role can be blocked, too',
      'Name your break-glass and deployment roles under protected.',
    ),
  ]
}

function aboutPeople({ approvals }: Config): ConfigWarning[] {
  return [
    ...(new Set(approvals.contain.approvers.map(({ name }) => name)).size === 1
      ? [
          warning(
            ['approvals', 'contain', 'approvers'],
            'there is only one approver: who asks for a restore or is the subject may not decide, and then nobody can',
            'Name at least two, in different time zones if you can: tourniquet init --approver ana --approver bo.',
          ),
        ]
      : []),
    ...(['contain', 'restore'] as const)
      .filter((question) => approvals[question].quorum === 1)
      .map((question) =>
        warning(
          ['approvals', question, 'quorum'],
          `one person alone decides to ${question}: one stolen token is enough`,
          `Set approvals.${question}.quorum to 2 where people can be reached.`,
        ),
      ),
  ]
}

function aboutSources({ sources }: Config, { inlineSecrets }: WrittenConfig): ConfigWarning[] {
  const inline = inlineSecrets.map((source) =>
    warning(
      ['sources', source, 'secrets'],
      'secrets stand in the configuration itself, where backups and repositories pick them up',
      `Put them into a file of mode 0600 and name it in sources.${source}.secretsFile.`,
    ),
  )
  if (Object.values(sources).some((source) => source !== null)) return inline
  return [
    ...inline,
    warning(
      ['sources'],
      'no source is served, so no finding ever comes in: incidents are opened by hand alone (tourniquet block)',
      'Name one under sources; `tourniquet sources` lists them, and what to set up at the sender.',
    ),
  ]
}

function aboutExercise({ exercise, accounts }: Config): ConfigWarning[] {
  if (exercise === undefined) return []
  const live = accounts.filter(({ endpoint }) => endpoint === null).map(({ id }) => id)
  if (live.length === 0) return []
  return [
    warning(
      ['exercise'],
      `this is an exercise whose time runs ${exercise.timeScale} times as fast, and yet account ${live.join(', ')} has no endpoint of a simulated account`,
      'Take exercise out for live work, or give each account the endpoint of a simulated one.',
    ),
  ]
}

function warning(path: readonly (string | number)[], what: string, cure: string): ConfigWarning {
  return { path, what, cure }
}
