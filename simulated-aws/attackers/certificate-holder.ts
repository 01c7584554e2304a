import { createHash, sign } from 'node:crypto'
import { request } from 'node:http'
import { z } from 'zod'
import type { Identity } from './certificates.js'

export type WantedSession = {
  readonly profileArn: string
  readonly roleArn: string
  readonly trustAnchorArn: string
  readonly durationSeconds?: number
  readonly roleSessionName?: string
}

export type SessionAnswer =
  | {
      readonly ok: true
      readonly credentials: {
        readonly accessKeyId: string
        readonly secretAccessKey: string
        readonly sessionToken: string
      }
    }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string }

const issuedSchema = z.object({
  credentialSet: z
    .array(
      z.object({
        credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
      }),
    )
    .min(1),
})
const refusedSchema = z.object({ message: z.string().default('') })

/**
 * Asks Roles Anywhere for sessions with a certificate, over HTTP and signed as the real credential helper does it: no access key
 * is needed, only the certificate's own.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html
 */
export async function askForSession(
  endpoint: string,
  { identity, wanted, at, region }: { identity: Identity; wanted: WantedSession; at: Date; region: string },
): Promise<SessionAnswer> {
  const url = new URL('/sessions', endpoint)
  const body = JSON.stringify(wanted)
  const headers = signedHeaders(url, body, { identity, at, region })
  const answer = await post(url, body, headers)
  const issued = issuedSchema.safeParse(answer.body)
  const [first] = issued.success ? issued.data.credentialSet : []
  if (answer.status < 300 && first !== undefined) return { ok: true, credentials: first.credentials }
  const { message } = refusedSchema.catch({ message: '' }).parse(answer.body)
  return { ok: false, status: answer.status, code: answer.errorType, message }
}

/** On a connection of its own: nothing stays open behind whoever came in. */
function post(
  url: URL,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; errorType: string; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const status = response.statusCode ?? 0
        const errorType = [response.headers['x-amzn-errortype']].flat()[0] ?? ''
        resolve({ status, errorType, body: text === '' ? {} : JSON.parse(text) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function signedHeaders(
  url: URL,
  body: string,
  { identity, at, region }: { identity: Identity; at: Date; region: string },
): Record<string, string> {
  const timestamp = at.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const date = timestamp.slice(0, 8)
  const headers = { host: url.host, 'x-amz-date': timestamp, 'x-amz-x509': identity.certificate.toString('base64') }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = ['POST', url.pathname, '', lines.join(''), names, sha256(body)].join('\n')
  const isRsa = identity.key.asymmetricKeyType === 'rsa'
  const algorithm = `AWS4-X509-${isRsa ? 'RSA' : 'ECDSA'}-SHA256`
  const scope = `${date}/${region}/rolesanywhere/aws4_request`
  const text = [algorithm, timestamp, scope, sha256(canonical)].join('\n')
  const signature = sign('sha256', Buffer.from(text), identity.key).toString('hex')
  const serial = BigInt(`0x${identity.serial.toString('hex')}`)
  const authorization = `${algorithm} Credential=${serial}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  // The host is the client's own to send.
  const { host: _host, ...others } = headers
  return { ...others, authorization, 'content-type': 'application/json' }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
