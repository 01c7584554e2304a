import { readFileSync } from 'node:fs'
import { Option } from 'commander'

/** The server refused, or could not be reached: `refused` tells them apart for the exit code. */
export class ServerAnswerError extends Error {
  override readonly name = 'ServerAnswerError'
  readonly refused: boolean

  constructor(message: string, refused: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.refused = refused
  }
}

/** `--server URL`: where the commands of people go. */
export function serverOption(): Option {
  return new Option('--server <url>', 'the Tourniquet server').env('TOURNIQUET_SERVER').default('http://127.0.0.1:8080')
}

/** null where neither is set. */
export function tokenOrNone(): string | null {
  const { TOURNIQUET_TOKEN: token, TOURNIQUET_TOKEN_FILE: file } = process.env
  if (file !== undefined) return checkToken(readTokenFile(file), `${file} (TOURNIQUET_TOKEN_FILE)`)
  return token !== undefined && token !== '' ? checkToken(token, 'TOURNIQUET_TOKEN') : null
}

function readTokenFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new ServerAnswerError(`${path} cannot be read. TOURNIQUET_TOKEN_FILE names it.`, false, { cause })
  }
}

/** Said here, since a header would not even take some of it; never with the token itself. */
function checkToken(token: string, where: string): string {
  if (/^[\x21-\x7e]{16,512}$/.test(token)) return token
  const problem =
    token.length < 16
      ? `has ${token.length} characters, and a token has at least 16`
      : 'holds no token: those have 16 to 512 characters, and neither spaces nor letters beyond ASCII'
  throw new ServerAnswerError(`What is in ${where} ${problem}. Correct it and try again.`, false)
}

/** The caller's own token, from TOURNIQUET_TOKEN or the file that TOURNIQUET_TOKEN_FILE names; never an argument. */
function readToken(): string {
  const token = tokenOrNone()
  if (token !== null) return token
  throw new ServerAnswerError(
    'Your own token is needed: set TOURNIQUET_TOKEN to it, or TOURNIQUET_TOKEN_FILE to a file that holds it. `tourniquet init` printed one for each approver.',
    false,
  )
}

/** Asks the server as this person. */
export async function askServer(server: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${readToken()}`, 'content-type': 'application/json' }
  const init =
    body === undefined
      ? { headers: { authorization: headers.authorization } }
      : { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await reach(`${server.replace(/\/$/, '')}${path}`, init)
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const detail =
    answer !== null && typeof answer === 'object' && 'detail' in answer ? String(answer.detail) : response.statusText
  throw new ServerAnswerError(detail, response.status === 403 || response.status === 409)
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) })
  } catch (cause) {
    throw new ServerAnswerError(
      `${new URL(url).origin} does not answer. Is \`tourniquet serve\` running? (--server)`,
      false,
      { cause },
    )
  }
}
