import { statSync } from 'node:fs'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'webhook secrets'
const GOOD_CHARS = 32
const LEAST_DISTINCT_CHARS = 10
const guessable = /secret|password|passwd|changeme|example|tourniquet|guardduty|webhook|123456|qwerty/i
const cure =
  'Make a new one with `openssl rand -hex 24`, add it as a second line, change it at the sender, then take the old one out.'

/** How well the secrets of the webhooks stand up to guessing, and whether others on this machine can read their file. */
export function checkWebhookSecrets(secrets: readonly string[], file: string | null): CheckLine[] {
  const lines = secrets.flatMap((secret, index) => weaknessOf(secret, `secret ${index + 1} of guardduty`))
  const access = file === null ? [] : accessOf(file)
  const many =
    secrets.length > 2
      ? [
          yellow(
            name,
            `${secrets.length} secrets are valid at the same time`,
            'Keep two at most: the one in use and the next.',
          ),
        ]
      : []
  const found = [...lines, ...many, ...access]
  return found.length > 0 ? found : [green(name, `${secrets.length} of guardduty, none of them guessable`)]
}

function weaknessOf(secret: string, which: string): CheckLine[] {
  if (new Set(secret).size < LEAST_DISTINCT_CHARS || guessable.test(secret)) {
    return [red(name, `${which} can be guessed: whoever does can post findings`, cure)]
  }
  if (secret.length < GOOD_CHARS) return [yellow(name, `${which} has only ${secret.length} characters`, cure)]
  return []
}

function accessOf(file: string): CheckLine[] {
  const others = statSync(file).mode & 0o077
  if (others === 0) return []
  const mode = (statSync(file).mode & 0o777).toString(8)
  return [yellow(name, `${file} can be read by other users of this machine (mode ${mode})`, `chmod 600 ${file}`)]
}
