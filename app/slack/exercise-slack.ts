import { z } from 'zod'
import { SlackCallError } from '../../integrations/slack/slack-api.js'
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
 * and all of it is in one channel, as an exercise. Nothing is posted yet. Throws SlackNotReadyError.
 */
export async function exerciseSlack(
  channel: string,
  setting: (name: string) => string | undefined,
): Promise<SlackConfig> {
  const given = tokenSchema.parse(slackFromEnvironment({ slack: {} }, setting).slack)
  if (given.botToken === undefined) {
    throw new SlackNotReadyError('Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode: docs/slack.md.')
  }
  const { teamId, appId } = await whose(given.botToken, given.apiUrl)
  const found = { teamId, appId: appId ?? appOf(given.appToken), channel: NO_CHANNEL, exerciseChannel: channel }
  const parsed = slackSchema.safeParse({ ...given, ...found, owners: {} })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new SlackNotReadyError(`Slack cannot be used so: ${issue?.path.join('.')}: ${issue?.message}.`)
}

/** An app-level token tells its app: `xapp-1-A0123456789-…`. */
function appOf(appToken: string | undefined): string | undefined {
  return appToken?.split('-')[2]
}

async function whose(token: string, apiUrl: string | undefined): Promise<{ teamId: string; appId: string | null }> {
  const transport = environmentTransport(process.env)
  const way = transport === null ? {} : { fetch: transport.fetch }
  try {
    const api = slackWebApi({ token, ...(apiUrl === undefined ? {} : { apiUrl }), ...way })
    const { teamId, appId } = await api.whoAmI()
    return { teamId, appId }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    const words = `${error.message} Is SLACK_BOT_TOKEN the bot token of the app (xoxb-…)?`
    throw new SlackNotReadyError(words, { cause: error })
  } finally {
    await transport?.close()
  }
}
