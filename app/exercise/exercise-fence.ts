import { type RequestHandler, slowRequestTimeouts } from '../../integrations/aws/client-options.js'
import { FencedHandler } from '../../integrations/aws/fenced-handler.js'
import { refuseLiveEndpoint } from './live-endpoint.js'

/** The connections of every AWS client of an exercise: they reach its simulated accounts and nothing else. */
export interface ExerciseFence {
  readonly requestHandler: RequestHandler
  /** For sources whose answers may take a minute. */
  readonly slowRequestHandler: RequestHandler
  /** How many requests were meant for elsewhere; none of them was sent. */
  refused(): number
  close(): void
}

/** Throws LiveEndpointError where others than this machine answer at the address. */
export function fenceAround(endpoint: string): ExerciseFence {
  refuseLiveEndpoint(endpoint)
  const usual = new FencedHandler(endpoint)
  const slow = new FencedHandler(endpoint, slowRequestTimeouts)
  return {
    requestHandler: usual,
    slowRequestHandler: slow,
    refused: () => usual.refused + slow.refused,
    close: () => {
      usual.close()
      slow.close()
    },
  }
}
