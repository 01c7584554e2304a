import { SnsUnavailableError } from '../../../integrations/sns/sns-unavailable-error.js'
import { type Fields, signedMessage } from '../../support/sns/signed-message.js'
import {
  CERTIFICATE_URL,
  confirmation,
  NOW,
  notification,
  sns,
  snsWorld,
  stranger,
  TOPIC,
  without,
} from '../../support/sns/sns-world.js'

const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString()
const MINUTE_MS = 60_000

it('takes a notification of SNS, and hands on nothing but what was signed', async () => {
  const world = snsWorld()
  const { Type, MessageId, TopicArn, Message } = notification()
  const judged = await world.judge({
    ...signedMessage(notification(), sns.privateKey),
    Records: 'unsigned',
    UnsubscribeURL: 'https://canary.invalid/',
  })
  if (judged.kind !== 'notification') throw new Error(JSON.stringify(judged))
  expect(judged.messageId).toBe(MessageId)
  expect(JSON.parse(Buffer.from(judged.payload).toString())).toEqual({ Type, MessageId, TopicArn, Message })
  expect(world.fetched).toEqual([CERTIFICATE_URL])
})

it('takes a notification without a subject, and one whose subject is null', async () => {
  const bare = without(notification(), 'Subject')
  expect(await snsWorld().signed(bare)).toMatchObject({ kind: 'notification' })
  const withNull = JSON.stringify({ ...signedMessage(bare, sns.privateKey), Subject: null })
  expect(await snsWorld().judge(Buffer.from(withNull))).toMatchObject({ kind: 'notification' })
})

it('takes version 1 only where the configuration says so', async () => {
  const old = notification({ SignatureVersion: '1' })
  expect(await snsWorld({ signatureVersions: ['1', '2'] }).signed(old)).toMatchObject({ kind: 'notification' })
  const world = snsWorld()
  expect(await world.signed(old)).toMatchObject({ kind: 'refused', status: 401, error: 'signatureVersion' })
  expect(world.fetched).toEqual([])
})

it('takes the same message again within its age, for its finding is known by then', async () => {
  const world = snsWorld()
  for (const _ of [1, 2, 3]) expect(await world.signed(notification())).toMatchObject({ kind: 'notification' })
  expect(world.fetched).toHaveLength(1)
})

it('takes a topic of China and one of GovCloud from the hosts of their own', async () => {
  const topic = 'arn:aws-us-gov:sns:us-gov-east-1:111122223333:findings'
  const url = CERTIFICATE_URL.replace('eu-west-1', 'us-gov-east-1')
  const { signingPem } = await import('../../support/sns/sns-world.js')
  const named = (commonName: string) => signingPem({ subject: { organisation: 'Amazon', commonName } })
  const gov = snsWorld({ topics: [topic], pem: named('sns-us-gov-west-1.amazonaws.com') })
  expect(await gov.signed(notification({ TopicArn: topic, SigningCertURL: url }))).toMatchObject({
    kind: 'notification',
  })
  const chinese = 'arn:aws-cn:sns:cn-north-1:111122223333:findings'
  const china = snsWorld({ topics: [chinese], pem: named('sns-cn-north-1.amazonaws.com.cn') })
  const cn = CERTIFICATE_URL.replace('eu-west-1.amazonaws.com', 'cn-north-1.amazonaws.com.cn')
  expect(await china.signed(notification({ TopicArn: chinese, SigningCertURL: cn }))).toMatchObject({
    kind: 'notification',
  })
  const western = CERTIFICATE_URL.replace('eu-west-1', 'cn-north-1')
  expect(await china.signed(notification({ TopicArn: chinese, SigningCertURL: western }))).toMatchObject({
    error: 'certificateAddress',
  })
})

/** Every one of them is signed with SNS's own key, so that nothing else can be why it is refused. */
const unbelieved: readonly (readonly [string, Fields, number, string])[] = [
  ['a topic that is not ours', { TopicArn: `${TOPIC}-of-mine` }, 403, 'topicNotAllowed'],
  ['our topic in another account', { TopicArn: TOPIC.replace('111122223333', '444455556666') }, 403, 'topicNotAllowed'],
  ['our topic in another Region', { TopicArn: TOPIC.replace('eu-west-1', 'us-east-1') }, 403, 'topicNotAllowed'],
  ['our topic in capitals', { TopicArn: TOPIC.toUpperCase() }, 403, 'topicNotAllowed'],
  ['our topic and a space', { TopicArn: `${TOPIC} ` }, 403, 'topicNotAllowed'],
  ['a pattern for a topic', { TopicArn: 'arn:aws:sns:*:*:*' }, 403, 'topicNotAllowed'],
  ['a subscription for a topic', { TopicArn: `${TOPIC}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55` }, 403, 'topicNotAllowed'],
  ['no topic', { TopicArn: '' }, 403, 'topicNotAllowed'],
  ['signature version 3', { SignatureVersion: '3' }, 401, 'signatureVersion'],
  ['signature version none', { SignatureVersion: 'none' }, 401, 'signatureVersion'],
  ['signature version 2 with a space', { SignatureVersion: ' 2' }, 401, 'signatureVersion'],
  ['a message older than an hour', { Timestamp: at(-60 * MINUTE_MS - 1) }, 401, 'tooOld'],
  ['a message of last year', { Timestamp: '2025-03-01T10:03:00.000Z' }, 401, 'tooOld'],
  ['a message from the future', { Timestamp: at(5 * MINUTE_MS + 1) }, 401, 'fromTheFuture'],
  ['a time that is no time', { Timestamp: 'yesterday' }, 422, 'malformed'],
  ['a time of another zone', { Timestamp: '2026-03-01T10:03:00.000+02:00' }, 422, 'malformed'],
  ['an empty time', { Timestamp: '' }, 422, 'malformed'],
  ['a message id with a line break', { MessageId: 'a\nSubject\nb' }, 422, 'malformed'],
  ['an empty message id', { MessageId: '' }, 422, 'malformed'],
  ['a subject with a line break', { Subject: 'a\nTimestamp\nb' }, 422, 'malformed'],
  ['a topic with a line break', { TopicArn: `${TOPIC}\nType\nNotification` }, 422, 'malformed'],
  ['half of a character', { Message: '\ud800' }, 422, 'malformed'],
]

