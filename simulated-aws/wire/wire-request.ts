import type { IncomingMessage } from 'node:http'

/** An HTTP request, read whole. Header names are in lower case. */
export type WireRequest = {
  readonly method: string
  /** Path and query exactly as sent: the signature covers these very bytes. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
  readonly remoteAddress: string
}

export const bodyLimitBytes = 1024 * 1024

/** undefined: the body is larger than `bodyLimitBytes`; what is left of it is drained, so that the answer is read. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    // node:http gives Buffers as long as nobody sets an encoding.
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size <= bodyLimitBytes) chunks.push(bytes)
  }
  if (size > bodyLimitBytes) return undefined
  const target = message.url ?? '/'
  const [path = '/', ...rest] = target.split('?')
  return {
    method: message.method ?? 'GET',
    target,
    path,
    query: new URLSearchParams(rest.join('?')),
    headers: headersOf(message),
    body: Buffer.concat(chunks),
    remoteAddress: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  }
}

function headersOf(message: IncomingMessage): Map<string, string> {
  const entries = Object.entries(message.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  )
  return new Map(entries)
}

/** Only this machine: neither the wire's own control nor the account's state is for the network. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
