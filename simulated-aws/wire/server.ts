import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Account } from '../account/account.js'
import { randomUuid } from '../account/identifiers.js'
import { failure } from '../pipeline/aws-error.js'
import { answerAdmin } from './admin.js'
import { answerCall, type Entrance } from './answer-call.js'
import { homeOf, type Premises, premisesOfKey } from './premises.js'
import { errorResponse, type ResponseTo, type WireResponse } from './respond.js'
import { ShownClock } from './shown-clock.js'
import { bodyLimitBytes, readRequest } from './wire-request.js'

export type WireOptions = Pick<Entrance, 'beforeCall'> & {
  /** At least one. Requests that nobody's key signed come to the first. */
  premises: Premises[]
  log: (line: string) => void
}

/** The HTTP face of the accounts: the real SDKs' protocols, and the control under `/_sim/`. */
export function createWireServer(options: WireOptions): Server {
  const clock = new ShownClock()
  const server = createServer((message, response) => {
    answer({ ...options, clock }, message, response).catch((error) => {
      // A bug of the simulation: the client gets what AWS sends for one of its own, the log the truth.
      options.log(`simulated AWS: ${error instanceof Error ? error.stack : String(error)}`)
      const { account } = homeOf(options)
      send(account, response, internalFailure(account))
    })
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
  return server
}

async function answer(
  options: WireOptions & Pick<Entrance, 'clock'>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { log, premises, clock, beforeCall } = options
  const home = homeOf(options).account
  const request = await readRequest(message).catch(() => 'aborted' as const)
  if (request === 'aborted') return
  if (request === undefined) return send(home, response, tooLarge(home))
  const admin = answerAdmin(premises, request)
  if (admin !== undefined) return send(home, response, admin)
  const { account, faults } = premisesOfKey(premises, request) ?? homeOf(options)
  const answered = await answerCall({ account, faults, clock, ...(beforeCall && { beforeCall }) }, request)
  log(`${request.remoteAddress} ${answered.summary}`)
  if (answered.response === 'reset') return void message.socket.destroy()
  send(account, response, answered.response)
}

/** The Date is the account's: clients take it for AWS's clock. */
function send(account: Account, response: ServerResponse, { status, contentType, body, headers }: WireResponse): void {
  if (response.headersSent || response.destroyed) return
  const length = { 'content-length': Buffer.byteLength(body) }
  const type = body === '' ? {} : { 'content-type': contentType }
  response.writeHead(status, { ...headers, ...type, ...length, date: account.now().toUTCString() })
  response.end(body)
}

function unreadable(account: Account): ResponseTo {
  const requestId = randomUuid(account.random)
  return { family: 'query', service: 'iam', operation: 'Unknown', requestId, method: 'POST' }
}

function tooLarge(account: Account): WireResponse {
  const message = `The request is larger than ${bodyLimitBytes} bytes.`
  return errorResponse(unreadable(account), failure({ code: 'RequestEntityTooLarge', status: 413, message }).error)
}

function internalFailure(account: Account): WireResponse {
  const message = 'The simulated account failed; its log says why.'
  return errorResponse(unreadable(account), failure({ code: 'InternalFailure', status: 500, message }).error)
}
