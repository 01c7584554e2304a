import { slackWebApi } from '../../../integrations/slack/web/slack-web-api.js'
import { BOT_TOKEN, EmulatedWorkspace } from './emulated-workspace.js'

describe('our Web API against an emulator of Slack that nobody here wrote', () => {
  let workspace: EmulatedWorkspace
  beforeAll(async () => {
    workspace = await EmulatedWorkspace.start()
  }, 60_000)
  afterAll(() => workspace.close())

  it('posts, answers in a thread, edits, and finds people', async () => {
    const api = slackWebApi({ token: BOT_TOKEN, apiUrl: workspace.apiUrl })
    expect((await api.whoAmI()).teamId).toBe(workspace.teamId)
    const channel = workspace.channel('security')
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'one' } }] as const
    const { ts } = await api.post({ channel, text: 'one', blocks })
    await api.post({ channel, text: 'reply', blocks, threadTs: ts })
    await api.update({ channel, ts, text: 'two', blocks })
    expect((await workspace.history('security')).map(({ text }) => text)).toEqual(['two'])
    expect((await workspace.thread('security', ts)).map(({ text }) => text)).toEqual(['two', 'reply'])
    expect((await api.userByEmail('ana@example.com'))?.id).toBe(workspace.user('ana'))
    expect(await api.userByEmail('nobody@example.com')).toBeNull()
    expect((await api.user(workspace.user('ben'))).email).toBe('ben@example.com')
    expect(await api.channel(channel)).toMatchObject({ isMember: true, name: 'security' })
    workspace.approvers = [workspace.user('ana')]
    expect(await api.groupMembers('S0APPROVERS')).toEqual([workspace.user('ana')])
    expect(await api.permalink(channel, ts)).toContain(channel)
    const direct = await api.directMessage(workspace.user('ana'), { text: 'you', blocks })
    expect(direct.ts).not.toBe('')
  })
})
