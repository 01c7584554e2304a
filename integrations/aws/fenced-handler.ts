import { NodeHttpHandler } from '@smithy/node-http-handler'
import { requestTimeouts } from './client-options.js'

type Handle = NodeHttpHandler['handle']

/** A request to somewhere else than the one place that is allowed: it was not sent. */
export class FencedRequestError extends Error {
  override readonly name = 'FencedRequestError'
}

/**
 * Connections for AWS clients that reach one address and no other. A request to any other host or port is counted and refused
 * before a name is looked up or a connection opened, whatever put the address there: the environment, a shared configuration
 * file, a redirect of AWS.
 */
export class FencedHandler extends NodeHttpHandler {
  readonly #allowed: URL
  #refused = 0

  /**
   * `endpoint` is the one address: `http://127.0.0.1:4566`. `timeouts` of 0 wait for ever: an account on virtual time answers
   * when its own clock says so, and nobody's real clock may hang up on it meanwhile.
   */
  constructor(endpoint: string, timeouts = requestTimeouts) {
    super({ ...timeouts, throwOnRequestTimeout: true })
    this.#allowed = new URL(endpoint)
  }

  /** How many requests were meant for elsewhere. */
  get refused(): number {
    return this.#refused
  }

  /** Does nothing: clients that share these connections close them when they are done, and would cut off what others have under way. */
  override destroy(): void {}

  /** Closes the connections. */
  close(): void {
    super.destroy()
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const { protocol, hostname, port } = request
    const place = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
    if (new URL(place).host === this.#allowed.host) return super.handle(request, options)
    this.#refused += 1
    throw new FencedRequestError(`A request to ${hostname} was not sent: only ${this.#allowed.host} may be reached.`)
  }
}
