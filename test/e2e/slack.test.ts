import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { controls } from '../../integrations/slack/controls.js'
import { removeCliFolders } from '../support/run-cli.js'
import { search, searchFiles } from '../support/service/find-secrets.js'
import { asPerson, httpAnswer, postFinding, takenOf, untilState } from '../support/service/responder.js'
import type { ServiceProcess } from '../support/service/service-process.js'
import { createServiceWorld, type ServiceWorld, secrets } from '../support/service/service-world.js'
import { BOT_TOKEN, EmulatedWorkspace } from '../support/slack/emulated-workspace.js'
import { cardWith, shownIncident } from '../support/slack/shown-incident.js'
import { buttonsOf, byHttp, SlackPerson } from '../support/slack/slack-person.js'

const SIGNING_SECRET = 'canary-signing-secret-of-slack-7401'
const { actions, fields } = controls

describe('the whole playbook through Slack alone, by HTTP', () => {
  let workspace: EmulatedWorkspace
  let world: ServiceWorld
  let serve: ServiceProcess
  const person = (name: string, channel = 'exercises') =>
    new SlackPerson(workspace, byHttp(serve.url, SIGNING_SECRET), name, channel)

  beforeAll(async () => {
    workspace = await EmulatedWorkspace.start()
    world = await createServiceWorld({
      databaseUrl: null,
      redisUrl: null,
      roles: ['ci-deploy', 'batch', 'web'],
      slack: workspace.asConfigured(SIGNING_SECRET),
    })
    serve = await world.start(['serve'])
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await workspace.close()
    await removeCliFolders()
  })

  const shown = (incidentId: string) => shownIncident(workspace, 'exercises', incidentId)
  /** Waits for a message in the thread that has this button. */
  const card = (incidentId: string, actionId: string) => cardWith(workspace, 'exercises', incidentId, actionId)

  async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let looks = 0; looks < 800; looks += 1) {
      if (await isSo()) return
      await pause(100)
    }
    throw new Error(`not so in time: ${what}`)
  }

  const find = async (role: string, id: string) =>
    takenOf(await postFinding(serve.url, world.finding({ role, id: id.repeat(32) }))).incidentId

  it('goes from the finding to the restore by buttons and modals, and the account is as it was', async () => {
    const before = world.account.describeRole('ci-deploy')
    const id = await find('ci-deploy', 'a')
    const question = await card(id, actions.approve)
    const answer = await person('ana').decide(question, actions.approve, 'The release is not running.')
    expect(answer).toMatchObject({ status: 200 })
    await untilState(serve.url, id, ['contained'])
    const contained = await card(id, actions.requestRestore)
    const modal = await person('ben').press(contained, actions.requestRestore)
    expect(modal).not.toBeNull()
    await person('ben').submit(modal ?? {}, {
      [fields.restoreAs]: { chosen: 'false-alarm' },
      [fields.reason]: 'The owner knows these calls.',
    })
    // Slack takes one change a second: the card of the block may show its buttons for longer than people need to ask for the restore.
    await until('the restore is asked about', async () => /access back/.test((await card(id, actions.approve)).text))
    const restore = await card(id, actions.approve)
    await person('ana').decide(restore, actions.approve, 'Seen and understood.')
    await untilState(serve.url, id, ['closed'])
    expect(world.account.describeRole('ci-deploy')).toEqual(before)
    await until('the headline says that it is closed', async () => /closed/i.test((await shown(id)).headline.text))
    const { headline, thread } = await shown(id)
    for (const each of [headline, ...thread]) {
      expect(each.text).toMatch(/EXERCISE/)
      expect(JSON.stringify(each.blocks)).toMatch(/EXERCISE/)
      expect(buttonsOf(each).map(({ action_id }) => action_id)).not.toContain(actions.approve)
    }
  }, 90_000)

  it('keeps its buttons over a restart between card and click', async () => {
    const id = await find('batch', 'b')
    const question = await card(id, actions.approve)
    await serve.stop()
    serve = await world.start(['serve'])
    await person('ana').decide(question, actions.deny, 'The nightly run needs it.')
    await untilState(serve.url, id, ['denied', 'closed'])
    await until('the card says who denied it', async () => JSON.stringify(await shown(id)).includes('nightly run'))
  }, 90_000)

  it('goes on without Slack, is decided over the API, and is shown as it is once Slack is back', async () => {
    workspace.disturb = async () => ({ status: 503, body: 'Slack is down' })
    const id = await find('web', 'c')
    const { openPlanDigest } = await untilState(serve.url, id, ['awaitingApproval'])
    const body = { question: 'contain', decision: 'deny', planDigest: openPlanDigest, reason: 'Slack is down, I know.' }
    const answer = await httpAnswer(`${serve.url}/api/incidents/${id}/decisions`, asPerson('ana', body))
    expect(answer.status).toBe(200)
    await untilState(serve.url, id, ['denied', 'closed'])
    await expect(shown(id)).rejects.toThrow(/is not shown/)
    workspace.disturb = async () => null
    // An outage is looked into at most a minute apart.
    await until('the incident is shown', async () => JSON.stringify(await shown(id).catch(() => '')).includes('denied'))
    expect(JSON.stringify(await shown(id))).not.toContain(actions.approve)
  }, 150_000)

  it('is told by /tourniquet what goes on, and tells strangers nothing', async () => {
    expect((await person('ana').type('help')).text).toContain('/tourniquet block')
    expect((await person('ana').type('list')).text).toContain('ci-deploy')
    const told = (await person('eve').type('list')).text
    expect(told).toMatch(/Nobody in the configuration has your Slack id/)
    expect(told).not.toContain('ci-deploy')
  })

  it('sent Slack no secret and no whole access key, and Slack’s secrets are in no log, table or file', async () => {
    const sent = workspace.calls.map(({ body }) => decodeURIComponent(body.replaceAll('+', ' '))).join('\n')
    expect(sent).toContain('ci-deploy')
    expect(sent).not.toMatch(/\b(AKIA|ASIA)[A-Z0-9]{16}\b/)
    for (const secret of Object.values(secrets)) expect(sent).not.toContain(secret)
    const own = [SIGNING_SECRET, BOT_TOKEN]
    expect(search('log', serve.output(), own)).toEqual([])
    expect(await searchFiles(join(world.folder, 'data'), [], own)).toEqual([])
  })
})