it.each(unbelieved)('refuses %s, and asks the network nothing', async (_, over, status, error) => {
  const world = snsWorld()
  expect(await world.signed(notification(over))).toMatchObject({ kind: 'refused', status, error })
  expect(world.fetched).toEqual([])
})

it.each([
  ['a message that was changed', { Message: '{"source": "aws.guardduty", "x": 1}' }],
  ['a message id that was changed', { MessageId: '00000000-0000-0000-0000-000000000000' }],
  ['a subject that was changed', { Subject: 'another' }],
  ['a subject that was taken out', { Subject: undefined }],
  ['a time that was changed', { Timestamp: at(0) }],
  ['a version that was changed from 2 to 1', { SignatureVersion: '1' }],
  ['no signature at all', { Signature: 'AAAA' }],
  ['a notification that was made a confirmation', { ...confirmation(), Message: notification().Message ?? '' }],
] as const)('refuses %s', async (_, over) => {
  const world = snsWorld({ signatureVersions: ['1', '2'] })
  const message = { ...signedMessage(notification(), sns.privateKey), ...over }
  const judged = await world.judge(Buffer.from(JSON.stringify(message)))
  expect(judged).toMatchObject({ kind: 'refused', status: 401, error: 'signature' })
  expect(world.confirmed).toEqual([])
})

it('refuses what another key has signed, although it names the certificate of SNS', async () => {
  const judged = await snsWorld().judge(signedMessage(notification(), stranger.privateKey))
  expect(judged).toMatchObject({ kind: 'refused', status: 401, error: 'signature' })
})

it.each([
  ['an empty body', ''],
  ['a text', 'Notification'],
  ['a list', '[]'],
  ['null', 'null'],
  ['half of a document', '{"Type": "Notification"'],
  ['10,000 levels', '['.repeat(10_000)],
  ['no Type', JSON.stringify(without(notification(), 'Type'))],
  ['an unknown Type', JSON.stringify({ ...notification(), Type: 'Publish', Signature: 'AAAA' })],
  ['a Type of another spelling', JSON.stringify({ ...notification(), Type: 'notification', Signature: 'AAAA' })],
  ['no signature', JSON.stringify(notification())],
  ['an empty signature', JSON.stringify({ ...notification(), Signature: '' })],
  ['a signature that is not base64', JSON.stringify({ ...notification(), Signature: '%%%' })],
  ['a message that is an object', JSON.stringify({ ...notification(), Signature: 'AAAA', Message: {} })],
  ['records of Lambda', JSON.stringify({ Records: [{ Sns: notification() }] })],
  ['a prototype', '{"__proto__": {"Type": "Notification"}, "constructor": 1}'],
])('refuses %s as malformed', async (_, body) => {
  const world = snsWorld()
  expect(await world.judge(Buffer.from(body))).toMatchObject({ kind: 'refused', status: 422, error: 'malformed' })
  expect(world.fetched).toEqual([])
})

it('refuses bytes that are not UTF-8, and more of them than SNS sends', async () => {
  expect(await snsWorld().judge(Buffer.from([0xff, 0xfe]))).toMatchObject({ status: 422 })
  expect(await snsWorld().judge(Buffer.alloc(1024 * 1024 + 1, ' '))).toMatchObject({ status: 413 })
})

it('says what to switch off where a delivery is raw, for that is not signed', async () => {
  const judged = await snsWorld().judge(notification(), { 'x-amz-sns-rawdelivery': 'true' })
  expect(judged).toMatchObject({ kind: 'refused', status: 422, error: 'rawDelivery' })
})

it('says what to set where a topic signs with version 1', async () => {
  const judged = await snsWorld().signed(notification({ SignatureVersion: '1' }))
  expect(judged).toMatchObject({ detail: expect.stringContaining('SignatureVersion to 2') })
})

it('throws where the certificate cannot be had now, so that SNS tries again', async () => {
  const down = snsWorld({
    fetchCertificate: async () => {
      throw new SnsUnavailableError('down')
    },
  })
  await expect(down.signed(notification())).rejects.toThrow(SnsUnavailableError)
})

it('ends an age where the configuration ends it', async () => {
  const world = snsWorld({ maxAgeMs: 2 * MINUTE_MS })
  expect(await world.signed(notification({ Timestamp: at(-2 * MINUTE_MS) }))).toMatchObject({ kind: 'notification' })
  expect(await world.signed(notification({ Timestamp: at(-2 * MINUTE_MS - 1) }))).toMatchObject({ error: 'tooOld' })
})
