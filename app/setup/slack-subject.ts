import { botScopes } from '../../integrations/slack/manifest/scopes.js'
import { environmentTransport } from '../../integrations/slack/web/environment-transport.js'
import { slackWebApi, tryAppToken } from '../../integrations/slack/web/slack-web-api.js'
import type { Config } from '../config.js'
import { approvalRulesOf, slackIdsOf } from '../from-config.js'
import type { SlackConfig } from '../slack-config.js'
import type { SlackCheckSubject } from './checks/slack.js'

/** How `doctor` asks Slack, on the way that the server would take. */
export function slackSubject(config: Config, slack: SlackConfig, env: NodeJS.ProcessEnv): SlackCheckSubject {
  const transport = environmentTransport(env)
  const way = { apiUrl: slack.apiUrl, ...(transport === null ? {} : { fetch: transport.fetch }) }
  const { appToken } = slack
  return {
    slack,
    accountChannels: config.accounts.flatMap(({ slackChannel }) => slackChannel ?? []),
    rules: approvalRulesOf(config),
    slackIds: slackIdsOf(config),
    scopes: botScopes,
    api: slackWebApi({ token: slack.botToken, ...way }),
    tryAppToken: appToken === null ? null : () => tryAppToken({ token: appToken, ...way }),
  }
}
