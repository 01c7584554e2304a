import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import type { Tripwire } from './kill-point.js'

/** One request of the product to AWS, as it passed. */
export interface SeenRequest {
  readonly atMs: number
  /** Which process sent it: its AWS_SDK_UA_APP_ID; '' without one. */
  readonly app: string
  /** `GetRolePolicy`; '' where the protocol does not have it in a form. */
  readonly action: string
  readonly policyName: string
}

export interface AwsProxy {
  readonly url: string
  /** All requests that went on to the account, oldest first. */
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

export interface AwsProxyOptions {
  readonly endpoint: string
  readonly tripwire: Tripwire
  /** Asked when the account has answered: the reply goes on when this resolves. */
  readonly beforeReply?: (seen: SeenRequest) => Promise<void>
}

/** A proxy in front of the simulated account that sees requests pass, and trips before or after one. */
export async function startAwsProxy(options: AwsProxyOptions): Promise<AwsProxy> {
  const seen: SeenRequest[] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    const relay = async () => {
      const body = await readAll(request)
      if (options.tripwire.pass('http', 'before')) return request.socket.destroy()
      const one = describe(request.headers, body)
      seen.push(one)
      const reply = await forward(options.endpoint, agent, request, body)
      if (options.tripwire.pass('http', 'after')) return request.socket.destroy()
      await options.beforeReply?.(one)
      response.writeHead(reply.status, reply.headers)
      response.end(reply.body)
    }
    // A product that was killed while its request was on the way is what this is about; it gets no answer.
    relay().catch(() => request.socket.destroy())
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function describe(headers: IncomingHttpHeaders, body: Buffer): SeenRequest {
  const form = new URLSearchParams(body.toString('utf8'))
  const [, app = ''] = /\bapp\/(\S+)/.exec(headers['user-agent'] ?? '') ?? []
  return { atMs: Date.now(), app, action: form.get('Action') ?? '', policyName: form.get('PolicyName') ?? '' }
}

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Headers go on as they are: the signature covers the host that the product knows. */
function forward(endpoint: string, agent: Agent, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<Reply>((resolve, reject) => {
    const { hostname: host, port } = new URL(endpoint)
    const outgoing = send({ host, port, agent, method, path: url, headers }, (answer) => {
      readAll(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: text }),
        reject,
      )
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}
