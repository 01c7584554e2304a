import { resolve } from 'node:path'
import { z } from 'zod'

const withSources = z.looseObject({ sources: z.looseObject({}).nullish() })

/**
 * The secrets of a source from the environment, so that none need stand in the configuration: `GUARDDUTY_SECRETS_FILE`
 * names a file with one a line, `GUARDDUTY_SECRETS` holds them itself, with white space between two. They replace the
 * configured ones: a secret that was left in an old file is then out of force.
 */
export function sourcesFromEnvironment(config: object, env: NodeJS.ProcessEnv): { readonly sources?: object } {
  const { GUARDDUTY_SECRETS: words, GUARDDUTY_SECRETS_FILE: file } = env
  if (words === undefined && file === undefined) return {}
  const parsed = withSources.safeParse(config)
  const configured = parsed.success ? (parsed.data.sources ?? {}) : {}
  // An empty variable is kept as an empty list, which is refused: it must not read as "as configured".
  const guardduty =
    file === undefined
      ? { secrets: (words ?? '').split(/\s+/).filter((word) => word !== '') }
      : { secretsFile: resolve(file) }
  return { sources: { ...configured, guardduty } }
}
