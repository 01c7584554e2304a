import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { jest } from '@jest/globals'

/**
 * A server that nobody has a reason to ask, and a look at every TCP connection that this process opens from here on,
 * whichever library opens it.
 */
export async function watchConnections() {
  const asked: string[] = []
  const canary = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  const address = canary.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const opened: string[] = []
  const real = Socket.prototype.connect
  const spy = jest.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...given) {
    opened.push(placeOf(given[0]))
    return Reflect.apply(real, this, given)
  })
  return {
    canaryUrl: `http://127.0.0.1:${port}/canary`,
    /** What the canary was asked for. */
    asked,
    /** The places that were connected to, each once, without these ports. */
    openedBeside: (...ports: readonly number[]) =>
      [...new Set(opened)].filter((place) => !ports.some((known) => place.endsWith(`:${known}`))),
    stop: async () => {
      spy.mockRestore()
      await new Promise((resolve) => canary.close(resolve))
    },
  }
}

/** net normalises its arguments into a list before it hands them on, and pg does not. */
function placeOf(given: unknown): string {
  const [first] = Array.isArray(given) ? given : [given]
  if (typeof first === 'number') return `:${first}`
  if (typeof first !== 'object' || first === null) return String(first)
  const { host = '', port = '', path = '' } = { host: undefined, port: undefined, path: undefined, ...first }
  return path === '' ? `${host}:${port}` : String(path)
}
