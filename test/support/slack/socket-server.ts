import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { z } from 'zod'
import { FrameReader, frame } from './websocket-frames.js'

const ackSchema = z.object({ envelope_id: z.string(), payload: z.looseObject({}).optional() })
export type SocketAck = z.infer<typeof ackSchema>

/** RFC 6455, section 1.3. */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * Slack's side of Socket Mode, small: `apps.connections.open` hands out an address, and whoever connects there is greeted and
 * sent envelopes. https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class SlackSocketServer {
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()
  readonly #acks = new Map<string, SocketAck[]>()
  #lastEnvelope = 0
  /** What `apps.connections.open` answers; `{ok: true}` with the address if not given. */
  answerOpen: (() => { readonly status: number; readonly body: string }) | null = null
  /** How often an address was asked for, and with which token. */
  readonly opened: (string | undefined)[] = []

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<SlackSocketServer> {
    const server = createServer()
    const slack = new SlackSocketServer(server)
    server.on('request', (request, response) => {
      request.resume()
      slack.opened.push(request.headers.authorization)
      const own = { status: 200, body: JSON.stringify({ ok: true, url: slack.#address('ws', '/link') }) }
      const { status, body } = slack.answerOpen?.() ?? own
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    server.on('upgrade', (request, socket) => slack.#welcome(request.headers['sec-websocket-key'] ?? '', socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return slack
  }

  /** For the Web API's base address. */
  get apiUrl(): string {
    return this.#address('http', '/api/')
  }

  get connections(): number {
    return this.#sockets.size
  }

  /** Sends an envelope to whoever is connected; answers its id. The same id again is a repeated delivery. */
  send(type: 'interactive' | 'slash_commands' | 'events_api', payload: object, id?: string): string {
    this.#lastEnvelope += 1
    const envelope_id = id ?? `envelope-${this.#lastEnvelope}`
    const envelope = { envelope_id, type, accepts_response_payload: type !== 'events_api', payload }
    this.sendText(JSON.stringify(envelope))
    return envelope_id
  }

  sendText(text: string): void {
    for (const socket of this.#sockets) socket.write(frame(1, text))
  }

  /** Every acknowledgement of an envelope, in order. */
  acksOf(envelopeId: string): readonly SocketAck[] {
    return this.#acks.get(envelopeId) ?? []
  }

  /** Slack recycles a connection: it says so and leaves it to the client to close. */
  recycle(): void {
    this.sendText(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
  }

  /** The connection is gone without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #welcome(key: string, socket: Duplex): void {
    const accept = createHash('sha1')
      .update(key + WEBSOCKET_GUID)
      .digest('base64')
    const head = [
      'HTTP/1.1 101 Switching Protocols',
      'upgrade: websocket',
      'connection: upgrade',
      `sec-websocket-accept: ${accept}`,
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    this.#sockets.add(socket)
    const reader = new FrameReader()
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      for (const { opcode, payload } of reader.read(bytes)) this.#receive(socket, opcode, payload)
    })
    socket.write(frame(1, JSON.stringify({ type: 'hello', num_connections: 1 })))
  }

  #receive(socket: Duplex, opcode: number, payload: Buffer): void {
    if (opcode === 8) return void socket.end(frame(8, payload))
    if (opcode === 9) return void socket.write(frame(10, payload))
    if (opcode !== 1) return
    const ack = ackSchema.parse(JSON.parse(payload.toString('utf8')))
    this.#acks.set(ack.envelope_id, [...this.acksOf(ack.envelope_id), ack])
  }

  #address(protocol: 'http' | 'ws', path: string): string {
    const address = this.#server.address() as AddressInfo
    return `${protocol}://127.0.0.1:${address.port}${path}`
  }
}
