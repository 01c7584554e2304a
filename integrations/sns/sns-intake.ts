import { verify } from 'node:crypto'
import { assertNever } from '../../src/domain/assert-never.js'
import { quoteText } from '../../src/domain/quote-text.js'
import type { Log } from '../../src/engine/engine.js'
import type { CertificateFetch } from './certificate-fetch.js'
import { SigningCertificates } from './signing-certificates.js'
import { readSnsMessage, type SnsEnvelope } from './sns-message.js'
import { isTooOld, isTooYoung } from './sns-timing.js'
import { stringToSign } from './string-to-sign.js'
import { trustedTopics } from './trusted-topic.js'

/**
 * What a request to the SNS webhook is.
 * - `notification`: SNS signed it for a topic of ours, lately. `payload` is a message of SNS that holds nothing but what was
 *   signed, for the parser of the source `sns`
 * - `confirmed`: a subscription was confirmed; `ignored`: authentic, and nothing was to be done. Both are answered 200
 * - `refused`: `error` is a word for machines, `detail` a sentence that may quote the message, escaped for a terminal
 */
export type SnsJudged =
  | { readonly kind: 'notification'; readonly payload: Uint8Array; readonly messageId: string }
  | { readonly kind: 'confirmed' | 'ignored'; readonly reason: string }
  | SnsRefusal

export interface SnsRefusal {
  readonly kind: 'refused'
  readonly status: 401 | 403 | 413 | 422
  readonly error: string
  readonly detail: string
}

export interface SnsSettings {
  readonly topics: readonly string[]
  readonly signatureVersions: readonly ('1' | '2')[]
  readonly maxAgeMs: number
  /** This machine's time. */
  readonly nowMs: () => number
  /** null: a subscription is confirmed by hand. Throws SnsUnavailableError where it may succeed later. */
  readonly confirm: ((subscription: PendingSubscription) => Promise<Confirmation>) | null
  readonly fetchCertificate: CertificateFetch
  /** The roots that intermediate certificates may lead to; those of Node.js if not given. */
  readonly roots?: readonly string[]
  readonly log: Log
}

export interface PendingSubscription {
  readonly topicArn: string
  readonly token: string
}
export type Confirmation = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export interface SnsIntake {
  /** Throws SnsUnavailableError where trying again may help (503, on which SNS does). */
  judge(headers: Headers, bytes: Uint8Array): Promise<SnsJudged>
}
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** SNS's own limit is 256 KB of message, which JSON in JSON may double and more. */
const MAX_BYTES = 1024 * 1024

/**
 * Judges what is posted to the SNS webhook, in this order: size, shape, topic, version, age, the certificate's address, the
 * certificate, the signature. Nothing is asked of the network before the address of the certificate is one that is made of
 * a topic of the configuration, and no other address is ever asked: `SubscribeURL` and `UnsubscribeURL` are not visited.
 *
 * A message again within its age is let through: its finding is known by then, and answered as a duplicate. After that it
 * is too old. So nothing need be kept about message ids.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function snsIntake(settings: SnsSettings): SnsIntake {
  const topics = trustedTopics(settings.topics)
  const certificates = new SigningCertificates(settings)
  return { judge: (headers, bytes) => judge({ ...settings, trusted: topics, certificates }, headers, bytes) }
}

interface Judge extends SnsSettings {
  readonly trusted: ReturnType<typeof trustedTopics>
  readonly certificates: SigningCertificates
}

async function judge(judge: Judge, headers: Headers, bytes: Uint8Array): Promise<SnsJudged> {
  if (bytes.length > MAX_BYTES) return refused(413, 'payloadTooLarge', `A message has ${MAX_BYTES} bytes at most.`)
  if (headers['x-amz-sns-rawdelivery'] === 'true') {
    return refused(422, 'rawDelivery', 'A raw delivery carries no signature: switch RawMessageDelivery off.')
  }
  const read = readSnsMessage(bytes)
  if (!read.ok) return refused(422, 'malformed', read.reason)
  const { message } = read
  const refusal = (await whyNot(judge, message)) ?? null
  return refusal ?? (await answer(judge, message))
}

/** Why the message is not to be believed; null where it is. */
async function whyNot(judge: Judge, message: SnsEnvelope): Promise<SnsRefusal | null> {
  const { TopicArn, SignatureVersion, SigningCertURL, Timestamp } = message
  const topic = judge.trusted.get(TopicArn)
  if (topic === undefined) {
    return refused(403, 'topicNotAllowed', `The topic ${quoteText(TopicArn)} is not one of sources.sns.topics.`)
  }
  if (!judge.signatureVersions.some((version) => version === SignatureVersion)) {
    return refused(401, 'signatureVersion', versionHelp(SignatureVersion))
  }
  if (isTooYoung(Timestamp, judge.nowMs())) return refused(401, 'fromTheFuture', 'The Timestamp is in the future.')
  if (isTooOld(Timestamp, judge.nowMs(), judge.maxAgeMs)) {
    return refused(401, 'tooOld', 'The Timestamp is older than sources.sns.maxAgeMinutes.')
  }
  if (!topic.isCertificateUrl(SigningCertURL)) {
    return refused(401, 'certificateAddress', `A certificate of ${topic.host} is needed: nothing was fetched.`)
  }
  const certificate = await judge.certificates.get(SigningCertURL, topic)
  if (!certificate.ok) return refused(401, 'certificate', certificate.reason)
  if (isSigned(message, certificate.publicKey)) return null
  return refused(401, 'signature', 'The signature is not of this message.')
}

function isSigned(message: SnsEnvelope, publicKey: Parameters<typeof verify>[2]): boolean {
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return verify(algorithm, Buffer.from(stringToSign(message)), publicKey, Buffer.from(message.Signature, 'base64'))
}

async function answer({ confirm, log }: Judge, message: SnsEnvelope): Promise<SnsJudged> {
  const { Type, TopicArn } = message
  switch (Type) {
    case 'Notification': {
      const { Message, MessageId } = message
      const payload = Buffer.from(JSON.stringify({ Type, MessageId, TopicArn, Message }))
      return { kind: 'notification', payload, messageId: MessageId }
    }
    case 'SubscriptionConfirmation':
      if (confirm === null) {
        return { kind: 'ignored', reason: `The subscription to ${TopicArn} waits for somebody to confirm it.` }
      }
      return confirmed(log, TopicArn, await confirm({ topicArn: TopicArn, token: message.Token }))
    case 'UnsubscribeConfirmation': {
      const detail = `The subscription to ${TopicArn} was ended: its findings come no more. Subscribe again, and see who ended it.`
      log.error(detail)
      return refused(403, 'unsubscribed', detail)
    }
    default:
      return assertNever(message, 'type of message')
  }
}

function confirmed(log: Log, topicArn: string, confirmation: Confirmation): SnsJudged {
  if (!confirmation.ok) return refused(403, 'notConfirmed', confirmation.reason)
  const reason = `The subscription to ${topicArn} is confirmed.`
  log.info(reason)
  return { kind: 'confirmed', reason }
}

function versionHelp(version: string): string {
  const help =
    version === '1' ? ': set SignatureVersion to 2 on the topic, or name 1 in sources.sns.signatureVersions' : ''
  return `The signature version ${quoteText(version)} is not taken${help}.`
}

function refused(status: SnsRefusal['status'], error: string, detail: string): SnsRefusal {
  return { kind: 'refused', status, error, detail }
}
