import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { FailureCap } from '../../../app/server/failure-cap.js'
import { httpLimits } from '../../../app/server/http-limits.js'
import { registerSlackRoutes } from '../../../app/server/slack-routes.js'
import type { SlackRefusal } from '../../../integrations/slack/bolt/http/slack-requests.js'
import { createSlackApp } from '../../../integrations/slack/bolt/slack-app.js'
import type { SlackAppSettings } from '../../../integrations/slack/bolt/slack-app-settings.js'
import { clickKey } from '../../../integrations/slack/click/click-key.js'
import { clickSigner } from '../../../integrations/slack/click/click-signer.js'
import type { SlackDesk } from '../../../integrations/slack/slack-desk.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { localBuilders } from './local-builders.js'
import { recordedSlack } from './recorded-slack.js'
import { aSender, postToSlackRoute, type SlackRequest, signedRequest } from './signed-request.js'

export const signingSecret = 'a-signing-secret-of-a-test'
export const botToken = 'xoxb-1234-a-token-of-a-test'
export const signer = clickSigner(clickKey(botToken), systemClock)

/** Everything that was logged, as one text: to look for what must not be there. */
export function keptLog() {
  const lines: { readonly level: string; readonly message: string; readonly details: object }[] = []
  const write =
    (level: string) =>
    (message: string, details: object = {}) =>
      void lines.push({ level, message, details })
  return { log: { info: write('info'), warn: write('warn'), error: write('error') }, lines }
}

export function slackSettings(desk: SlackDesk, changes: Partial<SlackAppSettings> = {}) {
  const slack = recordedSlack()
  const { log, lines } = keptLog()
  const settings: SlackAppSettings = {
    mode: { kind: 'http', signingSecret },
    teamId: aSender.teamId,
    appId: aSender.appId,
    channels: ['C0SECURITY', 'C0EXERCISE'],
    noteReaction: 'pushpin',
    desk,
    api: slack.api,
    signer,
    builders: localBuilders,
    clock: systemClock,
    log,
    answerWithinMs: 40,
    ...changes,
  }
  return { settings, slack, lines }
}

/** Slack's route on a server of its own, with whatever desk. */
export async function serveSlack(desk: SlackDesk, changes: Partial<SlackAppSettings> = {}) {
  const { settings, slack, lines } = slackSettings(desk, changes)
  const app = createSlackApp(settings)
  const refused: SlackRefusal[] = []
  const server = Fastify({ bodyLimit: 1024 * 1024, ...httpLimits })
  if (app.requests === null) throw new Error('This is for HTTP.')
  const failures = new FailureCap(settings.clock)
  registerSlackRoutes(server, app.requests, { failures, note: (refusal) => void refused.push(refusal) })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const raw = (request: SlackRequest) => postToSlackRoute(url, request)
  return {
    ...slack,
    app,
    url,
    lines,
    refused,
    /** As it is. */
    raw,
    /** Signed as Slack does; resolves when everything that came of it is over. */
    send: async (payload: object) => {
      const answer = await raw(signedRequest(payload, { signingSecret }))
      await app.idle()
      return answer
    },
    /** The same without waiting for what goes on. */
    post: (payload: object) => raw(signedRequest(payload, { signingSecret })),
    close: async () => {
      await app.stop()
      await server.close()
    },
  }
}
export type ServedSlack = Awaited<ReturnType<typeof serveSlack>>
