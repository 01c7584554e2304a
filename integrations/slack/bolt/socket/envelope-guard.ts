import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'
import type { Log } from '../../../../src/engine/engine.js'

/** `{"type": "hello" | "disconnect"}`, or what is to be acknowledged: `{envelope_id, type, payload}`. */
const messageSchema = z.union([
  z.looseObject({ type: z.enum(['hello', 'disconnect']) }),
  z.looseObject({ type: z.string(), envelope_id: z.string().min(1), payload: z.looseObject({}) }),
])

/**
 * Lets Bolt's socket client see only messages that it can read: JSON that is no object, or an envelope without a payload, makes
 * it throw in a promise that nobody handles, which ends the process (@slack/socket-mode 3, onWebSocketMessage).
 */
export function guardEnvelopes(client: SocketModeReceiver['client'], log: Log): void {
  const listeners = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    if (!isReadable(data)) return log.warn('A message on the socket of Slack could not be read.', {})
    // The client's own listener is async, which its types do not say.
    for (const listen of listeners) {
      Promise.resolve(listen(data, isBinary)).catch((error) => {
        log.warn('A message on the socket of Slack was not taken.', { error: String(error) })
      })
    }
  })
}

function isReadable(data: unknown): boolean {
  if (typeof data !== 'string') return false
  try {
    return messageSchema.safeParse(JSON.parse(data)).success
  } catch {
    return false // no JSON: as unreadable as JSON of another shape
  }
}
