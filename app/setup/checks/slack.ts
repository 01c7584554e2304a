import { type SlackApi, SlackCallError } from '../../../integrations/slack/slack-api.js'
import type { ApprovalRules, QuestionRules } from '../../../src/incidents/authority.js'
import type { SlackConfig } from '../../slack-config.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'Slack'

export interface SlackCheckSubject {
  readonly slack: SlackConfig
  /** Channels of single accounts. */
  readonly accountChannels: readonly string[]
  readonly rules: ApprovalRules
  readonly slackIds: ReadonlyMap<string, string>
  /** What the manifest asks for. */
  readonly scopes: readonly string[]
  readonly api: Pick<SlackApi, 'whoAmI' | 'channel' | 'groupMembers' | 'user'>
  /** Opens a Socket Mode connection's address and throws it away; null in HTTP mode. */
  readonly tryAppToken: (() => Promise<void>) | null
}

/** Whether Slack takes the tokens, whether messages would arrive, and whether anybody could answer them. Posts nothing. */
export async function checkSlack(subject: SlackCheckSubject): Promise<CheckLine[]> {
  const { slack, accountChannels } = subject
  const channels = [
    slack.channel,
    ...(slack.exerciseChannel === null ? [] : [slack.exerciseChannel]),
    ...accountChannels,
  ]
  const token = await tried(
    'the bot token',
    () => checkToken(subject),
    'Copy the Bot User OAuth Token (xoxb-) of the app again.',
  )
  if (token.some(({ status }) => status === 'red')) return token
  const more = await Promise.all([
    checkTransport(subject),
    ...[...new Set(channels)].map((id) =>
      tried(
        `channel ${id}`,
        () => checkChannel(subject, id),
        `Invite the app there: /invite @tourniquet in channel ${id}.`,
      ),
    ),
    tried(
      'the approvers',
      () => checkApprovers(subject),
      'Look at slack.approverGroup and at the ids beside the names.',
    ),
  ])
  return [...token, ...more.flat()]
}

async function tried(what: string, run: () => Promise<CheckLine[]>, cure: string): Promise<CheckLine[]> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    return [red(name, `${what}: ${error.message}`, error.code === 'missing_scope' ? SCOPES_CURE : cure)]
  }
}

const SCOPES_CURE = 'Make the app anew from slack/manifest.yaml, or add the scopes and install it again.'

async function checkToken({ slack, scopes, api }: SlackCheckSubject): Promise<CheckLine[]> {
  const { teamId, scopes: granted, appId } = await api.whoAmI()
  if (teamId !== slack.teamId) {
    return [
      red(
        name,
        `the bot token is of workspace ${teamId}, the configuration says ${slack.teamId}`,
        'Correct slack.teamId, or use the token of the right workspace.',
      ),
    ]
  }
  if (appId !== null && appId !== slack.appId) {
    return [
      red(
        name,
        `the bot token is of app ${appId}, the configuration says ${slack.appId}`,
        'Correct slack.appId: clicks of any other app are refused.',
      ),
    ]
  }
  const missing = scopes.filter((scope) => !granted.includes(scope))
  // A server that does not tell its scopes is not Slack itself.
  if (granted.length === 0) return [yellow(name, 'takes the bot token, and does not tell its scopes', SCOPES_CURE)]
  if (missing.length > 0) return [red(name, `the bot token lacks ${missing.join(', ')}`, SCOPES_CURE)]
  const more = granted.filter((scope) => !scopes.includes(scope) && scope !== 'identify')
  const line = green(name, 'takes the bot token, which has every scope that is needed')
  if (more.length === 0) return [line]
  return [line, yellow(name, `the bot token may do more than is used: ${more.join(', ')}`, 'Take these scopes away.')]
}

async function checkTransport({ slack, tryAppToken }: SlackCheckSubject): Promise<CheckLine[]> {
  if (tryAppToken === null) {
    return [
      green(name, 'clicks come by HTTP to /slack/events, signed; whether Slack reaches this host only Slack can tell'),
    ]
  }
  const cure = 'Make an app-level token (xapp-) with connections:write, and switch Socket Mode on.'
  return tried(
    'the app-level token',
    async () => {
      await tryAppToken()
      return [green(name, `lets this app connect (Socket Mode) as ${slack.appId}`)]
    },
    cure,
  )
}

async function checkChannel({ api }: SlackCheckSubject, id: string): Promise<CheckLine[]> {
  const channel = await api.channel(id)
  const lines = channel.isMember
    ? [green(name, `is a member of ${channel.isPrivate ? 'the private channel' : 'the channel'} ${id}`)]
    : [red(name, `is no member of channel ${id}`, `Invite the app there: /invite @tourniquet in channel ${id}.`)]
  const open = channel.isPrivate
    ? []
    : [yellow(name, `channel ${id} is public: the whole workspace reads of every compromise`, 'Use a private channel.')]
  const shared = channel.isShared
    ? [yellow(name, `channel ${id} is shared with another organization`, 'Use a channel that is yours alone.')]
    : []
  return [...lines, ...open, ...shared]
}

async function checkApprovers({ slack, rules, slackIds, api }: SlackCheckSubject): Promise<CheckLine[]> {
  const { approverGroup } = slack
  const members = approverGroup === null ? null : await api.groupMembers(approverGroup)
  if (members !== null && members.length === 0) {
    return [
      red(
        name,
        `the user group ${approverGroup} has no members: nobody can decide in Slack`,
        'Add the approvers to it.',
      ),
    ]
  }
  const canAnswer = (person: string) => {
    const id = slackIds.get(person)
    return id !== undefined && (members === null || members.includes(id))
  }
  const { contain, restore } = rules
  return [
    ...onQuestion('contain', contain, canAnswer),
    ...onQuestion('restore', restore, canAnswer),
    ...nameless(rules),
  ]
}

/** Sessions are often named after addresses: whoever is accused by theirs must be known by it wherever they decide. */
function nameless({ contain, restore, knownAs }: ApprovalRules): CheckLine[] {
  const hasAddress = (name: string) => knownAs?.get(name)?.some((alias) => alias.includes('@')) ?? false
  const without = [...new Set([...contain.approvers, ...restore.approvers])].filter((name) => !hasAddress(name))
  if (without.length === 0) return []
  const says = `no e-mail address is known of ${without.join(', ')}: a session named after theirs bars them in Slack alone`
  return [yellow(name, says, 'Put `email:` beside their names: it bars them over the API as well.')]
}

function onQuestion(
  question: string,
  { approvers, quorum }: QuestionRules,
  canAnswer: (person: string) => boolean,
): CheckLine[] {
  const able = approvers.filter(canAnswer)
  const cure = 'Put `slack: U…` (the member’s id) beside the approvers’ names, and the people into slack.approverGroup.'
  if (able.length === 0) return [red(name, `nobody can approve "${question}" in Slack`, cure)]
  if (able.length < quorum) {
    return [
      red(
        name,
        `"${question}" needs ${quorum} approvals, and ${able.length} of the approvers can answer in Slack`,
        cure,
      ),
    ]
  }
  const unable = approvers.length - able.length
  const says = `${able.length} of ${approvers.length} can approve "${question}" in Slack`
  return unable === 0 ? [green(name, says)] : [yellow(name, says, cure)]
}
