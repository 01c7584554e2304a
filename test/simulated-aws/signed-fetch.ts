import { createHash, createHmac } from 'node:crypto'

export type SignedRequest = {
  url: string
  service: string
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
  /** What is sent instead of the body that was signed. */
  sentBody?: string
  /** x-amz-date; default: now. */
  date?: string
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** A request signed by hand, for services whose SDK client is not installed and for requests that no SDK would send. */
export async function signedFetch(request: SignedRequest): Promise<Response> {
  const { url, service, credentials, method = 'POST', path = '/', body = '' } = request
  const date = request.date ?? new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(url).host,
    'x-amz-date': date,
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  }
  const names = Object.keys(headers).sort()
  const [pathOnly = '/', query = ''] = path.split('?')
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [method, pathOnly, query, canonicalHeaders, names.join(';'), hash(body)].join('\n')
  const scope = `${date.slice(0, 8)}/us-east-1/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n')
  const secret = `AWS4${credentials.secretAccessKey}`
  const key = hmac(hmac(hmac(hmac(secret, date.slice(0, 8)), 'us-east-1'), service), 'aws4_request')
  const signature = hmac(key, text).toString('hex')
  const credential = `Credential=${credentials.accessKeyId}/${scope}`
  const { host: _, ...sent } = headers
  return fetch(`${url}${path}`, {
    method,
    headers: {
      ...sent,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: request.sentBody ?? body }),
  })
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' }
