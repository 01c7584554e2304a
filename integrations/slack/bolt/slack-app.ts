import { App } from '@slack/bolt'
import { boltLogger } from './bolt-logger.js'
import { SlackRequests } from './http/slack-requests.js'
import { ackUnknownControls } from './known-controls.js'
import { ListenerKit } from './listener-kit.js'
import { registerListeners } from './listeners/register-listeners.js'
import type { SlackAppSettings } from './slack-app-settings.js'
import { SlackSocket } from './socket/slack-socket.js'

export interface SlackApp {
  /** Bolt's, with all listeners. */
  readonly bolt: App
  /** What the HTTP server hands Slack's requests to; null in Socket Mode. */
  readonly requests: SlackRequests | null
  /** The connection that is held in Socket Mode; null with HTTP. */
  readonly socket: SlackSocket | null
  /** Socket Mode: connects, and stays connected. Returns at once. */
  start(): void
  /** Takes nothing more in Socket Mode, and waits for what was taken. */
  stop(): Promise<void>
  /** Resolves when nothing that was taken is under way. */
  idle(): Promise<void>
}

/**
 * Everything that people press, send or type in Slack, led to the desk. Bolt routes; what it takes from the network was
 * verified by us before. It never gets the bot token: it posts nothing, and looks nobody up.
 *
 * Guaranteed: every request is answered within 3 s, whatever the desk does; a person is told what came of it, by nobody else
 * seen; no error's text reaches Slack.
 */
export function createSlackApp(settings: SlackAppSettings): SlackApp {
  const { mode, clock, log } = settings
  const logger = boltLogger(log)
  const requests = mode.kind === 'http' ? new SlackRequests(mode.signingSecret, clock, logger) : null
  const socket = mode.kind === 'socket' ? new SlackSocket(mode, clock, log, logger) : null
  const receiver = requests?.receiver ?? socket?.receiver
  if (receiver === undefined) throw new TypeError('Slack is reached by HTTP or by Socket Mode.')
  const bolt = new App({
    receiver,
    logger,
    tokenVerificationEnabled: false,
    authorize: async () => ({ teamId: settings.teamId }),
    // It would keep something of every conversation in memory, and compare senders with a bot that it does not know.
    convoStore: false,
    ignoreSelf: false,
  })
  const kit = new ListenerKit(settings)
  ackUnknownControls(bolt, kit)
  registerListeners(bolt, kit)
  // The listeners catch their own; what comes here is of Bolt, or of an answer that was sent twice.
  bolt.error(async (error) => logger.error(error))
  return {
    bolt,
    requests,
    socket,
    start: () => socket?.start(),
    stop: async () => {
      await socket?.stop()
      await kit.idle()
    },
    idle: () => kit.idle(),
  }
}
