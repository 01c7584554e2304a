import { checkSlack, type SlackCheckSubject } from '../../../app/setup/checks/slack.js'
import { slackSchema } from '../../../app/slack-config.js'
import { SlackCallError } from '../../../integrations/slack/slack-api.js'

const slack = slackSchema.parse({
  botToken: 'xoxb-0123456789-abcdef',
  signingSecret: '0123456789abcdef0123456789abcdef',
  teamId: 'T0123456789',
  appId: 'A0123456789',
  channel: 'C0123456789',
  exerciseChannel: 'C9876543210',
})
const scopes = ['chat:write', 'commands']
const wellBehaved: SlackCheckSubject['api'] = {
  whoAmI: async () => ({ botUserId: 'U0BOT', teamId: slack.teamId, appId: slack.appId, scopes }),
  channel: async () => ({ isMember: true, isPrivate: true, isShared: false, name: 'security' }),
  groupMembers: async () => ['U0ANA', 'U0RAJ'],
  user: async (id) => ({ id, teamId: slack.teamId, email: null, isBot: false, isDeleted: false }),
}
const subject: SlackCheckSubject = {
  slack,
  accountChannels: [],
  rules: {
    contain: { approvers: ['ana', 'raj'], quorum: 2 },
    restore: { approvers: ['ana'], quorum: 1 },
    knownAs: new Map(['ana', 'raj', 'cy'].map((name) => [name, [`${name}@example.com`]])),
  },
  slackIds: new Map([
    ['ana', 'U0ANA'],
    ['raj', 'U0RAJ'],
  ]),
  scopes,
  api: wellBehaved,
  tryAppToken: null,
}

async function lines(changes: Partial<SlackCheckSubject>, api: Partial<SlackCheckSubject['api']> = {}) {
  return checkSlack({ ...subject, ...changes, api: { ...wellBehaved, ...api } })
}
const problems = async (changes: Partial<SlackCheckSubject>, api: Partial<SlackCheckSubject['api']> = {}) =>
  (await lines(changes, api)).flatMap(({ status, says, cure }) =>
    status === 'green' ? [] : `${status}: ${says} ${cure}`,
  )

describe('doctor asks Slack', () => {
  it('has nothing to say against a set-up that is right', async () => {
    expect(await problems({})).toEqual([])
    expect(await lines({})).toHaveLength(6)
  })

  it.each<[string, Partial<SlackCheckSubject>, Partial<SlackCheckSubject['api']>, RegExp]>([
    [
      'a token that Slack does not know',
      {},
      { whoAmI: () => Promise.reject(new SlackCallError('auth.test', 'invalid_auth', null)) },
      /red: the bot token: .*invalid_auth/,
    ],
    [
      'a token of another workspace',
      {},
      { whoAmI: async () => ({ botUserId: 'U0', teamId: 'T0OTHER', appId: null, scopes }) },
      /red: the bot token is of workspace T0OTHER/,
    ],
    [
      'a token of another app',
      {},
      { whoAmI: async () => ({ botUserId: 'U0', teamId: slack.teamId, appId: 'A0OTHER', scopes }) },
      /red: the bot token is of app A0OTHER/,
    ],
    [
      'a scope that is missing',
      {},
      { whoAmI: async () => ({ botUserId: 'U0', teamId: slack.teamId, appId: slack.appId, scopes: ['commands'] }) },
      /red: the bot token lacks chat:write/,
    ],
    [
      'a scope too many',
      {},
      {
        whoAmI: async () => ({
          botUserId: 'U0',
          teamId: slack.teamId,
          appId: slack.appId,
          scopes: [...scopes, 'channels:history'],
        }),
      },
      /yellow: the bot token may do more than is used: channels:history/,
    ],
    [
      'a channel that it is not in',
      {},
      { channel: async () => ({ isMember: false, isPrivate: true, isShared: false, name: 'security' }) },
      /red: is no member of channel C0123456789 Invite/,
    ],
    [
      'a channel that everybody reads',
      {},
      { channel: async () => ({ isMember: true, isPrivate: false, isShared: false, name: 'general' }) },
      /yellow: channel C0123456789 is public/,
    ],
    [
      'a channel that another company reads',
      {},
      { channel: async () => ({ isMember: true, isPrivate: true, isShared: true, name: 'partners' }) },
      /yellow: channel C0123456789 is shared/,
    ],
    [
      'a channel that does not exist',
      {},
      { channel: () => Promise.reject(new SlackCallError('conversations.info', 'channel_not_found', null)) },
      /red: channel C0123456789: .*channel_not_found/,
    ],
    [
      'an app-level token that does not connect',
      {
        tryAppToken: () => Promise.reject(new SlackCallError('apps.connections.open', 'not_allowed_token_type', null)),
      },
      {},
      /red: the app-level token: .*connections:write/,
    ],
    [
      'a group of approvers that resolves to nobody',
      { slack: { ...slack, approverGroup: 'S0123456789' } },
      { groupMembers: async () => [] },
      /red: the user group S0123456789 has no members: nobody can decide/,
    ],
    [
      'a group without enough approvers for the quorum',
      { slack: { ...slack, approverGroup: 'S0123456789' } },
      { groupMembers: async () => ['U0ANA'] },
      /red: "contain" needs 2 approvals, and 1 of the approvers/,
    ],
    ['approvers whom Slack does not know', { slackIds: new Map() }, {}, /red: nobody can approve "contain" in Slack/],
    [
      'an approver who cannot answer in Slack',
      { rules: { ...subject.rules, contain: { approvers: ['ana', 'raj', 'cy'], quorum: 2 } } },
      {},
      /yellow: 2 of 3 can approve "contain"/,
    ],
    [
      'an approver whose address nobody knows',
      { rules: { ...subject.rules, knownAs: new Map([['ana', ['ana@example.com']]]) } },
      {},
      /yellow: no e-mail address is known of raj/,
    ],
  ])('says what is wrong with %s, and the cure', async (_, changes, api, expected) => {
    expect((await problems(changes, api)).join('\n')).toMatch(expected)
  })

  it('looks at the channels of single accounts as well', async () => {
    const asked: string[] = []
    await lines(
      { accountChannels: ['C0ACCOUNT1'] },
      {
        channel: async (id) => {
          asked.push(id)
          return { isMember: true, isPrivate: true, isShared: false, name: id }
        },
      },
    )
    expect(asked).toEqual(['C0123456789', 'C9876543210', 'C0ACCOUNT1'])
  })
})
