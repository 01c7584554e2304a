import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface Heard {
  readonly path: string
  readonly authorization: string
  readonly form: URLSearchParams
}

export interface AnsweringServer {
  /** With the slash at the end that Slack's has. */
  readonly url: string
  readonly port: number
  readonly heard: readonly Heard[]
  close(): Promise<void>
}

/** A server that answers every request as the test says, and remembers what it heard. */
export async function answeringServer(
  answer: (response: ServerResponse, heard: Heard) => void,
): Promise<AnsweringServer> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      heard.push(one)
      answer(response, one)
    })
  })
  const port = await listen(server)
  return { url: `http://127.0.0.1:${port}/api/`, port, heard, close: () => close(server) }
}

/** A proxy that tunnels every CONNECT to the port, whatever it was asked for, and remembers what that was. */
export async function connectProxy(targetPort: number | null) {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connect', (request: IncomingMessage, near: Socket) => {
    asked.push(request.url ?? '')
    near.on('error', () => undefined)
    if (targetPort === null) return void near.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const far = connect(targetPort, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      near.pipe(far).pipe(near)
    })
    far.on('error', () => near.destroy())
    for (const socket of [near, far]) sockets.add(socket)
  })
  const port = await listen(server)
  const end = async () => {
    for (const socket of sockets) socket.destroy()
    await close(server)
  }
  return { url: `http://127.0.0.1:${port}`, asked, close: end }
}

async function read(request: IncomingMessage): Promise<Heard> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return {
    path: request.url ?? '',
    authorization: request.headers.authorization ?? '',
    form: new URLSearchParams(Buffer.concat(parts).toString('utf8')),
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

export function json(response: ServerResponse, body: object | null, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
