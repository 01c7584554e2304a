import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  MAX_REQUEST_BYTES,
  SLACK_PATH,
  type SlackRefusal,
  type SlackRequests,
} from '../../integrations/slack/bolt/http/slack-requests.js'
import type { FailureCap } from './failure-cap.js'
import { isShort } from './webhook-refusals.js'

export interface SlackRouteSettings {
  /** Counts requests that Slack did not sign, by address: beyond its share an address is answered without a record. */
  readonly failures: Pick<FailureCap, 'failed'>
  /** Puts a refusal on the system chain, at a limited rate. */
  readonly note: (refusal: SlackRefusal & { readonly address: string }) => void
}

/**
 * `POST /slack/events`: everything that Slack posts, in a scope that parses no body. What is checked stands with
 * `SlackRequests`; taken requests are answered by Bolt on the raw response. Refusals are `{error, detail}`.
 */
export function registerSlackRoutes(
  server: FastifyInstance,
  requests: SlackRequests,
  settings: SlackRouteSettings,
): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_REQUEST_BYTES }, (_, body, done) =>
      done(null, body),
    )
    scope.addHook('onRequest', async (request, reply) => {
      const refusal = requests.refuseHead(request)
      return refusal === null ? undefined : refuse(settings, request, reply, refusal)
    })
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      const refusal = isTooLarge
        ? ({ status: 413, why: 'tooLarge', detail: `Slack sends at most ${MAX_REQUEST_BYTES} bytes.` } as const)
        : ({ status: 400, why: 'malformed', detail: 'The request cannot be read.' } as const)
      return refuse(settings, request, reply, refusal)
    })
    scope.all(SLACK_PATH, (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const refusal = requests.take(request.raw, reply.raw, body)
      if (refusal !== null) return refuse(settings, request, reply, refusal)
      reply.hijack()
      return reply
    })
  })
}

function refuse(settings: SlackRouteSettings, request: FastifyRequest, reply: FastifyReply, refusal: SlackRefusal) {
  const address = request.socket.remoteAddress ?? 'unknown'
  // What is left of a long body is not read to its end for the sake of the connection.
  if (!isShort(request)) reply.header('connection', 'close')
  if (refusal.why === 'unsigned' && settings.failures.failed(address)) {
    const detail = 'Too many requests that Slack did not sign came from this address: try again in a minute.'
    return reply.code(429).header('retry-after', '60').send({ error: 'tooManyFailures', detail })
  }
  settings.note({ ...refusal, address })
  if (refusal.status === 405) reply.header('allow', 'POST')
  return reply.code(refusal.status).send({ error: refusal.why, detail: refusal.detail })
}
