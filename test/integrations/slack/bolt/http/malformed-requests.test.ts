import { request as httpRequest } from 'node:http'
import { boltLogger } from '../../../../../integrations/slack/bolt/bolt-logger.js'
import { SlackRequests } from '../../../../../integrations/slack/bolt/http/slack-requests.js'
import { controls } from '../../../../../integrations/slack/controls.js'
import { systemClock } from '../../../../../integrations/system/system-clock.js'
import { aClick, everyControl } from '../../../../support/slack/every-control.js'
import { at, good, json, malformedRequests, secret, without } from '../../../../support/slack/malformed-requests.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { keptLog, type ServedSlack, serveSlack, signer, signingSecret } from '../../../../support/slack/served-slack.js'
import { aPress, signedBody } from '../../../../support/slack/signed-request.js'

describe('a request to /slack/events', () => {
  const desk = scriptedDesk()
  let slack: ServedSlack
  const crashes: unknown[] = []
  const crashed = (error: unknown) => void crashes.push(error)
  beforeAll(async () => {
    process.on('unhandledRejection', crashed)
    slack = await serveSlack(desk.desk)
  })
  beforeEach(() => {
    desk.asked.length = 0
  })
  afterAll(async () => {
    process.off('unhandledRejection', crashed)
    await slack.close()
  })

  it('is taken as Slack sends it', async () => {
    const answer = await slack.raw(good())
    await slack.app.idle()
    expect([answer.status, desk.of('askOwner').length]).toEqual([200, 1])
  })

  it.each(Object.entries(malformedRequests).map(([title, [status, make]]) => ({ title, status, make })))(
    'is answered $status, and nothing comes of it: $title',
    async ({ status, make }) => {
      // The cap on failures is per address, and all of these come from one.
      slack = (await restartedAfter(slack, desk)) ?? slack
      const answer = await slack.raw(make())
      await slack.app.idle()

      expect(answer.status).toBe(status)
      expect(desk.asked).toEqual([])
      expect(answer.text).not.toMatch(/stack|\.ts|\.js|node_modules|hunter2/)
      if (status >= 400) {
        expect(JSON.parse(answer.text)).toMatchObject({ error: expect.any(String), detail: expect.any(String) })
        expect(slack.refused.at(-1)).toMatchObject({ status, address: expect.any(String) })
      }
      expect((await slack.raw(good())).status).toBe(200)
      await slack.app.idle()
      expect(crashes).toEqual([])
      expect(Object.keys({})).toEqual([])
      expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
    },
  )

  it('is taken up to 300 s in the past and in the future', async () => {
    for (const offset of [-295, 0, 295]) expect((await slack.raw(at(offset))).status).toBe(200)
  })

  it('says with 413 that a megabyte is enough, and closes the connection', async () => {
    const answer = await slack.raw(signedBody(JSON.stringify({ type: 'x'.repeat(1_100_000) }), 'json', secret))
    expect([answer.status, slack.refused.at(-1)?.why]).toEqual([413, 'tooLarge'])
  })

  it('is a POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      const response = await fetch(`${slack.url}/slack/events`, { method })
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST'])
    }
  })

  it('may have charset parameters on its form, which Bolt alone would read as JSON', async () => {
    const { headers, body } = good()
    const answer = await slack.raw({
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body,
    })
    await slack.app.idle()
    expect([answer.status, desk.of('askOwner').length]).toEqual([200, 1])
  })

  it('proves the address to Slack: the challenge comes back, signed requests only', async () => {
    const answer = await slack.raw(json({ type: 'url_verification', challenge: 'c-1', token: 'x' }))
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { challenge: 'c-1' }])
  })

  it('may ask unsigned whether the address is there, and nothing rides along', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const smuggled = new URLSearchParams({
      ssl_check: '1',
      payload: JSON.stringify(everyControl[controls.actions.askOwner]?.()).slice(0, 500),
    })
    expect(await slack.raw({ headers, body: 'ssl_check=1&token=x' })).toMatchObject({ status: 200, text: '' })
    expect(await slack.raw({ headers, body: smuggled.toString() })).toMatchObject({ status: 200, text: '' })
    for (const body of [
      'ssl_check=0',
      'ssl_check=1&ssl_check=1',
      'token=x',
      '',
      `ssl_check=1&x=${'y'.repeat(2_000)}`,
    ]) {
      expect([body.slice(0, 30), (await slack.raw({ headers, body })).status]).toEqual([body.slice(0, 30), 401])
    }
    await slack.app.idle()
    expect(desk.asked).toEqual([])
  })

  it('is answered once: the same one again is acknowledged and changes nothing, by whomever and with whatever headers', async () => {
    const captured = good()
    await slack.raw(captured)
    for (const retry of ['0', '1', '2']) {
      const answer = await slack.raw({ ...captured, headers: { ...captured.headers, 'x-slack-retry-num': retry } })
      expect([answer.status, answer.text]).toEqual([200, ''])
    }
    const many = await Promise.all(Array.from({ length: 50 }, () => slack.raw(captured)))
    await slack.app.idle()

    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]))
    expect(desk.of('askOwner')).toHaveLength(1)
  })

  it('is read anew where it was not taken the first time', async () => {
    const captured = signedBody('{"type":', 'json', secret)
    expect((await slack.raw(captured)).status).toBe(400)
    expect((await slack.raw(captured)).status).toBe(400)
  })

  it('that is cut short is no harm', async () => {
    const { headers, body } = good()
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${slack.url}/slack/events`, {
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
      })
      request.on('error', () => resolve())
      request.write(body.slice(0, 20), () => request.destroy())
    })
    expect((await slack.raw(good())).status).toBe(200)
  })

  it('that nobody signed is answered 429 and no longer noted, once an address has had its share', async () => {
    const own = await serveSlack(desk.desk)
    const statuses: number[] = []
    for (let index = 0; index < 40; index += 1) statuses.push((await own.raw(without('x-slack-signature'))).status)
    const noted = own.refused.length

    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429])
    expect(noted).toBeLessThan(40)
    expect(statuses.filter((status) => status === 401)).toHaveLength(noted)
    // Whoever has the secret is never asked for its address.
    expect((await own.raw(good())).status).toBe(200)
    await own.close()
  })

  it('leaves no secret and no value of a button in the log', async () => {
    const value = signer.sign(aClick())
    await slack.send(aPress(controls.actions.approve, value))
    await slack.send(aPress(controls.actions.approve, `${value}x`))
    const logged = JSON.stringify(slack.lines)

    expect(logged).not.toContain(value.slice(-40))
    expect(logged).not.toContain(signingSecret)
  })
})

describe('an empty signing secret', () => {
  it('is refused before anything is served: everybody could sign', () => {
    expect(() => new SlackRequests('', systemClock, boltLogger(keptLog().log))).toThrow('empty')
  })
})

/** A fresh server each fifteen refusals, since an address is capped beyond its share. */
async function restartedAfter(slack: ServedSlack, desk: ReturnType<typeof scriptedDesk>): Promise<ServedSlack | null> {
  if (slack.refused.length < 8) return null
  await slack.close()
  return serveSlack(desk.desk)
}
