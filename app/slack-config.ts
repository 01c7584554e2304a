import { z } from 'zod'

const id = (letters: string, what: string) =>
  z.string().regex(new RegExp(`^[${letters}][A-Z0-9]{2,20}$`), `${what}, as Slack shows it: ${letters[0]}0123456789`)

export const slackUserId = id('UW', "a member's id")
export const slackChannelId = id('CG', "a channel's id")

const token = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}[\\w-]{8,512}$`), `${what} begins with ${prefix}`)

/**
 * How Slack is reached. With `appToken` Tourniquet opens the connection itself (Socket Mode, no inbound port); with
 * `signingSecret` Slack posts to `/slack/events`. Exactly one of the two: with none a click could be anybody's.
 */
export const slackSchema = z
  .strictObject({
    botToken: token('xoxb-', 'the bot token'),
    appToken: token('xapp-', 'the app-level token').nullable().default(null),
    /** An empty one would let everybody sign. */
    signingSecret: z.string().min(16, 'at least 16 characters').nullable().default(null),
    /** Clicks of any other workspace are refused. */
    teamId: id('TE', "the workspace's id"),
    /** Clicks of any other app are refused. */
    appId: id('A', "the app's id"),
    channel: slackChannelId,
    /** null: exercises are not shown in Slack. */
    exerciseChannel: slackChannelId.nullable().default(null),
    /** Whoever decides must be in this user group as well; null: the approvers of the configuration alone. */
    approverGroup: id('S', "a user group's id").nullable().default(null),
    /** Who is asked "was this you?", by session name or user name; else whose Slack address is the session's name. */
    owners: z.record(z.string().min(1), slackUserId).default({}),
    /** A message with this reaction joins the incident's timeline. */
    noteReaction: z
      .string()
      .regex(/^[a-z0-9_+'-]{1,100}$/, 'the name of an emoji, without colons')
      .default('pushpin'),
    apiUrl: z.url().default('https://slack.com/api/'),
    /** Where the console is seen from outside; null: cards have no link to it. */
    consoleUrl: z.url().nullable().default(null),
  })
  .superRefine(({ appToken, signingSecret, channel, exerciseChannel }, context) => {
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (appToken === null && signingSecret === null) {
      issue(
        'signingSecret',
        'give appToken (Socket Mode) or signingSecret (HTTP): without one a click could be anybody’s',
      )
    }
    if (appToken !== null && signingSecret !== null) {
      issue('appToken', 'give one of appToken (Socket Mode) and signingSecret (HTTP), not both')
    }
    if (channel === exerciseChannel) {
      issue('exerciseChannel', 'another channel is needed: an exercise must not be taken for the real thing')
    }
  })
export type SlackConfig = z.infer<typeof slackSchema>

/** What the section alone does not say: an account's own channel must not be the one of exercises either. */
export function checkChannels({ accounts, slack }: Placed, context: z.core.$RefinementCtx): void {
  const exerciseChannel = slack?.exerciseChannel ?? null
  for (const [index, { slackChannel }] of accounts.entries()) {
    if (slackChannel === null || slackChannel !== exerciseChannel) continue
    const path = ['accounts', index, 'slackChannel']
    context.addIssue({
      code: 'custom',
      path,
      message: 'exercises are shown there (slack.exerciseChannel): give another',
    })
  }
}
interface Placed {
  readonly accounts: readonly { readonly slackChannel: string | null }[]
  readonly slack: SlackConfig | null
}

const variables = {
  SLACK_BOT_TOKEN: 'botToken',
  SLACK_APP_TOKEN: 'appToken',
  SLACK_SIGNING_SECRET: 'signingSecret',
  SLACK_API_URL: 'apiUrl',
}

/**
 * Slack's secrets and address from the environment, `*_FILE` included. They complete a `slack` section of the file and make none by
 * themselves: a token that lies about in an environment must not make a server post.
 */
export function slackFromEnvironment(
  config: object,
  setting: (name: string) => string | undefined,
): { readonly slack?: object } {
  const given = 'slack' in config && typeof config.slack === 'object' && config.slack !== null ? config.slack : null
  if (given === null) return {}
  const secrets = Object.entries(variables).flatMap(([name, key]) => {
    const value = setting(name)
    return value === undefined ? [] : [[key, value]]
  })
  return { slack: { ...given, ...Object.fromEntries(secrets) } }
}

/** What must never be seen in a log. */
export function slackSecrets(slack: SlackConfig | null): string[] {
  if (slack === null) return []
  return [slack.botToken, slack.appToken, slack.signingSecret].flatMap((secret) => secret ?? [])
}
