import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that a test can cut and mend. */
export interface TcpProxy {
  readonly port: number
  /** Breaks every connection and refuses new ones. */
  cut(): void
  /** Nothing goes through any more and nothing is said of it, as when a host lost its power. */
  silence(): void
  /** Connections go through again, those too that were begun in silence. Those that were silenced stay silent. */
  mend(): void
  close(): Promise<void>
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const waiting = new Map<Socket, Buffer[]>()
  const state = { cut: false, silent: false }
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined) // the other side sees it as a closed connection
    socket.on('close', () => sockets.delete(socket))
  }
  const join = (near: Socket, said: readonly Buffer[] = []) => {
    const far = connect(target.port, target.host)
    keep(far)
    for (const part of said) far.write(part)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }
  const server = createServer((near) => {
    keep(near)
    if (state.cut) return void near.destroy()
    if (!state.silent) return join(near)
    const said: Buffer[] = []
    waiting.set(near, said)
    near.on('data', (part: Buffer) => void said.push(part))
    near.on('close', () => waiting.delete(near))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  const cut = () => {
    state.cut = true
    for (const socket of sockets) socket.destroy()
  }
  const silence = () => {
    state.silent = true
    // Read on, for nobody: a socket that is not read does not see that its other side has left.
    for (const socket of sockets) socket.unpipe().resume()
  }
  return {
    port: address.port,
    cut,
    silence,
    mend: () => {
      state.cut = false
      state.silent = false
      for (const [near, said] of waiting) join(near.removeAllListeners('data'), said)
      waiting.clear()
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
