import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { jest } from '@jest/globals'
import { SlackCallError } from '../../../../integrations/slack/slack-api.js'
import { slackWebApi } from '../../../../integrations/slack/web/slack-web-api.js'
import { type AnsweringServer, answeringServer, type Heard, json } from './answering-server.js'

const token = 'xoxb-0123456789-canary-of-a-token'
const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'a & b' } }]
const message = { channel: 'C0SEC', text: 'words', blocks }

let server: AnsweringServer
let answer: (response: ServerResponse, heard: Heard) => void
beforeAll(async () => {
  server = await answeringServer((response, heard) => answer(response, heard))
})
afterAll(() => server.close())

const api = (timeoutMs = 5_000) => slackWebApi({ token, apiUrl: server.url, timeoutMs })

/** How it fails; throws where it does not. */
async function failureOf(asked: Promise<unknown>): Promise<SlackCallError> {
  const error = await asked.then(
    () => new Error('It did not fail.'),
    (caught: unknown) => caught,
  )
  if (!(error instanceof SlackCallError)) throw error
  return error
}

describe('a message', () => {
  it('is posted with its thread, shown in the channel where it is to be, and Slack fetches none of its links', async () => {
    answer = (response) => json(response, { ok: true, ts: '17.1', channel: 'C0SEC' })
    expect(await api().post({ ...message, threadTs: '16.0', broadcast: true })).toEqual({ ts: '17.1' })
    const { path, authorization, form } = server.heard.at(-1) ?? {}
    expect([path, authorization]).toEqual(['/api/chat.postMessage', `Bearer ${token}`])
    expect(Object.fromEntries(form ?? [])).toEqual({
      channel: 'C0SEC',
      text: 'words',
      blocks: JSON.stringify(blocks),
      thread_ts: '16.0',
      reply_broadcast: 'true',
      unfurl_links: 'false',
      unfurl_media: 'false',
    })
  })

  it('is sent though a text was cut in the middle of a character', async () => {
    answer = (response) => json(response, { ok: true, ts: '17.1' })
    await api().post({ ...message, text: 'half \ud83d' })
    expect(server.heard.at(-1)?.form.get('text')).toBe('half \ufffd')
  })

  it('is edited, and one that was deleted is told apart', async () => {
    answer = (response) => json(response, { ok: true, ts: '17.1' })
    await api().update({ ...message, ts: '17.1' })
    expect(server.heard.at(-1)?.path).toBe('/api/chat.update')
    answer = (response) => json(response, { ok: false, error: 'message_not_found' })
    const failure = await failureOf(api().update({ ...message, ts: '17.1' }))
    expect(failure).toMatchObject({ method: 'chat.update', code: 'message_not_found', retryAfterMs: null })
  })
})

describe('a call that fails', () => {
  const status =
    (code: number, headers: Record<string, string> = {}, body = '') =>
    (response: ServerResponse) =>
      void response.writeHead(code, headers).end(body)
  const page = '<html><body>Sign in to the proxy</body></html>'
  const bytes =
    (body: string, type = 'application/json') =>
    (response: ServerResponse) =>
      void response.writeHead(200, { 'content-type': type }).end(body)

  it.each<[string, (response: ServerResponse) => void, string, number | null]>([
    ['429 with Retry-After', status(429, { 'retry-after': '7' }), 'ratelimited', 7_000],
    ['429 without', status(429), 'ratelimited', 5_000],
    ['429 for ten days', status(429, { 'retry-after': '864000' }), 'ratelimited', 900_000],
    ['500', status(500, {}, 'oops'), 'http_500', 1_000],
    ['503 with Retry-After', status(503, { 'retry-after': '30' }), 'http_503', 30_000],
    ['404', status(404, {}, page), 'http_404', null],
    ['a redirect', status(302, { location: 'http://127.0.0.1:1/' }), 'network', 1_000],
    ['malformed JSON', bytes('{"ok":tr'), 'malformed_answer', 5_000],
    ['a page', bytes(page, 'text/html'), 'malformed_answer', 5_000],
    ['nothing', bytes(''), 'malformed_answer', 5_000],
    ['null', bytes('null'), 'network', 1_000],
    ['a success that names no message', bytes('{"ok":true}'), 'malformed_answer', 5_000],
    ['a connection that breaks', (response) => void response.destroy(), 'network', 1_000],
    [
      'a connection that breaks in the answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"ok":')
        setImmediate(() => response.destroy())
      },
      'network',
      1_000,
    ],
    ['rate limited in the answer', bytes('{"ok":false,"error":"ratelimited"}'), 'ratelimited', 5_000],
    ['an error of Slack’s own', bytes('{"ok":false,"error":"internal_error"}'), 'internal_error', 5_000],
  ])('by %s says so, after one try', async (_what, how, code, retryAfterMs) => {
    answer = how
    const before = server.heard.length
    const failure = await failureOf(api().post(message))
    expect(failure).toMatchObject({ method: 'chat.postMessage', code, retryAfterMs })
    expect(server.heard.length - before).toBe(1)
  })

  it.each([
    'invalid_auth',
    'channel_not_found',
    'not_in_channel',
    'account_inactive',
    'missing_scope',
    'msg_blocks_too_long',
  ])('by %s will fail again', async (code) => {
    answer = (response) => json(response, { ok: false, error: code })
    expect(await failureOf(api().post(message))).toMatchObject({ code, retryAfterMs: null })
  })

  it.each([
    ['before the answer', () => undefined],
    ['in the answer', (response: ServerResponse) => void response.writeHead(200).write('{"ok":')],
  ])('by silence %s ends with its time', async (_when, how) => {
    answer = how
    const startedAt = performance.now()
    expect(await failureOf(api(80).post(message))).toMatchObject({ code: 'network', retryAfterMs: 1_000 })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it('by a server that is not there says so', async () => {
    const away = slackWebApi({ token, apiUrl: 'http://127.0.0.1:9/api/' })
    expect(await failureOf(away.post(message))).toMatchObject({ code: 'network', retryAfterMs: 1_000 })
  })

  it('never shows the token, nor what was sent, nor a page that repeats both', async () => {
    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    const warned = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
    const repeat = ({ authorization, form }: Heard) => `<pre>${authorization} ${form.get('text')}</pre>`
    const ways: ((response: ServerResponse, heard: Heard) => void)[] = [
      (response, heard) => void response.writeHead(500, { 'x-echo': heard.authorization }).end(repeat(heard)),
      (response, heard) => void response.writeHead(407).end(repeat(heard)),
      (response, heard) => void response.writeHead(200).end(repeat(heard)),
      (response, heard) => json(response, { ok: false, error: repeat(heard) }),
      (response, heard) =>
        json(response, { ok: false, error: 'x', response_metadata: { messages: [`[ERROR] ${repeat(heard)}`] } }),
      (response, heard) => void response.writeHead(429, { 'retry-after': heard.authorization }).end(repeat(heard)),
      (response) => void response.destroy(),
    ]
    const said: string[] = []
    for (const way of ways) {
      answer = way
      const failure = await failureOf(api().post({ ...message, text: 'a secret word' }))
      said.push(inspect(failure, { depth: 10, showHidden: true }), String(failure), JSON.stringify(failure))
    }
    const all = [...said, ...printed.mock.calls.flat().map(String), ...warned.mock.calls.flat().map(String)].join('\n')
    jest.restoreAllMocks()
    expect(all).toContain('http_500')
    expect(all).not.toContain(token)
    expect(all).not.toContain('a secret word')
  })
})

