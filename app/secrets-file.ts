import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../integrations/postgres/embedded/caught-error.js'

/** Where a `secretsFile` of the configuration stands: a relative path counts from the configuration, not from here. */
export function secretsFilePath(configPath: string, file: string): string {
  return resolve(dirname(configPath), file)
}

export type SecretsRead =
  | { readonly ok: true; readonly secrets: readonly string[] }
  | { readonly ok: false; readonly problem: string }

/**
 * The secrets in a file, one a line; empty lines and lines that begin with # are passed over. Problems are told without
 * a word of the content.
 */
export function readSecretsFile(path: string): SecretsRead {
  try {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
    const secrets = lines.filter((line) => line !== '' && !line.startsWith('#'))
    if (secrets.length === 0) return { ok: false, problem: `${path} holds no secret: write one, on a line of its own` }
    const odd = secrets.findIndex((secret) => !isHeaderText(secret))
    if (odd !== -1) return { ok: false, problem: `secret ${odd + 1} in ${path} cannot be sent: ${SECRET_ALPHABET}` }
    const short = secrets.findIndex((secret) => secret.length < LEAST_SECRET_CHARS)
    if (short === -1) return { ok: true, secrets }
    return {
      ok: false,
      problem: `secret ${short + 1} in ${path} is too short: at least ${LEAST_SECRET_CHARS} characters`,
    }
  } catch (error) {
    const code = errorCode(error) || String(error)
    return { ok: false, problem: `${path} cannot be read (${code}): make the file, or correct the path` }
  }
}

/** Anything shorter could be guessed over the network. */
export const LEAST_SECRET_CHARS = 16

/** The one in force and the one that replaces it. A third would be one that somebody forgot to take away. */
export const LIVE_SECRETS = 2
export const TOO_MANY_SECRETS = `at most ${LIVE_SECRETS} secrets are in force at a time, the old and the new one while they are exchanged: take the oldest away`

/** What an HTTP header can carry as it is: others would be refused for ever, with nothing to see why. */
export const SECRET_ALPHABET = 'a secret has printable ASCII characters only, and no spaces'
export function isHeaderText(secret: string): boolean {
  return /^[\x21-\x7e]+$/.test(secret)
}
