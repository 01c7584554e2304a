import { z } from 'zod'
import { detectivePullSchema } from './pull-config.js'
import {
  LIVE_SECRETS,
  type SecretKind,
  type SecretSource,
  secretFault,
  secretKinds,
  secretSources,
  TOO_MANY_SECRETS,
} from './secret-kinds.js'
import { readSecretsFile, secretsFilePath } from './secrets-file.js'
import { snsSchema } from './sns-config.js'
import { sqsSchema } from './sqs-config.js'

/** What a source proves itself with. `secrets` that are in a file are read from it once, when the program starts. */
function secretsOf(source: SecretSource) {
  return {
    secrets: z.array(secretOf(secretKinds[source])).max(LIVE_SECRETS, TOO_MANY_SECRETS).default([]),
    /** One secret a line. Relative to this file. */
    secretsFile: z.string().min(1).nullable().default(null),
  }
}

interface GivenSecrets {
  readonly secrets: readonly string[]
  readonly secretsFile: string | null
}

function isSecretGiven({ secrets, secretsFile }: GivenSecrets): boolean {
  return secrets.length > 0 || secretsFile !== null
}
const NO_SECRET = 'give at least one secret, in secrets or in a secretsFile; without one anybody could post findings'

function webhookOf(source: SecretSource) {
  return z.strictObject(secretsOf(source)).refine(isSecretGiven, { error: NO_SECRET }).nullable().default(null)
}

/** Detective sends nothing by itself: it is asked (`pull`), or somebody forwards what it found. */
const detectiveSchema = z
  .strictObject({ ...secretsOf('detective'), pull: detectivePullSchema.nullable().default(null) })
  .refine((given) => given.pull !== null || isSecretGiven(given), { error: `${NO_SECRET}; or name pull` })
  .nullable()
  .default(null)

function secretOf(kind: SecretKind) {
  return z.string().superRefine((secret, context) => {
    const message = secretFault(kind, secret)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
}

/** Who may bring findings. null: not served; nothing is served without a secret, and an empty setting is refused. */
export const sourcesSchema = z.strictObject({
  guardduty: webhookOf('guardduty'),
  'security-hub': webhookOf('security-hub'),
  detective: detectiveSchema,
  splunk: webhookOf('splunk'),
  elastic: webhookOf('elastic'),
  generic: webhookOf('generic'),
  /** Signed by AWS with a certificate of its own: no secret, but topics. */
  sns: snsSchema.nullable().default(null),
  /** Read by us: no inbound port. */
  sqs: sqsSchema.nullable().default(null),
})
export type SourcesConfig = z.infer<typeof sourcesSchema>

export type SecretsRead =
  | { readonly ok: true; readonly sources: SourcesConfig }
  | { readonly ok: false; readonly source: SecretSource; readonly problem: string }

/** The secrets that stand in files join those that stand in the configuration itself. */
export function readSourceSecrets(configPath: string, sources: SourcesConfig): SecretsRead {
  const filled = { ...sources }
  for (const source of secretSources) {
    const given = sources[source]
    if (given === null || given.secretsFile === null) continue
    const read = readSecretsFile(secretsFilePath(configPath, given.secretsFile), secretKinds[source])
    if (!read.ok) return { ok: false, source, problem: read.problem }
    const secrets = [...given.secrets, ...read.secrets]
    if (secrets.length > LIVE_SECRETS) return { ok: false, source, problem: TOO_MANY_SECRETS }
    Object.assign(filled, { [source]: { ...given, secrets } })
  }
  return { ok: true, sources: filled }
}

/** The secrets of every source that is served with some; others are left out. */
export function secretsOfSources(sources: SourcesConfig): Partial<Record<SecretSource, readonly string[]>> {
  const served = secretSources.flatMap((source) => {
    const secrets = sources[source]?.secrets ?? []
    return secrets.length === 0 ? [] : [[source, secrets] as const]
  })
  return Object.fromEntries(served)
}
