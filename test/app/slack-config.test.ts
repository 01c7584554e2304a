import { configSchema } from '../../app/config.js'
import { slackFromEnvironment, slackSchema, slackSecrets } from '../../app/slack-config.js'

const valid = {
  botToken: 'xoxb-0123456789-abcdef',
  signingSecret: '0123456789abcdef0123456789abcdef',
  teamId: 'T0123456789',
  appId: 'A0123456789',
  channel: 'C0123456789',
}

describe('how Slack is reached', () => {
  it('takes HTTP with a signing secret, and Socket Mode with an app-level token', () => {
    expect(slackSchema.parse(valid)).toMatchObject({ appToken: null, approverGroup: null, noteReaction: 'pushpin' })
    const { signingSecret: _, ...rest } = valid
    expect(slackSchema.parse({ ...rest, appToken: 'xapp-1-A0-1-abcdef' })).toMatchObject({ signingSecret: null })
  })

  it.each([
    ['neither of the two: a click could be anybody’s', { signingSecret: null }, /give appToken .* or signingSecret/],
    ['both of them', { appToken: 'xapp-1-A0-1-abcdef' }, /give one of appToken/],
    ['an empty signing secret, with which everybody could sign', { signingSecret: '' }, /at least 16 characters/],
    ['a short signing secret', { signingSecret: '0123456789' }, /at least 16 characters/],
    ['an app-level token in place of the bot token', { botToken: 'xapp-1-A0-1-abcdef' }, /begins with xoxb-/],
    ['a channel by its name', { channel: '#security' }, /a channel's id/],
    ['a member by the name', { owners: { 'ana@example.com': '@ana' } }, /a member's id/],
    ['a user group by its handle', { approverGroup: '@sec' }, /a user group's id/],
    ['no workspace', { teamId: undefined }, /teamId|expected string/],
    ['no app', { appId: undefined }, /appId|expected string/],
    [
      'exercises in the channel of the real thing',
      { exerciseChannel: 'C0123456789' },
      /must not be taken for the real/,
    ],
    ['a misspelt key', { approversGroup: 'S0123456789' }, /approversGroup/],
    ['an emoji with colons', { noteReaction: ':pushpin:' }, /without colons/],
  ])('refuses %s', (_, change, problem) => {
    const parsed = slackSchema.safeParse({ ...valid, ...change })
    expect(parsed.success).toBe(false)
    expect(JSON.stringify(parsed.error?.issues)).toMatch(problem)
  })
})

describe("an account's own channel", () => {
  it('is never the one of exercises: an exercise must not be taken for the real thing', () => {
    const problemsOf = (slackChannel: string) => {
      const parsed = configSchema.safeParse({
        accounts: [{ id: '111122223333' }, { id: '444455556666', slackChannel }],
        approvals: { contain: { approvers: [{ name: 'ana', slack: 'U0123456789' }] } },
        sources: { guardduty: { secrets: ['0123456789abcdef'] } },
        slack: { ...valid, exerciseChannel: 'C9876543210' },
      })
      return parsed.error?.issues.map(({ path }) => path.join('.')) ?? []
    }
    expect(problemsOf('C9876543210')).toEqual(['accounts.1.slackChannel'])
    expect(problemsOf('C1111111111')).toEqual([])
  })
})

describe("Slack's secrets in the environment", () => {
  const setting = (values: Record<string, string>) => (name: string) => values[name]

  it('take the place of those in the file', () => {
    const config = { slack: { ...valid, botToken: 'xoxb-old-old-old' } }
    const { slack } = slackFromEnvironment(config, setting({ SLACK_BOT_TOKEN: 'xoxb-new-new-new' }))
    expect(slack).toMatchObject({ botToken: 'xoxb-new-new-new', signingSecret: valid.signingSecret })
  })

  it.each([[{}], [{ slack: null }]])('make no server post that was not told to: %j', (config) => {
    expect(slackFromEnvironment(config, setting({ SLACK_BOT_TOKEN: 'xoxb-new-new-new' }))).toEqual({})
  })

  it('are all known to the log, which hides them', () => {
    const slack = slackSchema.parse(valid)
    expect(slackSecrets(slack)).toEqual([valid.botToken, valid.signingSecret])
    expect(slackSecrets(null)).toEqual([])
  })
})
