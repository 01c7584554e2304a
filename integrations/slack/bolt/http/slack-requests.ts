import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { HTTPReceiver, type Logger } from '@slack/bolt'
import type { Clock } from '../../../../src/ports.js'
import { isSslCheck, mediaTypeOf, readEnvelope } from './read-envelope.js'
import { ReplayGuard } from './replay-guard.js'
import { isSigned, readSignedHead } from './request-signature.js'

export const SLACK_PATH = '/slack/events'
/** Slack's payloads are a few kilobytes; a modal's state is the longest of them. */
export const MAX_REQUEST_BYTES = 1024 * 1024
/** `ssl_check=1&token=…` */
const MAX_UNSIGNED_BYTES = 1_024

/** An answer to what is not taken. Whoever did not sign learns nothing but that. */
export interface SlackRefusal {
  readonly status: 400 | 401 | 405 | 413 | 415
  readonly why: 'unsigned' | 'badJson' | 'malformed' | 'method' | 'mediaType' | 'encoding' | 'tooLarge'
  readonly detail: string
}

interface Head {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
}

const unsigned: SlackRefusal = { status: 401, why: 'unsigned', detail: 'This is not signed by Slack, or not now.' }

/**
 * Slack's requests, checked before Bolt sees them: signed with our secret, at most 5 minutes old or ahead, not taken before,
 * and of a shape that Bolt can route. Guaranteed: nothing that Slack did not sign reaches Bolt or its parsers, and whatever is
 * sent is answered with 200 or 4xx.
 */
export class SlackRequests {
  readonly #signingSecret: string
  readonly #clock: Clock
  readonly #receiver: HTTPReceiver
  readonly #replays: ReplayGuard

  constructor(signingSecret: string, clock: Clock, logger: Logger) {
    if (signingSecret === '') throw new TypeError('The signing secret is empty: everybody could sign for Slack.')
    this.#signingSecret = signingSecret
    this.#clock = clock
    this.#replays = new ReplayGuard(clock)
    this.#receiver = receiverFor(signingSecret, logger)
  }

  get receiver(): HTTPReceiver {
    return this.#receiver
  }

  /** What is wrong with a request by its head alone. null: its body may be read, and `refuseBody` looks further. */
  refuseHead(head: Head): SlackRefusal | null {
    const { method, headers } = head
    if (method !== 'POST') return { status: 405, why: 'method', detail: 'Slack posts.' }
    if (readSignedHead(headers, this.#nowMs()) === null && !mayBeSslCheck(head)) return unsigned
    if (mediaTypeOf(headers['content-type']) === null) {
      return { status: 415, why: 'mediaType', detail: 'Slack sends JSON or a form.' }
    }
    const isPlain = /^(identity)?$/i.test(headers['content-encoding'] ?? '')
    return isPlain ? null : { status: 415, why: 'encoding', detail: 'Compressed bodies are not taken.' }
  }

  /**
   * Takes a request whose head was not refused: answers it, or has Bolt answer it. What is refused is handed back unanswered.
   */
  take(request: IncomingMessage, response: ServerResponse, body: Buffer): SlackRefusal | null {
    const signed = readSignedHead(request.headers, this.#nowMs())
    if (signed === null) return this.#answerSslCheck(response, body)
    if (body.length > MAX_REQUEST_BYTES) return { status: 413, why: 'tooLarge', detail: 'This is too long for Slack.' }
    if (!isSigned(signed, body, this.#signingSecret)) return unsigned
    const mediaType = mediaTypeOf(request.headers['content-type']) ?? 'form'
    const envelope = readEnvelope(mediaType, body)
    if (!envelope.ok) return { status: 400, why: envelope.why, detail: envelope.detail }
    if (!this.#replays.isFirst(signed.signature)) {
      response.writeHead(200).end()
      return null
    }
    response.once('finish', () => {
      if (response.statusCode >= 400) this.#replays.forget(signed.signature)
    })
    request.headers['content-type'] = mediaType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
    // Where Bolt finds a body that was read already.
    this.#receiver.requestListener(Object.assign(request, { rawBody: body, url: SLACK_PATH }), response)
    return null
  }

  #answerSslCheck(response: ServerResponse, body: Buffer): SlackRefusal | null {
    if (body.length > MAX_UNSIGNED_BYTES || !isSslCheck(body)) return unsigned
    response.writeHead(200).end()
    return null
  }

  #nowMs(): number {
    return this.#clock.now().getTime()
  }
}

function mayBeSslCheck({ headers }: Head): boolean {
  const isShort = Number(headers['content-length'] ?? Number.NaN) <= MAX_UNSIGNED_BYTES
  return headers['x-slack-signature'] === undefined && isShort && mediaTypeOf(headers['content-type']) === 'form'
}

/** Bolt's own answers to what it cannot do are 404 after 3 s and 500: neither tells Slack anything, and both make it repeat. */
function receiverFor(signingSecret: string, logger: Logger): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: [SLACK_PATH],
    bodyLimit: MAX_REQUEST_BYTES,
    processBeforeResponse: false,
    unhandledRequestHandler: ({ response }) => {
      logger.warn('Nobody listens to a request of Slack, or it was not acknowledged within 3 s.')
      if (!response.headersSent) response.writeHead(200).end()
    },
    processEventErrorHandler: async ({ error, response }) => {
      logger.error(error)
      if (!response.headersSent) response.writeHead(400).end()
      return true
    },
    dispatchErrorHandler: ({ error, response }) => {
      logger.error(error)
      if (!response.headersSent) response.writeHead(404).end()
    },
  })
}
