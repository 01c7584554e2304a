import { setTimeout as pause } from 'node:timers/promises'
import { createSlackApp, type SlackApp } from '../../../../../integrations/slack/bolt/slack-app.js'
import { controls } from '../../../../../integrations/slack/controls.js'
import { environmentTransport } from '../../../../../integrations/slack/web/environment-transport.js'
import { systemClock } from '../../../../../integrations/system/system-clock.js'
import { startConnectProxy } from '../../../../support/slack/connect-proxy.js'
import { aClick, everyControl, idleControls } from '../../../../support/slack/every-control.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { signer, slackSettings } from '../../../../support/slack/served-slack.js'
import { aCommand, aPress, aSubmission } from '../../../../support/slack/signed-request.js'
import { SlackSocketServer } from '../../../../support/slack/socket-server.js'

const appToken = 'xapp-1-A0APP-123-a-token-of-a-test'
/** Waits between attempts are a tenth of a second at most: what is tested is that there are attempts. */
const hastyClock = {
  ...systemClock,
  pause: (ms: number, signal?: AbortSignal) => systemClock.pause(ms > 500 && ms !== 20_000 ? 30 : ms, signal),
}

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 5_000
  while (!what()) {
    if (Date.now() > end) throw new Error('It did not come to that in 5 s.')
    await pause(5)
  }
}

