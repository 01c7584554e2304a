import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Tripwire } from './kill-point.js'
import {
  hasCommitted,
  hasRecordedStep,
  mayCommit,
  messageCutter,
  startupSettings,
  transactionStatus,
  type WireMessage,
} from './postgres-messages.js'

export interface PostgresProxy {
  /** The same database, through the proxy. */
  readonly url: string
  close(): Promise<void>
}

export interface PostgresProxyOptions {
  readonly databaseUrl: string
  readonly tripwire: Tripwire
  /** After each step that was recorded on an incident. */
  readonly onStep: () => void
}

/** The record's connections say this of themselves; those of the job queue do not, and their statements are not counted. */
const RECORD = 'tourniquet'

/** A proxy in front of PostgreSQL that sees commits of the record pass, and trips before or after one. */
export async function startPostgresProxy(options: PostgresProxyOptions): Promise<PostgresProxy> {
  const target = new URL(options.databaseUrl)
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true })
    client.setNoDelay(true)
    const cut = () => {
      for (const socket of [client, upstream]) {
        socket.destroy()
        open.delete(socket)
      }
    }
    for (const socket of [client, upstream]) open.add(socket.on('error', cut).on('close', cut))
    client.once('data', (startup: Buffer) => {
      upstream.write(startup)
      // The start-up message comes whole: it is a hundred bytes, and the client then waits.
      const { application_name: application } = startupSettings(startup.subarray(8))
      if (application === RECORD) watch(client, upstream, { ...options, cut })
      else {
        client.on('data', (chunk: Buffer) => upstream.write(chunk))
        upstream.on('data', (chunk: Buffer) => client.write(chunk))
      }
    })
  })
  const port = await listen(server)
  return {
    url: Object.assign(new URL(options.databaseUrl), { host: `127.0.0.1:${port}` }).href,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

interface Watch extends Pick<PostgresProxyOptions, 'tripwire' | 'onStep'> {
  readonly cut: () => void
}

/** Requests go on as a whole, and so do replies: half of one would already tell the product what happened. */
function watch(client: Socket, upstream: Socket, { tripwire, onStep, cut }: Watch): void {
  const cutRequests = messageCutter()
  const cutReplies = messageCutter()
  let request: { messages: WireMessage[]; bytes: Buffer[] } = { messages: [], bytes: [] }
  let reply: typeof request = { messages: [], bytes: [] }
  let [status, awaitsCommit] = ['', false]

  client.on('data', (chunk: Buffer) => {
    for (const { message, bytes } of cutRequests(chunk)) {
      request.messages.push(message)
      request.bytes.push(bytes)
      // Passwords (p) come before the first query, and a client that leaves says X.
      if (!['Q', 'S', 'p', 'X'].includes(message.type)) continue
      awaitsCommit = mayCommit(request.messages, status === 'T')
      if (awaitsCommit && tripwire.pass('commit', 'before')) return cut()
      upstream.write(Buffer.concat(request.bytes))
      request = { messages: [], bytes: [] }
    }
  })
  upstream.on('data', (chunk: Buffer) => {
    // Before the first ReadyForQuery the two sides take turns several times.
    const isStarting = status === ''
    for (const { message, bytes } of cutReplies(chunk)) {
      reply.messages.push(message)
      reply.bytes.push(bytes)
      if (message.type === 'Z') status = transactionStatus(message)
      if (message.type !== 'Z' && !isStarting) continue
      if (awaitsCommit && hasCommitted(reply.messages)) {
        if (tripwire.pass('commit', 'after')) return cut()
        if (hasRecordedStep(reply.messages)) onStep()
      }
      client.write(Buffer.concat(reply.bytes))
      reply = { messages: [], bytes: [] }
    }
  })
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  return address.port
}
