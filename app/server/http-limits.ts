import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions } from 'fastify'

/**
 * Whoever needs longer for a few kilobytes holds the connection open on purpose. Node looks for such requests at intervals,
 * every 30 s if it is not told: the two together are what a slow sender gets at most, 10 s.
 */
export const REQUEST_TIMEOUT_MS = 9_000
export const CONNECTION_CHECK_MS = 1_000
/** Of a socket while a request is answered: longer than the database's own limits, so that they get to be told as a 503. */
const SILENCE_MS = 30_000
/** All headers of a request together. Node's own default, said here because the answer to more is ours. */
const HEADER_LIMIT_BYTES = 16 * 1024

const JSON_TYPE = 'application/json; charset=utf-8'

const answers = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', error: 'headersTooLarge' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', error: 'tooSlow' },
  other: { status: '400 Bad Request', error: 'badRequest' },
} as const

const details: Readonly<Record<(typeof answers)[keyof typeof answers]['error'], string>> = {
  headersTooLarge: `The headers are longer than ${HEADER_LIMIT_BYTES} bytes.`,
  tooSlow: `The request took longer than ${REQUEST_TIMEOUT_MS / 1_000} seconds to arrive.`,
  badRequest: 'This is not an HTTP request that can be read.',
}

/**
 * What the HTTP server bears, whatever the route: times and sizes of a request that has not been read yet, and `{error,
 * detail}` for what is none.
 */
export const httpLimits = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionTimeout: SILENCE_MS,
  http: {
    headersTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CONNECTION_CHECK_MS,
    maxHeaderSize: HEADER_LIMIT_BYTES,
  },
  clientErrorHandler: answerUnreadable,
  frameworkErrors: (_error, _request, reply) => {
    const body = JSON.stringify({ error: 'badRequest', detail: 'The path cannot be read.' })
    reply.raw.writeHead(400, { 'content-type': JSON_TYPE, 'content-length': body.length }).end(body)
  },
} satisfies FastifyHttpOptions<Server>

/** Node has no request for these, only the socket. */
function answerUnreadable(error: Error & { readonly code: string }, socket: Socket): void {
  if (socket.destroyed || error.code === 'ECONNRESET') return
  const isNamed = error.code === 'HPE_HEADER_OVERFLOW' || error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const { status, error: name } = answers[isNamed ? error.code : 'other']
  const body = JSON.stringify({ error: name, detail: details[name] })
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${JSON_TYPE}`,
    `content-length: ${body.length}`,
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}
