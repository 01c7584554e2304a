import { SnsUnavailableError } from '../../../integrations/sns/sns-unavailable-error.js'
import { signedMessage } from '../../support/sns/signed-message.js'
import { confirmation, sns, snsWorld, stranger, TOPIC, without } from '../../support/sns/sns-world.js'

const token = '2336412f37fb687f5d51e6e2425ca'

it('confirms a subscription to a topic of ours by its token, and visits no address', async () => {
  const world = snsWorld()
  const judged = await world.signed(confirmation({ SubscribeURL: 'https://169.254.169.254/latest/meta-data' }))
  expect(judged).toMatchObject({ kind: 'confirmed' })
  expect(world.confirmed).toEqual([{ topicArn: TOPIC, token }])
  expect(world.fetched).toHaveLength(1)
})

it('confirms nothing for another topic, nor without a signature of SNS', async () => {
  const world = snsWorld()
  expect(await world.signed(confirmation({ TopicArn: `${TOPIC}2` }))).toMatchObject({ error: 'topicNotAllowed' })
  const forged = signedMessage(confirmation(), stranger.privateKey)
  expect(await world.judge(forged)).toMatchObject({ error: 'signature' })
  expect(world.confirmed).toEqual([])
})

it.each(['Token', 'SubscribeURL', 'Message', 'MessageId', 'Timestamp'])(
  'confirms nothing where %s was changed',
  async (name) => {
    const world = snsWorld()
    const changed = name === 'Timestamp' ? '2026-03-01T10:03:01.000Z' : `${confirmation()[name]}0`
    const message = { ...signedMessage(confirmation(), sns.privateKey), [name]: changed }
    expect(await world.judge(message)).toMatchObject({ kind: 'refused', error: 'signature' })
    expect(world.confirmed).toEqual([])
  },
)

it.each(['Token', 'SubscribeURL'])('confirms nothing without %s', async (name) => {
  const world = snsWorld()
  expect(await world.signed(without(confirmation(), name))).toMatchObject({ status: 422, error: 'malformed' })
  expect(world.confirmed).toEqual([])
})

it('leaves the confirmation to people where the configuration says so', async () => {
  const judged = await snsWorld({ confirm: null }).signed(confirmation())
  expect(judged).toMatchObject({ kind: 'ignored', reason: expect.stringContaining(TOPIC) })
})

it('says why AWS does not confirm, and throws where it may later', async () => {
  const refused = snsWorld({ confirm: async () => ({ ok: false, reason: 'The token is over.' }) })
  expect(await refused.signed(confirmation())).toMatchObject({ status: 403, detail: 'The token is over.' })
  const down = snsWorld({
    confirm: async () => {
      throw new SnsUnavailableError('throttled')
    },
  })
  await expect(down.signed(confirmation())).rejects.toThrow(SnsUnavailableError)
})

it('refuses the end of a subscription loudly, for its own list of keys', async () => {
  const world = snsWorld()
  const end = confirmation({ Type: 'UnsubscribeConfirmation' })
  expect(await world.signed(end)).toMatchObject({ kind: 'refused', status: 403, error: 'unsubscribed' })
  expect(world.said.join()).toContain('was ended')
  expect(world.confirmed).toEqual([])
  const silent = snsWorld()
  const forged = { ...signedMessage(end, sns.privateKey), Token: 'another' }
  expect(await silent.judge(forged)).toMatchObject({ error: 'signature' })
  expect(silent.said).toEqual([])
})