describe('what is asked of Slack', () => {
  it('is who the token is, with its scopes and the app behind it', async () => {
    answer = (response, { path }) =>
      path.endsWith('bots.info')
        ? json(response, { ok: true, bot: { app_id: 'A0APP' } })
        : json(
            response,
            { ok: true, user_id: 'U0BOT', team_id: 'T0TEAM', bot_id: 'B0BOT' },
            { 'x-oauth-scopes': 'chat:write, commands' },
          )
    const who = { botUserId: 'U0BOT', teamId: 'T0TEAM', scopes: ['chat:write', 'commands'], appId: 'A0APP' }
    expect(await api().whoAmI()).toEqual(who)
    answer = (response, { path }) =>
      json(
        response,
        path.endsWith('bots.info')
          ? { ok: false, error: 'missing_scope' }
          : { ok: true, user_id: 'U0BOT', team_id: 'T0TEAM', bot_id: 'B0BOT' },
      )
    expect(await api().whoAmI()).toEqual({ ...who, scopes: [], appId: null })
  })

  it('are people, by id and by address; nobody has the address: null', async () => {
    const user = { id: 'U1', team_id: 'T1', is_bot: false, deleted: true, profile: { email: 'ana@example.org' } }
    answer = (response) => json(response, { ok: true, user })
    const ana = { id: 'U1', teamId: 'T1', email: 'ana@example.org', isBot: false, isDeleted: true }
    expect([await api().user('U1'), await api().userByEmail('ana@example.org')]).toEqual([ana, ana])
    answer = (response) => json(response, { ok: true, user: { id: 'U2', profile: {} } })
    expect(await api().user('U2')).toEqual({ id: 'U2', teamId: '', email: null, isBot: false, isDeleted: false })
    answer = (response) => json(response, { ok: false, error: 'users_not_found' })
    expect(await api().userByEmail('nobody@example.org')).toBeNull()
    answer = (response) => json(response, { ok: false, error: 'missing_scope' })
    expect(await failureOf(api().userByEmail('x@example.org'))).toMatchObject({ code: 'missing_scope' })
  })

  it('are members of a group, a channel, a link, and a message to one person', async () => {
    answer = (response, { path }) =>
      json(response, {
        ok: true,
        users: ['U1', 'U2'],
        permalink: 'https://team.slack.com/archives/C1/p17',
        ts: '17.1',
        channel: path.endsWith('open')
          ? { id: 'D1' }
          : { name: 'sec', is_member: true, is_private: true, is_ext_shared: true },
      })
    expect(await api().groupMembers('S1')).toEqual(['U1', 'U2'])
    expect(await api().channel('C1')).toEqual({ name: 'sec', isMember: true, isPrivate: true, isShared: true })
    expect(await api().permalink('C1', '17.1')).toBe('https://team.slack.com/archives/C1/p17')
    expect(await api().directMessage('U1', { text: 'x', blocks })).toEqual({ channel: 'D1', ts: '17.1' })
    expect(server.heard.at(-1)?.form.get('channel')).toBe('D1')
  })

  it('are a whisper, a modal and a home view', async () => {
    answer = (response) => json(response, { ok: true })
    await api().whisper({ channel: 'C1', user: 'U1', text: 'only you', threadTs: '17.1' })
    await api().openModal('trigger', { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks })
    await api().publishHome('U1', { type: 'home', blocks })
    const [whisper, modal, home] = server.heard.slice(-3)
    expect([whisper?.path, whisper?.form.get('thread_ts')]).toEqual(['/api/chat.postEphemeral', '17.1'])
    expect([modal?.path, modal?.form.get('trigger_id')]).toEqual(['/api/views.open', 'trigger'])
    expect([home?.path, home?.form.get('user_id')]).toEqual(['/api/views.publish', 'U1'])
  })
})
