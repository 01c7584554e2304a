import { pino, stdTimeFunctions } from 'pino'
import type { Log } from '../src/engine/engine.js'
import type { Config } from './config.js'
import { redactLine, redactValue } from './redact.js'
import { slackSecrets } from './slack-config.js'
import { secretsOfSources } from './sources-config.js'

/**
 * Structured logs on stderr: a line is one JSON object with `time`, `level`, `realm`, `incident` (null where there is none),
 * `msg` and what else is known. What could be a secret is redacted wherever it turns up: values of fields with such names,
 * passwords in URLs, bearer tokens, and the `secrets` themselves.
 */
export function jsonLog(level: string, secrets: readonly string[] = []): Log {
  const out = pino.destination({ dest: 2, sync: true })
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void out.write(redactLine(line, secrets)) },
  )
  const write =
    (to: 'info' | 'warn' | 'error') =>
    (message: string, details: object = {}) =>
      logger[to](named(details), message)
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Realm and incident stand at the same place in every line. */
function named(details: object): object {
  const { realm, incidentId, incident, ...rest } = Object.fromEntries(Object.entries(details))
  return { realm: realm ?? null, incident: incident ?? incidentId ?? null, ...redactValue(rest) }
}

/** What is logged through this belongs to the realm. */
export function realmLog(log: Log, realm: string): Log {
  return {
    info: (message, details) => log.info(message, { realm, ...details }),
    warn: (message, details) => log.warn(message, { realm, ...details }),
    error: (message, details) => log.error(message, { realm, ...details }),
  }
}

/** The log of a process, which knows every secret that it was given. */
export function processLog(config: Config, env: NodeJS.ProcessEnv): Log {
  return jsonLog(env.TOURNIQUET_LOG ?? 'info', secretsOf(config, env))
}

/** Nothing, unless a level is asked for (TOURNIQUET_LOG=info): the demo has a display of its own. */
export function silentLog(level: string | undefined): Log {
  return jsonLog(level ?? 'silent')
}

/** Those in the configuration, and those that the AWS SDK finds in the environment. */
function secretsOf(config: Config, env: NodeJS.ProcessEnv): string[] {
  const urls = [config.database.url, config.queue.url].flatMap((url) => url ?? [])
  const given = [
    ...Object.values(secretsOfSources(config.sources)).flat(),
    ...slackSecrets(config.slack),
    ...config.accounts.flatMap(({ externalId }) => externalId ?? []),
    ...urls.flatMap(passwordsOf),
    ...[env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN].flatMap((value) => value ?? []),
  ]
  return [...new Set(given)].filter((secret) => secret.length >= SHORTEST_SECRET)
}

/** A shorter one would be found in words of every line. */
const SHORTEST_SECRET = 6

function passwordsOf(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { password, searchParams } = new URL(url)
  const inQuery = searchParams.get('password') ?? ''
  return [password, decode(password), inQuery]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // it was not percent-encoded, and is looked for as it stands
  }
}
