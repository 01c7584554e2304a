import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { accountIdSchema, partitionSchema } from '../src/domain/partition.js'
import type { ProtectionRules } from '../src/ports.js'
import { containmentSchema } from './containment-config.js'
import { protectedSchema, protectionRulesOf } from './protection-config.js'

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the token, as 64 hex digits')

/** A person who may decide. The token itself is never stored: `printf %s TOKEN | sha256sum`. */
const approver = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,64}$/, 'letters, digits and . @ _ - only'),
  tokenSha256: sha256Hex,
  slack: z.string().optional(),
  email: z.string().optional(),
})

/** An empty list would read as "anyone": it is refused, like every empty permission. */
const question = z.strictObject({
  approvers: z.array(approver).min(1, 'name at least one approver; an empty list never means everybody'),
  quorum: z.number().int().min(1).default(1),
})

const roleArn = z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, "a role's ARN, arn:aws:iam::…:role/…")

const account = z
  .strictObject({
    id: accountIdSchema,
    partition: partitionSchema.default('aws'),
    name: z.string().default(''),
    mode: z.enum(['observe', 'guarded']).default('observe'),
    /** Only for an endpoint that is not AWS. Standard AWS_ENDPOINT_URL settings work too. */
    endpoint: z.url().nullable().default(null),
    /** Assumed for everything in the account; null: the credentials that the process was given are used as they are. */
    containRole: roleArn.nullable().default(null),
    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'not an external id that STS takes')
      .nullable()
      .default(null),
    /** null: the partition's home Region alone, where IAM logs. */
    lookupRegions: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region's name, us-east-1"))
      .min(1, 'name at least one Region, or leave it out for the home Region alone')
      .nullable()
      .default(null),
  })
  .superRefine(({ id, partition, containRole, externalId }, context) => {
    if (containRole === null && externalId !== null) {
      context.addIssue({ code: 'custom', path: ['externalId'], message: 'it goes with a containRole; there is none' })
    }
    if (containRole !== null && !containRole.startsWith(`arn:${partition}:iam::${id}:`)) {
      context.addIssue({
        code: 'custom',
        path: ['containRole'],
        message: `a role of ${partition} account ${id} is needed`,
      })
    }
  })

/** tourniquet.yaml. Unknown keys are errors: a misspelt safety setting must not be ignored. */
export const configSchema = z
  .strictObject({
    dataDir: z.string().min(1).default('.tourniquet'),
    server: z
      .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65535).default(8080) })
      .prefault({}),
    database: z.strictObject({ url: z.string().nullable().default(null) }).prefault({}),
    queue: z.strictObject({ url: z.string().nullable().default(null) }).prefault({}),
    accounts: z.array(account).length(1, 'this version serves exactly one account'),
    protected: protectedSchema,
    containment: containmentSchema,
    approvals: z.strictObject({
      contain: question.extend({ expiresMinutes: z.number().positive().default(30) }),
      restore: question.partial({ approvers: true }).prefault({}),
    }),
    sources: z.strictObject({
      guardduty: z.strictObject({ secrets: z.array(z.string().min(16, 'at least 16 characters')).min(1) }),
    }),
    limits: z.strictObject({ holdDownMinutes: z.number().min(0).max(525_600).default(60) }).prefault({}),
    exercise: z.strictObject({ timeScale: z.number().min(1).default(1) }).optional(),
  })
  .superRefine((config, context) => {
    for (const [name, { approvers, quorum }] of Object.entries(config.approvals)) {
      const people = new Set((approvers ?? config.approvals.contain.approvers).map((person) => person.name)).size
      if (quorum > people) {
        context.addIssue({
          code: 'custom',
          path: ['approvals', name],
          message: `a quorum of ${quorum} needs as many people; there are ${people}`,
        })
      }
    }
  })
export type Config = z.infer<typeof configSchema>

/** The configuration cannot be used: one sentence with the place and the cure. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads and checks the configuration; `env` wins over the file, `*_FILE` names a file that holds the value. */
export function loadConfig(path: string, env: NodeJS.ProcessEnv): Config {
  return checkConfig(
    path,
    withEnvironment(
      readYaml(path, () => readFileSync(path, 'utf8')),
      env,
    ),
  )
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
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new ConfigError(`The configuration ${path} cannot be read (${why}). TOURNIQUET_CONFIG names another one.`, {
      cause,
    })
  }
}

function withEnvironment(file: object, env: NodeJS.ProcessEnv): object {
  const databaseUrl = setting(env, 'DATABASE_URL')
  const redisUrl = setting(env, 'REDIS_URL')
  return {
    ...file,
    ...(databaseUrl === undefined ? {} : { database: { url: databaseUrl } }),
    ...(redisUrl === undefined ? {} : { queue: { url: redisUrl } }),
  }
}

function setting(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  return file === undefined ? env[name] : readFileSync(file, 'utf8').trim()
}

/** How a token is kept in the configuration. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}
