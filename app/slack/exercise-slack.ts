import { z } from 'zod'
import { type SlackApi, SlackCallError } from '../../integrations/slack/slack-api.js'
import { environmentTransport } from '../../integrations/slack/web/environment-transport.js'
import { slackWebApi } from '../../integrations/slack/web/slack-web-api.js'
import { type SlackConfig, slackFromEnvironment, slackSchema } from '../slack-config.js'

/** Slack cannot be used with what is given. One or two sentences: what, why, what to do. */
export class SlackNotReadyError extends Error {
  override readonly name = 'SlackNotReadyError'
}

const tokenSchema = z.looseObject({
  botToken: z.string().optional(),
  appToken: z.string().optional(),
  apiUrl: z.string().optional(),
})

/** Exercises are shown in their own channel, and nowhere else. */
const NO_CHANNEL = 'C00000000'

/**
 * How a demo or an exercise is shown in Slack: the tokens come from the environment, workspace and app are those of the bot token,
 * and all of it is in one channel, as an exercise, which the app must have been let into. Nothing is posted yet. Throws
 * SlackNotReadyError.
 */
export async function exerciseSlack(
  channel: string,
  setting: (name: string) => string | undefined,
): Promise<SlackConfig> {
  const given = tokenSchema.parse(slackFromEnvironment({ slack: {} }, setting).slack)
  if (given.botToken === undefined) {
    throw new SlackNotReadyError('Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode: docs/slack.md.')
  }
  const { botToken, apiUrl } = given
  return await withSlack({ token: botToken, ...(apiUrl === undefined ? {} : { apiUrl }) }, async (api) => {
    const { teamId, appId } = await orNotReady(api.whoAmI(), 'Is SLACK_BOT_TOKEN the bot token of the app (xoxb-…)?')
    const found = { teamId, appId: appId ?? appOf(given.appToken), channel: NO_CHANNEL, exerciseChannel: channel }
    const parsed = slackSchema.safeParse({ ...given, ...found, owners: {} })
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new SlackNotReadyError(`Slack cannot be used so: ${issue?.path.join('.')}: ${issue?.message}.`)
    }
    await mustBeMember(api, channel)
    return parsed.data
  })
}

/** An app-level token tells its app: `xapp-1-A0123456789-…`. */
function appOf(appToken: string | undefined): string | undefined {
  return appToken?.split('-')[2]
}

async function withSlack<T>(
  options: { readonly token: string; readonly apiUrl?: string },
  ask: (api: SlackApi) => Promise<T>,
): Promise<T> {
  const transport = environmentTransport(process.env)
  try {
    return await ask(slackWebApi({ ...options, ...(transport === null ? {} : { fetch: transport.fetch }) }))
  } finally {
    await transport?.close()
  }
}

/** Else it would be played for minutes before somebody notices that nothing of it ever stands in the channel. */
async function mustBeMember(api: SlackApi, channel: string): Promise<void> {
  const cure = `Invite the app there: /invite @tourniquet in channel ${channel}.`
  const asked = api.channel(channel)
  const { isMember } = await orNotReady(asked, `Slack does not say whether the app is in channel ${channel}. ${cure}`)
  if (!isMember) throw new SlackNotReadyError(`The app is no member of channel ${channel}. ${cure}`)
}

async function orNotReady<T>(asked: Promise<T>, cure: string): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    throw new SlackNotReadyError(`${error.message} ${cure}`, { cause: error })
  }
}
