import { realmsOf } from '../../../app/realms.js'
import { createServer } from '../../../app/server/create-server.js'
import { editedAll } from '../../support/findings/edited.js'
import { asffFinding, securityHubEvent } from '../../support/findings/examples.js'
import { aGuardDutyEvent, incidentOf, post, secret } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { worldTiming } from '../../support/world/timing.js'
import { approvalRules, type World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const key = 'Resources > 0 > Details > AwsIamAccessKey'

/** Served with a secret of its own; the configuration has no key for it yet. */
async function serveBoth(world: World) {
  const server = createServer({
    realms: realmsOf(world.runtime),
    webhooks: { secrets: { guardduty: [secret], 'security-hub': [secret] } },
    people: [],
    rules: approvalRules,
    timing: worldTiming,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return { url, close: () => server.close() }
}

describe('a webhook whose payload holds several findings', () => {
  const createWorld = useWorlds({ databaseUrl })
  let world: World
  let server: Awaited<ReturnType<typeof serveBoth>>
  beforeEach(async () => {
    world = await createWorld()
    server = await serveBoth(world)
  })
  afterEach(() => server.close())

  const about = (name: string, account = world.accountId) =>
    editedAll(asffFinding, {
      Id: `arn:aws:guardduty:eu-west-1:${account}:detector/1/finding/${name}`,
      AwsAccountId: account,
      [`${key} > PrincipalName`]: name,
      [`${key} > PrincipalId`]: undefined,
    })

  async function send(findings: readonly unknown[]) {
    const response = await fetch(`${server.url}/webhooks/security-hub`, {
      method: 'POST',
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      body: JSON.stringify(securityHubEvent(findings)),
    })
    return { status: response.status, body: await response.json() }
  }
  const openIncidents = async () => (await world.runtime.engine.store.listIncidents()).length

  it('opens an incident for each principal, and answers with all of them', async () => {
    const opened = { incidentId: expect.stringMatching(/^inc_/), deduplicated: false }
    expect(await send([about('ci-deploy'), about('other')])).toEqual({
      status: 202,
      body: { ...opened, others: [opened] },
    })
    expect(await openIncidents()).toBe(2)
  })

  it('joins findings about one principal, also with those that came by another feed', async () => {
    const first = incidentOf(await post(server, aGuardDutyEvent(world)))
    const again = editedAll(about('ci-deploy'), { Id: 'another-finding' })
    expect(await send([about('ci-deploy'), again])).toMatchObject({
      status: 202,
      body: { incidentId: first, others: [{ incidentId: first }] },
    })
    expect(await openIncidents()).toBe(1)
  })

  it('meets only duplicates when it is delivered again', async () => {
    await send([about('ci-deploy'), about('other')])
    expect(await send([about('ci-deploy'), about('other')])).toMatchObject({
      status: 202,
      body: { deduplicated: true, others: [{ deduplicated: true }] },
    })
    expect(await openIncidents()).toBe(2)
  })

  it('takes what is ours, whatever else stands beside it', async () => {
    const control = editedAll(asffFinding, { Compliance: { Status: 'FAILED' } })
    const { status, body } = await send([control, 7, about('x', '444455556666'), about('ci-deploy')])
    expect({ status, body }).toEqual({
      status: 202,
      body: { incidentId: expect.stringMatching(/^inc_/), deduplicated: false },
    })
    expect(await openIncidents()).toBe(1)
  })

  it('answers 200 with the reason where none is ours, and opens nothing', async () => {
    expect(await send([about('x', '444455556666'), about('y', '444455556666')])).toEqual({
      status: 200,
      body: { accepted: false, reason: expect.stringContaining('444455556666') },
    })
    expect(await openIncidents()).toBe(0)
  })
})
