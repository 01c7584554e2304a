import { z } from 'zod'
import { SlackCallError } from '../../integrations/slack/slack-api.js'
import { environmentTransport } from '../../integrations/slack/web/environment-transport.js'
import { slackWebApi } from '../../integrations/slack/web/slack-web-api.js'
import { type SlackConfig, slackFromEnvironment, slackSchema, slackUserId } from '../slack-config.js'
import { DemoStoppedError } from './demo-story.js'

/** Where the demo is shown in Slack, and who decides there. */
export interface DemoSlack {
  readonly slack: SlackConfig
  /** The member's id. */
  readonly approver: string
}

const tokenSchema = z.looseObject({
  botToken: z.string().optional(),
  appToken: z.string().optional(),
  apiUrl: z.string().optional(),
})

/** The tokens come from the environment; workspace and app are those of the bot token. Nothing is posted yet. */
export async function demoSlack(
  { channel, approver }: { readonly channel: string; readonly approver: string | undefined },
  setting: (name: string) => string | undefined,
): Promise<DemoSlack> {
  if (approver === undefined) {
    throw new DemoStoppedError('--slack needs --approver U…: the id of the member who decides. Nobody else may.', 2)
  }
  if (!slackUserId.safeParse(approver).success) {
    throw new DemoStoppedError(`--approver takes the id of a member, U0123456789, not "${approver}".`, 2)
  }
  const given = tokenSchema.parse(slackFromEnvironment({ slack: {} }, setting).slack)
  if (given.botToken === undefined) {
    throw new DemoStoppedError('Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode: docs/slack.md.', 2)
  }
  const { teamId, appId } = await whose(given.botToken, given.apiUrl)
  const found = { teamId, appId: appId ?? appOf(given.appToken) }
  const exerciseChannel = channel
  const parsed = slackSchema.safeParse({ ...given, ...found, channel: NO_CHANNEL, exerciseChannel, owners: {} })
  if (parsed.success) return { slack: parsed.data, approver }
  const [issue] = parsed.error.issues
  throw new DemoStoppedError(`Slack cannot be used so: ${issue?.path.join('.')}: ${issue?.message}.`, 2)
}

/** An app-level token tells its app: `xapp-1-A0123456789-…`. */
function appOf(appToken: string | undefined): string | undefined {
  return appToken?.split('-')[2]
}

/** A demo is an exercise, and shown nowhere else. */
const NO_CHANNEL = 'C00000000'

async function whose(token: string, apiUrl: string | undefined): Promise<{ teamId: string; appId: string | null }> {
  const transport = environmentTransport(process.env)
  const way = transport === null ? {} : { fetch: transport.fetch }
  try {
    const api = slackWebApi({ token, ...(apiUrl === undefined ? {} : { apiUrl }), ...way })
    const { teamId, appId } = await api.whoAmI()
    return { teamId, appId }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    throw new DemoStoppedError(`${error.message} Is SLACK_BOT_TOKEN the bot token of the app (xoxb-…)?`, 2)
  } finally {
    await transport?.close()
  }
}
