import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { realmsOf } from '../../../app/realms.js'
import { startSlack } from '../../../app/slack/start-slack.js'
import { slackSchema } from '../../../app/slack-config.js'
import { controls } from '../../../integrations/slack/controls.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { labRealm } from '../../support/slack/desk-lab.js'
import { botToken, keptLog, signingSecret } from '../../support/slack/served-slack.js'
import { aPress, aSender, postToSlackRoute, signedRequest } from '../../support/slack/signed-request.js'

/** What a server runs, with a Slack that does not answer. */
async function setUp() {
  const realm = labRealm({ realm: { kind: 'live', endpoint: null } })
  const slack = slackSchema.parse({
    ...{ botToken, signingSecret, teamId: 'T0123456789', appId: 'A0123456789', channel: 'C0123456789' },
    apiUrl: 'http://127.0.0.1:9/',
  })
  const running = startSlack(
    {
      slack,
      realms: realmsOf({ ...realm.runtime, whenRecorded: () => {} }),
      rules: { contain: { approvers: ['ana'], quorum: 1 }, restore: { approvers: ['ana'], quorum: 1 } },
      slackIds: new Map([['ana', aSender.userId]]),
      channelOfAccount: new Map(),
      opening: { timing: aTiming() },
      clock: systemClock,
      log: keptLog().log,
    },
    { shows: false, listens: true },
  )
  const server = Fastify()
  running.door?.register(server)
  await server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const close = async () => {
    await running.stop()
    await server.close()
  }
  return { realm, url, close }
}

describe('whoever floods the door from outside', () => {
  it('cannot crowd the refused click of a member out of the record', async () => {
    const { realm, url, close } = await setUp()
    const unsigned = signedRequest({ type: 'block_actions' }, { signingSecret: 'a-secret-that-is-not-ours' })
    for (let each = 0; each < 15; each += 1) expect((await postToSlackRoute(url, unsigned)).status).toBe(401)
    const press = aPress(controls.actions.approve, 'v1.decision.none.of.ours', {
      sender: { ...aSender, teamId: 'T9999999999' },
    })
    await postToSlackRoute(url, signedRequest(press, { signingSecret }))
    await close()

    const noted = JSON.stringify(realm.systemLog.events)
    expect(realm.systemLog.events.length).toBeLessThan(15)
    expect(noted).toContain(`user ${aSender.userId} of team T9999999999`)
  })
})
