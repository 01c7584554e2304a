/**
 * A message of Amazon SNS as it is posted to an HTTPS endpoint. Confirmations have `Token` and `SubscribeURL` beside; `Subject`
 * is there only where the publisher gave one, or null.
 *
 * ```json
 * {"Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
 *  "TopicArn": "arn:aws:sns:eu-west-1:111122223333:findings", "Subject": "GuardDuty", "Message": "{…}",
 *  "Timestamp": "2026-03-01T10:03:00.000Z", "SignatureVersion": "2", "Signature": "EXAMPLEpH+DcEwjAP…",
 *  "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-….pem",
 *  "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=…"}
 * ```
 * The line breaks that part the string to sign are refused in every value but the last of a run (`Message`): a text cannot
 * be read as two keys.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/http-unsubscribe-confirmation-json.html
 */
import { isUtf8 } from 'node:buffer'
import { z } from 'zod'

/** A lone half of a pair would be signed as another character than it is shown as. */
const text = z.string().refine((value) => value.isWellFormed(), 'not text')
const line = text.max(2_048).regex(/^[^\r\n]*$/, 'holds a line break')

const common = {
  MessageId: z.string().regex(/^[\w-]{1,128}$/, 'not a message id'),
  TopicArn: line,
  Message: text,
  Timestamp: z.iso.datetime({ message: 'not a time in UTC' }),
  SignatureVersion: z.string().max(16),
  Signature: z
    .string()
    .max(4_096)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'not base64'),
  SigningCertURL: z.string().max(2_048),
}
const confirmation = { ...common, Token: line.min(1), SubscribeURL: line }

const envelopeSchema = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...common, Subject: line.nullish().transform((given) => given ?? null) }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
])
export type SnsEnvelope = z.infer<typeof envelopeSchema>

type SnsReading = { readonly ok: true; readonly message: SnsEnvelope } | { readonly ok: false; readonly reason: string }

/** Never throws. Of a key that is there twice the last value counts, here and for everything that follows. */
export function readSnsMessage(bytes: Uint8Array): SnsReading {
  const parsed = parseJson(bytes)
  if (parsed === undefined) return { ok: false, reason: 'The body is not JSON.' }
  const message = envelopeSchema.safeParse(parsed)
  if (message.success) return { ok: true, message: message.data }
  const [issue] = message.error.issues
  const where = issue?.path.join('.') || 'the body'
  return { ok: false, reason: `The body is not a message of SNS: ${where}: ${issue?.message ?? 'not usable'}.` }
}

function parseJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
