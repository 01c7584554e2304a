import { type SnsJudged, type SnsSettings, snsIntake } from '../../../integrations/sns/sns-intake.js'
import { type CertificateOf, makeCertificate, rsaKeys } from './make-certificate.js'
import { type Fields, signedMessage } from './signed-message.js'

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:findings'
export const NOW = Date.parse('2026-03-01T10:05:00.000Z')
export const CERTIFICATE_URL =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem'

const DAY_MS = 86_400_000
const AMAZON = { organisation: 'Amazon', commonName: 'Amazon RSA 2048 M01' }
const ROOT = { organisation: 'Amazon', commonName: 'A root of tests' }

/** Made once a process: keys cost a tenth of a second. */
export const sns = rsaKeys()
export const stranger = rsaKeys()
const [root, intermediate] = [rsaKeys(), rsaKeys()]

const lasting = { from: new Date(NOW - 30 * DAY_MS), to: new Date(NOW + 30 * DAY_MS) }

export const rootPem = makeCertificate({
  subject: ROOT,
  issuer: ROOT,
  publicKey: root.publicKey,
  signedBy: root.privateKey,
  isAuthority: true,
  ...lasting,
})

export function intermediatePem(over: Partial<CertificateOf> = {}): string {
  const parties = { subject: AMAZON, issuer: ROOT, publicKey: intermediate.publicKey, signedBy: root.privateKey }
  return makeCertificate({ ...parties, isAuthority: true, ...lasting, ...over })
}

/** The certificate that SNS signs with, or one that differs from it. */
export function signingPem(over: Partial<CertificateOf> = {}): string {
  const subject = { organisation: 'Amazon', commonName: 'sns.amazonaws.com' }
  const parties = { subject, issuer: AMAZON, publicKey: sns.publicKey, signedBy: intermediate.privateKey }
  return makeCertificate({ ...parties, ...lasting, ...over })
}

export function notification(over: Fields = {}): Fields {
  return {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: TOPIC,
    Subject: 'GuardDuty',
    Message: '{"source": "aws.guardduty"}\nand a line, ü, 🩹',
    Timestamp: '2026-03-01T10:03:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: CERTIFICATE_URL,
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=x',
    ...over,
  }
}

export function confirmation(over: Fields = {}): Fields {
  const { Subject: _, ...common } = notification()
  return {
    ...common,
    Type: 'SubscriptionConfirmation',
    Token: '2336412f37fb687f5d51e6e2425ca',
    Message: 'You have chosen to subscribe to the topic.',
    SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336`,
    ...over,
  }
}

export function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}

export interface World {
  /** What was asked of the network, in order. */
  readonly fetched: string[]
  readonly confirmed: { topicArn: string; token: string }[]
  readonly said: string[]
  judge(message: Fields | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<SnsJudged>
  signed(fields: Fields): Promise<SnsJudged>
}

/** The intake with a network of one certificate, which counts what it is asked. */
export function snsWorld(over: Partial<SnsSettings> & { readonly pem?: string } = {}): World {
  const { pem = signingPem(), ...settings } = over
  const fetched: string[] = []
  const confirmed: World['confirmed'] = []
  const said: string[] = []
  const say = (message: string) => void said.push(message)
  const intake = snsIntake({
    topics: [TOPIC],
    signatureVersions: ['2'],
    maxAgeMs: 3_600_000,
    nowMs: () => NOW,
    fetchCertificate: async (url) => {
      fetched.push(url)
      return { ok: true, pem }
    },
    confirm: async (subscription) => {
      confirmed.push(subscription)
      return { ok: true }
    },
    log: { info: say, warn: say, error: say },
    ...settings,
  })
  const judge: World['judge'] = (message, headers = {}) =>
    intake.judge(headers, message instanceof Uint8Array ? message : Buffer.from(JSON.stringify(message)))
  return { fetched, confirmed, said, judge, signed: (fields) => judge(signedMessage(fields, sns.privateKey)) }
}
