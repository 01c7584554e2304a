import fc from 'fast-check'
import { signedMessage } from '../../support/sns/signed-message.js'
import { confirmation, NOW, notification, sns, snsWorld } from '../../support/sns/sns-world.js'

/** A changed name of a file may be asked for, of the same host. */
const CERTIFICATES = /^https:\/\/sns\.eu-west-1\.amazonaws\.com\/SimpleNotificationService-[0-9a-f]{8,64}\.pem$/
/** Time goes on, or the limit of unknown certificates a minute would end it early. */
const goingOn = () => {
  let now = NOW
  const nowMs = () => {
    now += 50
    return now
  }
  return { nowMs }
}
const SIGNED = ['Type', 'MessageId', 'TopicArn', 'Message']
const original = Buffer.from(JSON.stringify(signedMessage(notification(), sns.privateKey)))
const asked = Buffer.from(JSON.stringify(signedMessage(confirmation(), sns.privateKey)))

function mutated(bytes: Buffer, changes: readonly { at: number; to: number; how: 'set' | 'cut' | 'put' }[]): Buffer {
  return changes.reduce((now, { at, to, how }) => {
    const place = at % now.length
    const rest = how === 'put' ? place : place + 1
    return Buffer.concat([
      now.subarray(0, place),
      how === 'cut' ? Buffer.alloc(0) : Buffer.from([to]),
      now.subarray(rest),
    ])
  }, bytes)
}

const changes = fc.array(
  fc.record({
    at: fc.nat(5_000),
    to: fc.integer({ min: 0, max: 255 }),
    how: fc.constantFrom('set', 'cut', 'put' as const),
  }),
  { minLength: 1, maxLength: 4 },
)

describe('10,000 mutations of a message', () => {
  it('no change of what is signed is believed, none makes a request elsewhere, and none throws', async () => {
    const world = snsWorld(goingOn())
    const whole = JSON.parse(original.toString())
    await fc.assert(
      fc.asyncProperty(changes, async (some) => {
        const judged = await world.judge(mutated(original, some))
        if (judged.kind === 'refused') return
        if (judged.kind !== 'notification') throw new Error(`It was ${judged.kind}.`)
        const payload = JSON.parse(Buffer.from(judged.payload).toString())
        for (const name of SIGNED) expect(payload[name]).toBe(whole[name])
      }),
      { numRuns: 7_000, seed: 7 },
    )
    expect(world.fetched.filter((url) => !CERTIFICATES.test(url))).toEqual([])
  })

  it('no change of a confirmation confirms another topic or token', async () => {
    const world = snsWorld(goingOn())
    await fc.assert(
      fc.asyncProperty(changes, async (some) => {
        const judged = await world.judge(mutated(asked, some))
        expect(['refused', 'confirmed']).toContain(judged.kind)
      }),
      { numRuns: 3_000, seed: 8 },
    )
    const { TopicArn: topicArn, Token: token } = confirmation()
    for (const confirmed of world.confirmed) expect(confirmed).toEqual({ topicArn, token })
    expect(world.fetched.filter((url) => !CERTIFICATES.test(url))).toEqual([])
  })
})
