import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../integrations/postgres/embedded/caught-error.js'
import { type SecretKind, secretFault } from './secret-kinds.js'

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
export function readSecretsFile(path: string, kind: SecretKind): SecretsRead {
  try {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
    const secrets = lines.filter((line) => line !== '' && !line.startsWith('#'))
    if (secrets.length === 0) return { ok: false, problem: `${path} holds no secret: write one, on a line of its own` }
    const faults = secrets.map((secret) => secretFault(kind, secret))
    const first = faults.findIndex((fault) => fault !== null)
    if (first === -1) return { ok: true, secrets }
    return { ok: false, problem: `secret ${first + 1} in ${path} cannot be used: ${faults[first]}` }
  } catch (error) {
    const code = errorCode(error) || String(error)
    return { ok: false, problem: `${path} cannot be read (${code}): make the file, or correct the path` }
  }
}
