import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Finding } from '../../src/domain/finding.js'
import { type AcceptedIntake, type IntakeSource, intakeSources, judgePayload, MAX_PAYLOAD_BYTES } from '../intake.js'
import { openFinding } from '../open-finding.js'
import type { OpeningSettings } from '../opening.js'
import { OpeningTurns } from '../opening-turns.js'
import type { Realms } from '../realms.js'
import { FailureCap } from './failure-cap.js'
import { type ProofSettings, type Proven, type SenderProof, senderProof } from './intake/sender-proofs.js'
import { RejectionNotes } from './rejection-notes.js'
import { isShort, type Refusal, refusalOf, refusalOfError, refusals, refuseHead } from './webhook-refusals.js'

/** The sources that are served. */
export type WebhookSettings = Omit<ProofSettings, 'nowMs'> & Partial<Pick<ProofSettings, 'nowMs'>>

interface Settings extends OpeningSettings {
  readonly realms: Realms
  readonly webhooks: WebhookSettings
}

/** One source's webhook, and what all of them share. */
interface Webhook extends Settings {
  readonly source: IntakeSource
  readonly proof: SenderProof
  readonly failures: FailureCap
  readonly notes: RejectionNotes
  readonly turns: OpeningTurns
}

/** Of an address that failed often: findings are smaller, and more is not read for somebody who is not known. */
const DOUBTFUL_BYTES = 64 * 1024

/**
 * `POST /webhooks/{source}`: authenticate, read, judge, take in. 202 only when the finding is durable; a source without a
 * secret, or SNS without a topic, is not served.
 *
 * Guaranteed: where the head proves the sender, no byte of the body is read of a request without a right key, and its answer
 * says nothing else about it. Where the body is signed it is read first, within the same limits, and nothing in it is looked
 * at before the signature is right. Refusals are `{error, detail}` and are noted on the system chain, at a limited rate; the
 * address of a request, where Splunk's secret stands, is in no answer, note, log or metric.
 */
export function registerWebhooks(server: FastifyInstance, settings: Settings): void {
  const { engine, systemLog } = settings.realms.home
  const failures = new FailureCap(engine.clock)
  const notes = new RejectionNotes({ systemLog, clock: engine.clock, log: engine.log })
  const turns = new OpeningTurns()
  const proofs = { nowMs: () => engine.clock.now().getTime(), ...settings.webhooks }
  server.addHook('onClose', () => notes.close())
  for (const source of intakeSources) {
    const proof = senderProof(source.name, proofs)
    if (proof === null) continue
    const webhook = { ...settings, source, proof, failures, notes, turns }
    server.register(async (scope) => registerSource(scope, webhook))
  }
}

/** In a scope of its own: nothing here parses the body, whatever the rest of the server does. */
function registerSource(scope: FastifyInstance, webhook: Webhook): void {
  const { proof, source } = webhook
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    [...proof.contentTypes],
    { parseAs: 'buffer', bodyLimit: MAX_PAYLOAD_BYTES },
    (_, body, done) => done(null, body),
  )
  scope.addHook('onRequest', async (request, reply) => {
    const refusal = refuseUnread(webhook, request)
    return refusal === null ? undefined : refuse(webhook, request, reply, refusal)
  })
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOfError(error)
    if (refusal !== null) return refuse(webhook, request, reply, refusal)
    webhook.realms.home.engine.log.error('A finding was not taken.', { source: source.name, error: String(error) })
    return answer(reply, refusals.unavailable)
  })
  for (const path of proof.paths) scope.all(path, (request, reply) => takeIn(webhook, request, reply))
}

/** Why the body of a request is not read. */
function refuseUnread({ proof, failures }: Webhook, request: FastifyRequest): Refusal | null {
  const unproven = proof.byHead(request)
  if (unproven !== null) return failures.failed(addressOf(request)) ? refusals.tooManyFailures : unproven
  const unreadable = refuseHead(request, proof.contentTypes)
  if (unreadable !== null || proof.byBody === null) return unreadable
  // Small ones are read even so: or else whoever fails beside a sender, behind the same proxy, could lock it out.
  const isSmall = Number(request.headers['content-length'] ?? Number.NaN) <= DOUBTFUL_BYTES
  return isSmall || !failures.isSpent(addressOf(request)) ? null : refusals.tooManyFailures
}

async function takeIn(webhook: Webhook, request: FastifyRequest, reply: FastifyReply) {
  const { source, proof } = webhook
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const proven: Proven = proof.byBody === null ? { kind: 'payload', bytes: body } : await proof.byBody(request, body)
  switch (proven.kind) {
    case 'payload':
      return judge(webhook, proven.bytes, request, reply)
    case 'nothing':
      webhook.realms.home.engine.log.info('A message holds no finding.', { source: source.name, reason: proven.reason })
      return reply.code(200).send({ accepted: false, reason: proven.reason })
    case 'refused':
      return refuse(webhook, request, reply, counted(webhook, request, proven.refusal))
    default:
      return assertNever(proven, 'proof')
  }
}

/** Whoever fails to prove who it is has its share of answers, be it by head or by body. */
function counted({ failures }: Webhook, request: FastifyRequest, refusal: Refusal): Refusal {
  return failures.failed(addressOf(request)) ? refusals.tooManyFailures : refusal
}

async function judge(webhook: Webhook, bytes: Uint8Array, request: FastifyRequest, reply: FastifyReply) {
  const { source } = webhook
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
  // By SNS come findings of other services: what carried them is told beside their source.
  const carried = webhook.source.name === 'sns' ? { ...finding, feed: 'sns' } : finding
  const taken = await openFinding(webhook, carried)
  if (taken.kind === 'notServed') return taken.reason
  return { incidentId: taken.incidentId, deduplicated: taken.deduplicated }
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
