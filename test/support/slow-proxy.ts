import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server whose answers a test can hold back. Nothing is lost, and nothing of a connection gets out of order. */
export interface SlowProxy {
  readonly port: number
  /** From now on every answer takes so much longer; Infinity: until `catchUp`. */
  delay(ms: number): void
  /** Everything held back is delivered at once, and nothing more is held back. */
  catchUp(): void
  close(): Promise<void>
}

export async function startSlowProxy(target: { readonly host: string; readonly port: number }): Promise<SlowProxy> {
  const sockets = new Set<Socket>()
  const held = new Set<() => void>()
  const state = { delayMs: 0 }
  const server = createServer((near) => {
    const far = connect(target.port, target.host)
    const waiting: { readonly part: Buffer; timer: NodeJS.Timeout | null }[] = []
    const deliver = (count: number) => {
      for (const { part, timer } of waiting.splice(0, count)) {
        if (timer !== null) clearTimeout(timer)
        if (!near.destroyed) near.write(part)
      }
    }
    const deliverAll = () => deliver(waiting.length)
    held.add(deliverAll)
    far.on('data', (part: Buffer) => {
      if (state.delayMs === 0 && waiting.length === 0) return void near.write(part)
      const answer: (typeof waiting)[number] = { part, timer: null }
      waiting.push(answer)
      if (!Number.isFinite(state.delayMs)) return
      answer.timer = setTimeout(() => deliver(waiting.indexOf(answer) + 1), state.delayMs)
    })
    near.pipe(far)
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket)
      socket.on('error', () => undefined) // the other side sees it as a closed connection
      socket.on('close', () => {
        sockets.delete(socket)
        held.delete(deliverAll)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  const catchUp = () => {
    state.delayMs = 0
    for (const deliverAll of held) deliverAll()
  }
  return {
    port: address.port,
    delay: (ms) => {
      state.delayMs = ms
    },
    catchUp,
    close: async () => {
      catchUp()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
