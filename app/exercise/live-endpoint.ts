import { isLoopback } from '../setup/is-loopback.js'

/** An exercise would have reached something else than its own simulated account. Nothing was sent. */
export class LiveEndpointError extends Error {
  override readonly name = 'LiveEndpointError'
}

/** A simulated account that others could reach would be no exercise any more. */
export function refuseLiveEndpoint(endpoint: string): void {
  const { hostname } = new URL(endpoint)
  if (!isLoopback(hostname)) throw new LiveEndpointError(`An exercise goes to this machine alone, not to ${hostname}.`)
}