describe('Socket Mode', () => {
  const desk = scriptedDesk()
  let server: SlackSocketServer
  let app: SlackApp
  let parts: ReturnType<typeof slackSettings>
  beforeEach(async () => {
    desk.asked.length = 0
    server = await SlackSocketServer.start()
    parts = slackSettings(desk.desk, { mode: { kind: 'socket', appToken, apiUrl: server.apiUrl }, clock: hastyClock })
    app = createSlackApp(parts.settings)
  })
  afterEach(async () => {
    desk.release()
    await app.stop()
    await server.close()
  })
  const connected = async () => {
    app.start()
    await until(() => app.socket?.state.isConnected === true)
  }
  const kindOf = (name: string) =>
    name === controls.command
      ? 'slash_commands'
      : name.endsWith('_added') || name.endsWith('_opened')
        ? 'events_api'
        : 'interactive'
  const delivered = async (kind: Parameters<SlackSocketServer['send']>[0], payload: object, id?: string) => {
    const before = id === undefined ? 0 : server.acksOf(id).length
    const envelope = server.send(kind, payload, id)
    await until(() => server.acksOf(envelope).length > before)
    await app.idle()
    return server.acksOf(envelope)
  }

  it('has the same listeners as HTTP: each control is acknowledged once and reaches the desk', async () => {
    await connected()
    for (const [name, make] of Object.entries(everyControl)) {
      desk.asked.length = 0
      parts.slack.modals.length = 0
      const acks = await delivered(kindOf(name), make())

      expect([name, acks.length]).toEqual([name, 1])
      expect([name, desk.asked.length + parts.slack.modals.length]).toEqual([name, idleControls.includes(name) ? 0 : 1])
    }
    expect(parts.lines.filter(({ level }) => level !== 'info')).toEqual([])
    expect(server.opened).toEqual([`Bearer ${appToken}`])
  })

  it('answers modals and commands in the acknowledgement', async () => {
    await connected()
    await delivered('interactive', aPress(controls.actions.approve, signer.sign(aClick())))
    const [sent] = await delivered(
      'interactive',
      aSubmission(parts.slack.modals[0]?.view ?? {}, { [controls.fields.reason]: 'It is an attack.' }),
    )
    const [typed] = await delivered('slash_commands', aCommand('lits'))

    expect(sent?.payload).toMatchObject({ response_action: 'update', view: { title: { text: 'Recorded' } } })
    expect(typed?.payload).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('Did you mean') })
    expect(desk.of('decide')).toHaveLength(1)
  })

  it('does once what Slack delivers in the same envelope three times, and acknowledges each', async () => {
    await connected()
    const payload = aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij')
    for (let times = 0; times < 3; times += 1) await delivered('interactive', payload, 'envelope-again')

    expect(server.acksOf('envelope-again')).toHaveLength(3)
    expect(desk.of('askOwner')).toHaveLength(1)
  })

  it('acknowledges within 3 s while the desk hangs', async () => {
    await connected()
    desk.mood.of = 'hanging'
    const since = performance.now()
    const names = Object.keys(everyControl)
    const envelopes = names.map((name) => server.send(kindOf(name), everyControl[name]?.() ?? {}))
    await until(() => envelopes.every((id) => server.acksOf(id).length === 1))
    expect(performance.now() - since).toBeLessThan(2_500)
  })

  it('connects anew when Slack recycles the connection, and when it is gone without a word', async () => {
    await connected()
    for (const end of ['recycle', 'cut'] as const) {
      const opened = server.opened.length
      server[end]()
      await until(
        () => server.opened.length > opened && app.socket?.state.isConnected === true && server.connections === 1,
      )
      await delivered('interactive', aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'))
    }
    expect(desk.of('askOwner')).toHaveLength(2)
  })

  it('whispers what came of a form where the connection went away before it could be answered', async () => {
    await connected()
    await delivered('interactive', aPress(controls.actions.approve, signer.sign(aClick())))
    desk.mood.of = 'hanging'
    server.send(
      'interactive',
      aSubmission(parts.slack.modals[0]?.view ?? {}, { [controls.fields.reason]: 'It is an attack.' }),
    )
    await until(() => desk.of('decide').length === 1)
    server.cut()
    await until(() => app.socket?.state.isConnected === false)
    desk.release()
    await app.idle()

    expect(parts.slack.whispers.map(({ text }) => text)).toEqual(['It is done.'])
  })

  it('goes on trying while Slack is down, refuses the token or talks nonsense, and says why it is not connected', async () => {
    const answers = [
      { status: 503, body: 'upstream' },
      { status: 200, body: '{"ok":false,"error":"invalid_auth"}' },
      { status: 200, body: '{"ok":true}' },
      { status: 200, body: '{"ok":true,"url":"ws://127.0.0.1:1/nobody"}' },
      { status: 429, body: '' },
    ]
    server.answerOpen = () => answers[server.opened.length - 1] ?? { status: 500, body: '' }
    app.start()
    await until(() => server.opened.length > answers.length)
    expect(app.socket?.state).toMatchObject({ isConnected: false, problem: expect.any(String) })
    expect(JSON.stringify(parts.lines)).toContain('invalid_auth')
    expect(JSON.stringify(parts.lines)).not.toContain(appToken)
    server.answerOpen = null
    await until(() => app.socket?.state.isConnected === true)
    expect(app.socket?.state.problem).toBeNull()
  })

  it('goes through the proxy that the environment names, for the address and for the socket', async () => {
    const proxy = await startConnectProxy()
    const transport = environmentTransport({ HTTP_PROXY: proxy.url })
    if (transport === null) throw new Error('A proxy is named.')
    const mode = { kind: 'socket', appToken, apiUrl: server.apiUrl, dispatcher: transport.dispatcher } as const
    const behind = createSlackApp({ ...parts.settings, mode })
    behind.start()
    await until(() => behind.socket?.state.isConnected === true)
    const envelope = server.send('interactive', aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'))
    await until(() => server.acksOf(envelope).length === 1)
    await behind.stop()
    await transport.close()
    await proxy.close()

    const { host } = new URL(server.apiUrl)
    expect(proxy.asked).toEqual([host, host])
    expect(desk.of('askOwner')).toHaveLength(1)
  })

  it('survives what is no envelope', async () => {
    await connected()
    const texts = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '{"type":"interactive"}',
      '{"type":"interactive","envelope_id":"e1","payload":null}',
    ]
    for (const text of [...texts, '{"type":"events_api","envelope_id":"e2","payload":{"event":null}}'])
      server.sendText(text)
    await delivered('interactive', aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'))
    expect(desk.of('askOwner')).toHaveLength(1)
  })

  it('stops while it is connected, while it tries, and before it was started', async () => {
    await app.stop()
    const tried = createSlackApp(parts.settings)
    server.answerOpen = () => ({ status: 503, body: '' })
    tried.start()
    await until(() => server.opened.length > 0)
    await tried.stop()
    server.answerOpen = null
    const held = createSlackApp(parts.settings)
    held.start()
    await until(() => held.socket?.state.isConnected === true)
    await held.stop()
    await until(() => server.connections === 0)
    const opened = server.opened.length
    await pause(100)
    expect(server.opened.length).toBe(opened)
  })
})
