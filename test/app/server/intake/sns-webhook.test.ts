import { SnsUnavailableError } from '../../../../integrations/sns/sns-unavailable-error.js'
import { keptSystemLog, serveIntake } from '../../../support/intake/serve-intake.js'
import { bytesOf, exchange, type WireRequest } from '../../../support/intake/wire.js'
import { aGuardDutyEvent } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { signedMessage } from '../../../support/sns/signed-message.js'
import { confirmation, notification, sns, snsWorld, stranger, TOPIC } from '../../../support/sns/sns-world.js'
import { createWorld, type World } from '../../../support/world.js'
import { useWorlds } from '../../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()

describe('the SNS webhook', () => {
  let world: World
  let topic: ReturnType<typeof snsWorld>
  let systemLog: ReturnType<typeof keptSystemLog>
  let server: Awaited<ReturnType<typeof serveIntake>>
  beforeAll(async () => {
    world = await createWorld({ databaseUrl })
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    topic = snsWorld()
    systemLog = keptSystemLog()
    server = await serveIntake(world, systemLog, {
      secrets: {},
      sns: { judge: (headers, bytes) => topic.judge(bytes, plain(headers)) },
    })
  })
  afterEach(() => server.close())

  const signed = (Message: string, over: Record<string, string> = {}) =>
    JSON.stringify(signedMessage(notification({ Message, ...over }), sns.privateKey))
  const finding = () => signed(JSON.stringify(aGuardDutyEvent(world)))
  const post = (body: string, more: WireRequest = {}, type = 'Notification') => {
    const headers = { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': type }
    return exchange(server.port, bytesOf({ body, ...more }, { path: '/webhooks/sns', headers }))
  }
  const incidents = async () => (await world.runtime.engine.store.listIncidents()).length

  it('opens an incident for what SNS signed, and none for the same again', async () => {
    expect(await post(finding())).toMatchObject({ status: 202, body: { deduplicated: false } })
    expect(await post(finding())).toMatchObject({ status: 202, body: { deduplicated: true } })
    expect(await post(finding(), { headers: { 'content-type': 'application/json' } })).toMatchObject({ status: 202 })
    expect(await incidents()).toBe(1)
  })

  it('confirms a subscription to its topic, and says so', async () => {
    const asked = JSON.stringify(signedMessage(confirmation(), sns.privateKey))
    expect(await post(asked, {}, 'SubscriptionConfirmation')).toMatchObject({
      status: 200,
      body: { accepted: false, reason: expect.stringContaining('is confirmed') },
    })
    expect(topic.confirmed).toEqual([{ topicArn: TOPIC, token: expect.any(String) }])
  })

  it.each<readonly [string, number, string, () => string]>([
    [
      'what a stranger signed',
      401,
      'signature',
      () => JSON.stringify(signedMessage(notification(), stranger.privateKey)),
    ],
    ['another topic', 403, 'topicNotAllowed', () => signed('{}', { TopicArn: `${TOPIC}2` })],
    ['what was changed on the way', 401, 'signature', () => finding().replace('ci-deploy', 'ci-admin')],
    ['what is too old', 401, 'tooOld', () => signed('{}', { Timestamp: '2026-03-01T08:00:00.000Z' })],
    ['no JSON', 422, 'malformed', () => '{'],
    ['nothing', 422, 'malformed', () => ''],
    ['a finding without its envelope', 422, 'malformed', () => JSON.stringify(aGuardDutyEvent(world))],
    [
      'a finding inside that cannot be read',
      422,
      'malformed',
      () => signed('{"source":"aws.guardduty","detail":null}'),
    ],
    ['more than a mebibyte', 413, 'tooLarge', () => signed('x'.repeat(1024 * 1024))],
  ])('refuses %s, and opens nothing', async (_what, status, error, body) => {
    const before = await incidents()
    expect(await post(body())).toMatchObject({ status, error })
    expect(await incidents()).toBe(before)
    await server.close()
    expect(systemLog.events).toMatchObject([{ what: 'WEBHOOK_REJECTED', detail: { source: 'sns', status } }])
  })

  it.each<readonly [string, number, string, WireRequest]>([
    ['without the header of SNS', 401, 'unauthorised', { headers: { 'x-amz-sns-message-type': null } }],
    ['with another word in it', 401, 'unauthorised', { headers: { 'x-amz-sns-message-type': 'notification' } }],
    ['as a form', 415, 'unsupportedMediaType', { headers: { 'content-type': 'text/html' } }],
    ['without a content type', 415, 'unsupportedMediaType', { headers: { 'content-type': null } }],
    ['compressed', 415, 'unsupportedEncoding', { headers: { 'content-encoding': 'gzip' } }],
    ['by PUT', 405, 'methodNotAllowed', { method: 'PUT' }],
    ['raw', 422, 'rawDelivery', { headers: { 'x-amz-sns-rawdelivery': 'true' } }],
  ])('refuses a message %s', async (_how, status, error, more) => {
    const before = await incidents()
    expect(await post(finding(), more)).toMatchObject({ status, error })
    expect(await incidents()).toBe(before)
  })

  it('answers 200 to what a topic carries beside findings', async () => {
    const before = await incidents()
    expect(await post(signed('The disk is full.'))).toMatchObject({ status: 200, body: { accepted: false } })
    expect(await incidents()).toBe(before)
  })

  it('answers shortly after twenty failures, and still takes what SNS signed', async () => {
    const forged = JSON.stringify(signedMessage(notification(), stranger.privateKey))
    const statuses = []
    for (let n = 0; n < 22; n += 1) statuses.push((await post(forged)).status)
    expect(statuses.slice(18)).toEqual([401, 401, 429, 429])
    expect((await post(finding())).status).toBe(202)
  })
})

describe('SNS while what it takes to know it is away', () => {
  const makeWorld = useWorlds({ databaseUrl })

  it('is told to come back', async () => {
    const world = await makeWorld()
    const judge = async () => {
      throw new SnsUnavailableError('The certificate could not be fetched.')
    }
    const server = await serveIntake(world, keptSystemLog(), { secrets: {}, sns: { judge } })
    const headers = { 'content-type': 'text/plain', 'x-amz-sns-message-type': 'Notification' }
    const answer = await exchange(server.port, bytesOf({ body: '{}' }, { path: '/webhooks/sns', headers }))
    expect(answer).toMatchObject({ status: 503, error: 'unavailable' })
    expect(answer.head).toMatch(/^retry-after: 5\r?$/im)
    await server.close()
  })

  it('is not served at all where no topic is named', async () => {
    const world = await makeWorld()
    const server = await serveIntake(world, keptSystemLog(), { secrets: {}, sns: null })
    expect((await exchange(server.port, bytesOf({ body: '{}' }, { path: '/webhooks/sns', headers: {} }))).status).toBe(
      404,
    )
    await server.close()
  })
})

function plain(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
