import type { SnsEnvelope } from './sns-message.js'

/**
 * What SNS signs: each key and its value on lines of their own, in the order of the keys' bytes. Of a notification without a
 * subject there is no such line; both confirmations have keys of their own.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export function stringToSign(message: SnsEnvelope): string {
  return pairs(message)
    .map(([key, value]) => `${key}\n${value}\n`)
    .join('')
}

function pairs(message: SnsEnvelope): readonly (readonly [string, string])[] {
  const { Type, Message, MessageId, Timestamp, TopicArn } = message
  const about = [
    ['Message', Message],
    ['MessageId', MessageId],
  ] as const
  if (Type === 'Notification') {
    const subject = message.Subject === null ? [] : ([['Subject', message.Subject]] as const)
    return [...about, ...subject, ['Timestamp', Timestamp], ['TopicArn', TopicArn], ['Type', Type]]
  }
  const { SubscribeURL, Token } = message
  const address = ['SubscribeURL', SubscribeURL] as const
  return [...about, address, ['Timestamp', Timestamp], ['Token', Token], ['TopicArn', TopicArn], ['Type', Type]]
}
