import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { controls } from '../../integrations/slack/controls.js'
import { cliFolder, removeCliFolders, startCli } from '../support/run-cli.js'
import { BOT_TOKEN, EmulatedWorkspace, type StandingMessage } from '../support/slack/emulated-workspace.js'
import type { SlackAnswer } from '../support/slack/signed-request.js'
import { buttonsOf, SlackPerson } from '../support/slack/slack-person.js'
import { SlackSocketServer } from '../support/slack/socket-server.js'

const { actions } = controls
const demoResult = z.looseObject({
  state: z.string(),
  verdict: z.looseObject({ contained: z.boolean() }),
  restore: z.looseObject({ identical: z.boolean() }),
  audit: z.looseObject({ verified: z.boolean() }),
})

describe('tourniquet demo --slack, in Socket Mode', () => {
  let workspace: EmulatedWorkspace
  let socket: SlackSocketServer
  let onCleanUp = () => {}
  beforeAll(async () => {
    workspace = await EmulatedWorkspace.start()
    socket = await SlackSocketServer.start()
    workspace.disturb = async (method) => {
      if (method !== 'apps.connections.open') return null
      const answer = await fetch(`${socket.apiUrl}${method}`, { method: 'POST' })
      return { status: answer.status, body: await answer.text() }
    }
  }, 60_000)
  afterAll(async () => {
    onCleanUp()
    await socket.close()
    await workspace.close()
    await removeCliFolders()
  })

  async function deliver(payload: object): Promise<SlackAnswer> {
    const since = performance.now()
    const id = socket.send('interactive', payload)
    while (socket.acksOf(id).length === 0) {
      if (performance.now() - since > 3_000) throw new Error('no answer within 3 s')
      await pause(5)
    }
    const text = JSON.stringify(socket.acksOf(id)[0]?.payload ?? '')
    return { status: 200, text, tookMs: performance.now() - since }
  }

  async function standing(): Promise<StandingMessage[]> {
    const [headline] = await workspace.history('exercises')
    return headline === undefined ? [] : workspace.thread('exercises', headline.ts)
  }

  async function question(title: RegExp): Promise<StandingMessage> {
    for (let looks = 0; looks < 600; looks += 1) {
      const asked = (await standing()).find(
        (each) => title.test(each.text) && buttonsOf(each).some(({ action_id }) => action_id === actions.approve),
      )
      if (asked !== undefined) return asked
      await pause(100)
    }
    throw new Error(`nobody is asked ${title}`)
  }

  it('asks in Slack, is decided there, and ends with everything as it was', async () => {
    const child = await startCli(
      ['demo', '--json', '--slack', workspace.channel('exercises'), '--approver', workspace.user('ana')],
      {
        cwd: await cliFolder(),
        env: {
          SLACK_BOT_TOKEN: BOT_TOKEN,
          SLACK_APP_TOKEN: 'xapp-1-A0TOURNIQUET-1-canary-app-token',
          SLACK_API_URL: workspace.apiUrl,
        },
      },
    )
    // It would wait for people for half an hour.
    onCleanUp = () => void child.kill('SIGKILL')
    const running = text(child.stdout)
    const ana = new SlackPerson(workspace, deliver, 'ana', 'exercises')
    const eve = new SlackPerson(workspace, deliver, 'eve', 'exercises')
    const block = await question(/block/i)
    const refused = await eve.decide(block, actions.deny, 'Leave it alone, please.')
    expect(refused.text).toMatch(/not an approver/)
    await ana.decide(block, actions.approve, 'Nobody of ours is there.')
    await ana.decide(await question(/give .* back/i), actions.approve, 'The owner is sure.')
    const stdout = await running
    expect(demoResult.parse(JSON.parse(stdout))).toMatchObject({
      state: 'closed',
      verdict: { contained: true },
      restore: { identical: true },
      audit: { verified: true },
    })
  }, 120_000)
})
