const CENSORED = '[redacted]'

/** Names of fields whose values are secrets, whoever logs them. */
const SECRET_NAME =
  /^(authorization|password|passwd|secret|secrets|token|apiKey|x-api-key|cookie|set-cookie|externalId|url)$|(secret(AccessKey)?|sessionToken|privateKey)$/i

type Plain = { readonly [name: string]: unknown }

/** A copy without the values of fields whose names say that they are secret, at any depth. */
export function redactValue(fields: Plain): Plain {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isSecret(name, value) ? CENSORED : redactAny(value)]),
  )
}

/** A route of ours is no address: `url` is shown where it is a path. */
function isSecret(name: string, value: unknown): boolean {
  if (!SECRET_NAME.test(name)) return false
  return !(name === 'url' && typeof value === 'string' && value.startsWith('/'))
}

function redactAny(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactAny)
  if (value instanceof Error) return value.stack ?? String(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return redactValue(Object.fromEntries(Object.entries(value)))
}

/** `//user:password@host`, as in a database's URL. */
const URL_PASSWORD = /(\/\/[^/\s"@:]*:)[^@\s"/]+(@)/g
const BEARER = /(Bearer )[\x21\x23-\x5b\x5d-\x7e]{8,}/g

/** Splunk's secret stands in the path: right or nearly right, it is in no line. */
const PATH_SECRET = /(\/webhooks\/splunk\/)[^\s"\\?#]+/gi

/** The last look at a line of JSON that is about to be written. */
export function redactLine(line: string, secrets: readonly string[]): string {
  const known = secrets.reduce((text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), CENSORED), line)
  return known
    .replace(URL_PASSWORD, `$1${CENSORED}$2`)
    .replace(BEARER, `$1${CENSORED}`)
    .replace(PATH_SECRET, `$1${CENSORED}`)
}
