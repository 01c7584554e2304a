import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import type { ProtectionRules } from '../src/ports.js'
import { accountsSchema } from './account-config.js'
import { approvalsSchema, checkPeople, operatorsSchema, viewersSchema } from './approvals-config.js'
import { auditConfigSchema } from './audit-config.js'
import { containmentSchema } from './containment-config.js'
import { healthSchema } from './health-config.js'
import { limitsSchema } from './limits-config.js'
import { protectedSchema, protectionRulesOf } from './protection-config.js'
import { routingSchema } from './routing-config.js'
import type { SecretSource } from './secret-kinds.js'
import { sourcesFromEnvironment } from './secrets-environment.js'
import { yamlWords } from './setup/yaml-words.js'
import { checkChannels, slackFromEnvironment, slackSchema } from './slack-config.js'
import { readSourceSecrets, sourcesSchema } from './sources-config.js'

/** Without a path, a query or credentials: what is appended to it is a path. */
const publicUrlSchema = z
  .url({ protocol: /^https?$/ })
  .refine((text) => /^https?:\/\/[\w.:[\]-]+\/?$/.test(text), 'an address like https://tourniquet.example.com')
  .transform((text) => text.replace(/\/$/, ''))

/** The messages hold nothing of the URLs: passwords stand in them. */
const postgresUrlSchema = z
  .string()
  .regex(/^(postgres(ql)?:\/\/|socket:|\/)/, 'no URL of PostgreSQL: write postgres://USER:PASSWORD@HOST:5432/DATABASE')
const redisUrlSchema = z
  .string()
  .regex(/^rediss?:\/\//, 'no URL of Redis: write redis://HOST:6379, or rediss:// with TLS')

/** tourniquet.yaml. Unknown keys are errors: a misspelt safety setting must not be ignored. */
export const configSchema = z
  .strictObject({
    dataDir: z.string().min(1).default('.tourniquet'),
    server: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.number().int().min(0).max(65535).default(8080),
        /** Where senders reach it: the proxy's address. Only shown, so that it can be pasted. */
        publicUrl: publicUrlSchema.nullable().default(null),
      })
      .prefault({}),
    database: z
      .strictObject({
        url: postgresUrlSchema.nullable().default(null),
        /** The owner of the tables, for migrations only; null: `url` is, or somebody else migrates. */
        migrateUrl: postgresUrlSchema.nullable().default(null),
      })
      .prefault({}),
    queue: z.strictObject({ url: redisUrlSchema.nullable().default(null) }).prefault({}),
    accounts: accountsSchema,
    protected: protectedSchema,
    containment: containmentSchema,
    approvals: approvalsSchema,
    operators: operatorsSchema,
    viewers: viewersSchema,
    sources: sourcesSchema.prefault({}),
    /** Which findings start which playbook, before what is built in. */
    routing: routingSchema,
    limits: limitsSchema,
    audit: auditConfigSchema,
    health: healthSchema,
    /** null: people are asked on the command line and over the API. */
    slack: slackSchema.nullable().default(null),
    exercise: z.strictObject({ timeScale: z.number().min(1).default(1) }).optional(),
  })
  .superRefine(checkPeople)
  .superRefine(checkChannels)
export type Config = z.infer<typeof configSchema>

/** The configuration cannot be used: one sentence with the place and the cure. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads and checks the configuration; `env` wins over the file, `*_FILE` names a file that holds the value. */
export function loadConfig(path: string, env: NodeJS.ProcessEnv): Config {
  const file = readYaml(path, () => readFileSync(path, 'utf8'))
  const filled = withSecrets(path, checkConfig(path, withEnvironment(file, env)))
  if (filled.ok) return filled.config
  throw new ConfigError(`${path}: sources.${filled.source}.secretsFile: ${filled.problem}. Correct it and start again.`)
}

/** The configuration with the secrets that stand in files beside it, or whose file cannot be used. */
export function withSecrets(
  path: string,
  config: Config,
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly source: SecretSource; readonly problem: string } {
  const read = readSourceSecrets(path, config.sources)
  return read.ok ? { ok: true, config: { ...config, sources: read.sources } } : read
}

/**
 * The protection rules in the text of a configuration. The whole of it must be valid: of a file that is half written
 * or damaged, the list of the protected could look empty.
 */
export function parseProtection(path: string, text: string): ProtectionRules {
  return protectionRulesOf(
    checkConfig(
      path,
      readYaml(path, () => text),
    ).protected,
  )
}

function checkConfig(path: string, config: object): Config {
  const parsed = configSchema.safeParse(config)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the file'
  throw new ConfigError(`${path}: ${where}: ${issue?.message ?? 'not usable'}. Correct it and start again.`)
}

function readYaml(path: string, read: () => string): object {
  try {
    return z.looseObject({}).parse(parseYaml(read()) ?? {})
  } catch (cause) {
    throw new ConfigError(unreadable(path, yamlWords(cause)), { cause })
  }
}

function unreadable(path: string, why: string): string {
  return why === 'ENOENT'
    ? `There is no configuration ${path}: make one with \`tourniquet init\`, or name yours with --config or TOURNIQUET_CONFIG.`
    : `The configuration ${path} cannot be read (${why}). Correct it, or name another one with --config or TOURNIQUET_CONFIG.`
}

/** What the environment says in place of the file. */
export function withEnvironment(file: object, env: NodeJS.ProcessEnv): object {
  const redisUrl = setting(env, 'REDIS_URL')
  return {
    ...file,
    ...serverFromEnvironment(file, env),
    ...databaseFromEnvironment(file, env),
    ...(redisUrl === undefined ? {} : { queue: { url: redisUrl } }),
    ...sourcesFromEnvironment(file, env),
    ...slackFromEnvironment(file, (name) => setting(env, name)),
  }
}

/** In a container only an address of its network is reached from outside: the image sets this, and the file need not. */
function serverFromEnvironment(file: object, env: NodeJS.ProcessEnv): object {
  const host = setting(env, 'TOURNIQUET_SERVER_HOST')
  if (host === undefined) return {}
  const given = 'server' in file && typeof file.server === 'object' ? file.server : {}
  return { server: { ...given, host } }
}

/** Each of the two by itself: the other one stays as the file says. */
function databaseFromEnvironment(file: object, env: NodeJS.ProcessEnv): object {
  const url = setting(env, 'DATABASE_URL')
  const migrateUrl = setting(env, 'DATABASE_MIGRATE_URL')
  if (url === undefined && migrateUrl === undefined) return {}
  const given = 'database' in file && typeof file.database === 'object' ? file.database : {}
  return {
    database: { ...given, ...(url === undefined ? {} : { url }), ...(migrateUrl === undefined ? {} : { migrateUrl }) },
  }
}

/** A setting of the environment, or the content of the file that `<name>_FILE` names. */
export function setting(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined) return env[name]
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`${name}_FILE names ${file}, which cannot be read (${yamlWords(cause)}). Correct the path.`, {
      cause,
    })
  }
}

/** How a token is kept in the configuration. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}
