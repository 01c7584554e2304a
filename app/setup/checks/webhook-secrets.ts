import { statSync } from 'node:fs'
import { type SecretSource, secretKinds, secretSources } from '../../secret-kinds.js'
import { secretsFilePath } from '../../secrets-file.js'
import type { SourcesConfig } from '../../sources-config.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'webhook secrets'
const GOOD_CHARS = 32
const LEAST_DISTINCT_CHARS = 10
const guessable = /secret|password|passwd|changeme|example|tourniquet|guardduty|webhook|123456|qwerty/i
const commands = {
  header: 'openssl rand -hex 24',
  path: 'openssl rand -hex 24',
  signature: 'printf "whsec_%s\\n" "$(openssl rand -base64 32)"',
}

/**
 * How well the secrets of the webhooks stand up to guessing, whether one opens several doors, and whether others on this
 * machine can read their files. Nothing where no source has one.
 */
export function checkWebhookSecrets(configPath: string, sources: SourcesConfig): CheckLine[] {
  const served = secretSources.flatMap((source) => {
    const given = sources[source]
    return given === null || given.secrets.length === 0 ? [] : [{ source, ...given }]
  })
  if (served.length === 0) return []
  const weak = served.flatMap(({ source, secrets }) =>
    secrets.flatMap((secret, index) => weaknessOf(source, secret, `secret ${index + 1} of ${source}`)),
  )
  const files = served.flatMap(({ secretsFile }) =>
    secretsFile === null ? [] : accessOf(secretsFilePath(configPath, secretsFile)),
  )
  const found = [...weak, ...sharedBy(served), ...files]
  const counts = served.map(({ source, secrets }) => `${secrets.length} of ${source}`).join(', ')
  return found.length > 0 ? found : [green(name, `${counts}, none of them guessable`)]
}

function cureOf(source: SecretSource): string {
  return `Make a new one with \`${commands[secretKinds[source]]}\`, add it as a second line, change it at the sender, then take the old one out.`
}

function weaknessOf(source: SecretSource, secret: string, which: string): CheckLine[] {
  const text = secret.replace(/^whsec_/, '')
  if (new Set(text).size < LEAST_DISTINCT_CHARS || guessable.test(text)) {
    return [red(name, `${which} can be guessed: whoever does can post findings`, cureOf(source))]
  }
  if (text.length < GOOD_CHARS) return [yellow(name, `${which} has only ${text.length} characters`, cureOf(source))]
  return []
}

/** Whoever reads the one that stands in Splunk's configuration could speak for GuardDuty. */
function sharedBy(
  served: readonly { readonly source: SecretSource; readonly secrets: readonly string[] }[],
): CheckLine[] {
  const holders = new Map<string, SecretSource[]>()
  for (const { source, secrets } of served) {
    for (const secret of secrets) holders.set(secret, [...(holders.get(secret) ?? []), source])
  }
  return [...holders.values()].flatMap((sources) => {
    const [first] = sources
    if (first === undefined || new Set(sources).size === 1) return []
    const what = `${sources.join(' and ')} have a secret in common: who has it from the one can speak for the other`
    return [yellow(name, what, cureOf(first))]
  })
}

function accessOf(file: string): CheckLine[] {
  const others = statSync(file).mode & 0o077
  if (others === 0) return []
  const mode = (statSync(file).mode & 0o777).toString(8)
  return [yellow(name, `${file} can be read by other users of this machine (mode ${mode})`, `chmod 600 ${file}`)]
}
