import { type KeyObject, sign } from 'node:crypto'

/** The order of AWS's page, written down here once more: the oracle must not share our code. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

export type Fields = Readonly<Record<string, string>>

/** A message as SNS signs it. What is in `fields` is signed as it stands. */
export function signedMessage(fields: Fields, key: KeyObject): Record<string, string> {
  const keys = keysOf[fields.Type ?? ''] ?? []
  const text = keys.map((name) => (fields[name] === undefined ? '' : `${name}\n${fields[name]}\n`)).join('')
  const algorithm = fields.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return { ...fields, Signature: sign(algorithm, Buffer.from(text), key).toString('base64') }
}
