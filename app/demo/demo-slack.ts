import { exerciseSlack, SlackNotReadyError } from '../slack/exercise-slack.js'
import { type SlackConfig, slackUserId } from '../slack-config.js'
import { DemoStoppedError } from './demo-story.js'

/** Where the demo is shown in Slack, and who decides there. */
export interface DemoSlack {
  readonly slack: SlackConfig
  /** The member's id. */
  readonly approver: string
}

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
  try {
    return { slack: await exerciseSlack(channel, setting), approver }
  } catch (error) {
    if (!(error instanceof SlackNotReadyError)) throw error
    throw new DemoStoppedError(error.message, 2)
  }
}
