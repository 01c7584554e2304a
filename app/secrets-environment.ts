import { resolve } from 'node:path'
import { z } from 'zod'
import { type SecretSource, secretSources } from './secret-kinds.js'

const withSources = z.looseObject({ sources: z.looseObject({}).nullish() })

/** `GUARDDUTY_SECRETS`, `SECURITY_HUB_SECRETS`; `_FILE` behind it names a file. */
export function secretsVariable(source: SecretSource): string {
  return `${source.toUpperCase().replaceAll('-', '_')}_SECRETS`
}

/**
 * The secrets of sources from the environment, so that none need stand in the configuration: `GUARDDUTY_SECRETS_FILE`
 * names a file with one a line, `GUARDDUTY_SECRETS` holds them itself, with white space between two. They replace the
 * configured ones: a secret that was left in an old file is then out of force. A source that the file does not name is served.
 */
export function sourcesFromEnvironment(config: object, env: NodeJS.ProcessEnv): { readonly sources?: object } {
  const given = secretSources.flatMap((source) => {
    const secrets = secretsIn(env, secretsVariable(source))
    return secrets === null ? [] : [[source, secrets] as const]
  })
  if (given.length === 0) return {}
  const parsed = withSources.safeParse(config)
  const configured = parsed.success ? (parsed.data.sources ?? {}) : {}
  const replaced = given.map(([source, secrets]) => [source, { ...besidesSecrets(configured[source]), ...secrets }])
  return { sources: { ...configured, ...Object.fromEntries(replaced) } }
}

/** How Detective is asked, say, has nothing to do with who may post. */
function besidesSecrets(source: unknown): object {
  const parsed = z.looseObject({}).safeParse(source)
  return Object.fromEntries(
    Object.entries(parsed.data ?? {}).filter(([key]) => key !== 'secrets' && key !== 'secretsFile'),
  )
}

function secretsIn(env: NodeJS.ProcessEnv, name: string): object | null {
  const words = env[name]
  const file = env[`${name}_FILE`]
  if (file !== undefined) return { secretsFile: resolve(file) }
  // An empty variable is kept as an empty list, which is refused: it must not read as "as configured".
  return words === undefined ? null : { secrets: words.split(/\s+/).filter((word) => word !== '') }
}
