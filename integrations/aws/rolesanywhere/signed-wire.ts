import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import type { HttpRequest } from '@smithy/types'
import { type AwsConnection, requestTimeouts } from '../client-options.js'
import { credentialSource } from '../credential-source.js'
import { anywhereEndpoint } from './endpoint.js'
import type { RestAnswer, RestRequest, RestWire } from './rest-call.js'
import { Sha256 } from './sha256.js'

/** A listing of a thousand trust anchors with their certificates is some megabytes; nothing here is longer. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

export interface SignedWire extends RestWire {
  /** Closes idle connections of its own. */
  close(): void
}

/** Signature Version 4 over HTTP, as the account's connection says: its credentials, its endpoint, its open connections. */
export function signedWire(connection: AwsConnection, region: string): SignedWire {
  const credentials = credentialSource(connection)
  const signer = new SignatureV4({ service: 'rolesanywhere', region, credentials, sha256: Sha256 })
  const own = new NodeHttpHandler({ ...requestTimeouts, throwOnRequestTimeout: true })
  const handler = connection.requestHandler ?? own
  const endpoint = anywhereEndpoint(connection, region)
  return {
    // By Date.now, as the SDK's own clients do: an exercise on virtual time shows them its date there.
    sign: async (request) => signer.sign(unsigned(request, endpoint), { signingDate: new Date(Date.now()) }),
    send: async (request) => {
      const { response } = await handler.handle(asHandled(request))
      return {
        status: response.statusCode,
        headers: inSmallLetters(response.headers),
        body: await textOf(response.body),
      }
    },
    close: () => own.destroy(),
  }
}

function unsigned({ method, path, query = {} }: RestRequest, endpoint: URL): HttpRequest {
  return {
    method,
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port === '' ? {} : { port: Number(endpoint.port) }),
    path: `${endpoint.pathname.replace(/\/$/, '')}${path}`,
    query: { ...query },
    headers: {
      host: endpoint.host,
      'user-agent': 'tourniquet',
      ...(method === 'POST' ? { 'content-length': '0' } : {}),
    },
  }
}

/** The handler's type asks for a way to copy a request; it never copies one. */
function asHandled(request: HttpRequest) {
  const { method, protocol, hostname, path, headers, query = {} } = request
  const port = request.port === undefined ? {} : { port: request.port }
  const handled = { method, protocol, hostname, path, headers, query, ...port, clone: () => handled }
  return handled
}

function inSmallLetters(headers: Record<string, string>): RestAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError(`The answer is longer than ${MAX_ANSWER_BYTES} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
