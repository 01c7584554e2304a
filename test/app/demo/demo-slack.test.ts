import { demoSlack } from '../../../app/demo/demo-slack.js'
import { DemoStoppedError } from '../../../app/demo/demo-story.js'
import { type AnsweringServer, answeringServer, json } from '../../integrations/slack/web/answering-server.js'
import { printed } from '../../support/in-process-cli.js'

const channel = 'C0123456789'
const approver = 'U0123456789'
const tokens = { SLACK_BOT_TOKEN: 'xoxb-canary-bot-token', SLACK_APP_TOKEN: 'xapp-1-A0TOURNIQUET-1-canary' }

describe('tourniquet demo --slack', () => {
  let slack: AnsweringServer
  const state: { answer: object } = { answer: {} }
  beforeAll(async () => {
    slack = await answeringServer((response) => json(response, state.answer))
  })
  beforeEach(() => {
    state.answer = { ok: true, team_id: 'T0123456789', user_id: 'U0BOT00000', channel: { is_member: true } }
  })
  afterAll(() => slack.close())

  const start = (
    environment: Readonly<Record<string, string>>,
    given: { readonly channel?: string; readonly approver?: string | undefined } = {},
  ) => {
    const settings: Readonly<Record<string, string>> = { SLACK_API_URL: slack.url, ...environment }
    return demoSlack({ channel, approver, ...given }, (name) => settings[name])
  }
  /** What the person is told, and the exit code. */
  const stopped = async (starting: Promise<object>) => {
    const error = await starting.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof DemoStoppedError)) throw new Error('It was not stopped.', { cause: error })
    expect(error.message).not.toContain('canary')
    return [error.exitCode, error.message]
  }

  it('is shown in the given channel alone, as an exercise, in the workspace of the token', async () => {
    const { slack: config, approver: who } = await start(tokens)
    expect(config).toMatchObject({ exerciseChannel: channel, teamId: 'T0123456789', appId: 'A0TOURNIQUET' })
    expect(config.channel).not.toBe(channel)
    expect(who).toBe(approver)
  })

  it.each([
    ['without an approver', tokens, { approver: undefined }, /--slack needs --approver U…/],
    ['with an approver by name', tokens, { approver: '@ana' }, /id of a member, U0123456789, not "@ana"/],
    ['with a channel by name', tokens, { channel: '#security' }, /exerciseChannel: a channel's id/],
    ['without a bot token', { SLACK_APP_TOKEN: tokens.SLACK_APP_TOKEN }, {}, /Set SLACK_BOT_TOKEN/],
    ['without a way for clicks', { SLACK_BOT_TOKEN: tokens.SLACK_BOT_TOKEN }, {}, /appToken \(Socket Mode\)|appId/],
    ['with the tokens mixed up', { ...tokens, SLACK_APP_TOKEN: tokens.SLACK_BOT_TOKEN }, {}, /begins with xapp-|appId/],
  ])('%s is a mistake of usage that says what to give', async (_, environment, given, message) => {
    expect(await stopped(start(environment, given))).toEqual([2, expect.stringMatching(message)])
  })

  it('with a token that Slack does not take says so, and which token is meant', async () => {
    state.answer = { ok: false, error: 'invalid_auth' }
    expect(await stopped(start(tokens))).toEqual([2, expect.stringMatching(/invalid_auth.*the bot token of the app/)])
  })

  it.each([
    ['that the app is not in', { is_member: false }, /no member of channel C0123456789.*\/invite @tourniquet/],
    ['of which Slack does not say so', null, /Slack does not say.*\/invite @tourniquet/],
  ])('in a channel %s is stopped with the cure', async (_, found, message) => {
    state.answer = { ok: true, team_id: 'T0123456789', user_id: 'U0BOT00000', channel: found }
    expect(await stopped(start(tokens))).toEqual([2, expect.stringMatching(message)])
  })

  it('without an approver has not even asked Slack', async () => {
    const before = slack.heard.length
    await stopped(start(tokens, { approver: undefined }))
    expect(slack.heard).toHaveLength(before)
  })
})

describe('demo, where Slack and something else are to answer', () => {
  it.each([
    [['--yes', '--slack', channel, '--approver', approver], /--yes and --slack both answer the question/],
    [['--yes', '--approver', approver], /--approver goes with --slack CHANNEL/],
  ])('%j is a mistake of usage', async (args, message) => {
    const { code, stdout, stderr } = await printed('demo', ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })
})
