import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PayloadSource } from '../../integrations/findings/sources.js'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Finding } from '../../src/domain/finding.js'
import { principalKey } from '../../src/domain/principal.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { type AcceptedIntake, type IntakeSource, intakeSources, judgePayload, MAX_PAYLOAD_BYTES } from '../intake.js'
import { type OpeningSettings, openingFor } from '../opening.js'
import type { Realms } from '../realms.js'
import { apiKeyCheck } from './api-key.js'
import { FailureCap } from './failure-cap.js'
import { InTurn } from './in-turn.js'
import { RejectionNotes } from './rejection-notes.js'
import { isShort, type Refusal, refusalOf, refusalOfError, refusals, refuseHead } from './webhook-refusals.js'

/** The secrets of each source that is served; two at a time while one is being rotated. */
export interface WebhookSettings {
  readonly secrets: Readonly<Partial<Record<PayloadSource, readonly string[]>>>
}

interface Settings extends OpeningSettings {
  readonly realms: Realms
  readonly webhooks: WebhookSettings
}

/** One source's webhook, and what all of them share. */
interface Webhook extends Settings {
  readonly source: IntakeSource
  readonly secrets: readonly string[]
  readonly failures: FailureCap
  readonly notes: RejectionNotes
  readonly inTurn: InTurn
}

/**
 * `POST /webhooks/{source}`: authenticate, read, judge, take in. 202 only when the finding is durable; a source without a
 * secret is not served. EventBridge API destinations send the secret as the header `x-api-key`; it is looked for nowhere else.
 *
 * Guaranteed: of a request without a right key no byte of the body is read, and its answer says nothing else about it.
 * Refusals are `{error, detail}` and are noted on the system chain, at a limited rate.
 */
export function registerWebhooks(server: FastifyInstance, settings: Settings): void {
  const { engine, systemLog } = settings.realms.home
  const failures = new FailureCap(engine.clock)
  const notes = new RejectionNotes({ systemLog, clock: engine.clock, log: engine.log })
  const inTurn = new InTurn()
  server.addHook('onClose', () => notes.close())
  for (const source of intakeSources) {
    const secrets = settings.webhooks.secrets[source.name]
    if (secrets === undefined) continue
    const webhook = { ...settings, source, secrets, failures, notes, inTurn }
    server.register(async (scope) => registerSource(scope, webhook))
  }
}

/** In a scope of its own: nothing here parses the body, whatever the rest of the server does. */
function registerSource(scope: FastifyInstance, webhook: Webhook): void {
  const isAuthentic = apiKeyCheck(webhook.secrets)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MAX_PAYLOAD_BYTES }, (_, body, done) =>
    done(null, body),
  )
  scope.addHook('onRequest', async (request, reply) => {
    const refusal = isAuthentic(request.headers['x-api-key'])
      ? refuseHead(request)
      : webhook.failures.failed(addressOf(request))
        ? refusals.tooManyFailures
        : refusals.unauthorised
    return refusal === null ? undefined : refuse(webhook, request, reply, refusal)
  })
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOfError(error)
    if (refusal !== null) return refuse(webhook, request, reply, refusal)
    webhook.realms.home.engine.log.error('A finding was not taken.', {
      source: webhook.source.name,
      error: String(error),
    })
    return answer(reply, refusals.unavailable)
  })
  scope.all(`/webhooks/${webhook.source.name}`, (request, reply) => takeIn(webhook, request, reply))
}

async function takeIn(webhook: Webhook, request: FastifyRequest, reply: FastifyReply) {
  const { source } = webhook
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const intake = judgePayload(source, bytes, null)
  if (intake.accepted) return openAll(webhook, intake, request, reply)
  switch (intake.kind) {
    // Of the daily bread of GuardDuty (findings about machines and buckets) the record would only get long.
    case 'notOurs':
      webhook.realms.home.engine.log.info('A finding is not ours.', { source: source.name, reason: intake.reason })
      return reply.code(200).send({ accepted: false, reason: intake.reason })
    case 'tooLarge':
    case 'badJson':
    case 'malformed':
      return refuse(webhook, request, reply, refusalOf(intake.kind, intake.reason))
    default:
      return assertNever(intake.kind, 'intake')
  }
}

/**
 * Every finding of the payload is durable before it is answered: where one cannot be written the whole is 503, and a sender
 * who tries again meets duplicates for the rest. The answer is the first one's, with the others beside it.
 */
async function openAll(
  webhook: Webhook,
  { findings, skipped }: AcceptedIntake,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { source, realms } = webhook
  for (const { reason } of skipped) {
    realms.home.engine.log.info('A finding of a payload is not taken.', { source: source.name, reason })
  }
  const opened: Opened[] = []
  const refused: string[] = []
  for (const finding of findings) {
    const one = await open(webhook, finding)
    if (typeof one === 'string') refused.push(one)
    else opened.push(one)
  }
  for (const reason of refused) noteNotServed(webhook, reason, request)
  const [first, ...others] = opened
  // Well made, and sending it again would change nothing.
  if (first === undefined) return reply.code(200).send({ accepted: false, reason: refused[0] })
  return reply.code(202).send(others.length === 0 ? first : { ...first, others })
}

interface Opened {
  readonly incidentId: string
  readonly deduplicated: boolean
}

/** The incident, or why no account here takes the finding. */
async function open(webhook: Webhook, finding: Finding): Promise<Opened | string> {
  const found = webhook.realms.forFinding(finding)
  if ('refused' in found) return found.refused
  const opening = openingFor(found.served, webhook, finding.severity)
  const { engine } = found.served
  const opened = await webhook.inTurn.run(`${engine.realm} ${principalKey(finding.principal, finding.sourceId)}`, () =>
    openIncident(engine, finding, opening),
  )
  return { incidentId: opened.incidentId, deduplicated: opened.status === 'duplicate' }
}

/** It came to the wrong place, which somebody will want to know. */
function noteNotServed({ source, notes }: Webhook, reason: string, request: FastifyRequest) {
  notes.note({ source: source.name, status: 200, why: 'notServed', detail: reason, address: addressOf(request) })
}

function refuse({ source, notes }: Webhook, request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const { status, error, detail } = refusal
  notes.note({ source: source.name, status, why: error, detail, address: addressOf(request) })
  // What is left of a long body is not read to its end for the sake of the connection.
  if (!isShort(request)) reply.header('connection', 'close')
  return answer(reply, refusal)
}

/** A socket that is closed already has forgotten its peer. */
function addressOf({ socket }: FastifyRequest): string {
  return socket.remoteAddress ?? 'unknown'
}

function answer(reply: FastifyReply, { status, error, detail, headers = {} }: Refusal) {
  return reply.code(status).headers(headers).send({ error, detail })
}
