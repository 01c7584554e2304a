import type { Clock } from '../../../src/ports.js'

export interface SlackPaceOptions {
  /** Between two messages of one channel. Slack asks for about one a second: https://docs.slack.dev/apis/web-api/rate-limits */
  readonly messageMs: number
  /** Between two edits of one message, and between its posting and the first. */
  readonly editMs: number
}

/**
 * How fast a channel may be written to: one for all who write there, since several realms share a channel. It waits for
 * nothing that it has not counted: what Slack itself said (`Retry-After`) holds the whole channel.
 */
export interface SlackPace {
  /** How long until the channel takes a message; 0: now. */
  waitMs(channel: string): number
  /** Waits for the channel's turn and takes it. False: called off. */
  take(channel: string, signal: AbortSignal): Promise<boolean>
  /** Nothing goes to the channel for so long. */
  hold(channel: string, ms: number): void
  /** How long until this message may be edited; 0: now. */
  editWaitMs(channel: string, messageId: string): number
  written(channel: string, messageId: string): void
}

/** What is older than an edit's wait is forgotten once there are so many. */
const MAX_REMEMBERED = 1_000

export function slackPace(
  clock: Clock,
  { messageMs, editMs }: SlackPaceOptions = { messageMs: 1_000, editMs: 2_000 },
): SlackPace {
  const freeAtMs = new Map<string, number>()
  const editableAtMs = new Map<string, number>()
  const waitMs = (channel: string) => Math.max(0, (freeAtMs.get(channel) ?? 0) - clock.monotonicMs())
  const key = (channel: string, messageId: string) => `${channel} ${messageId}`
  return {
    waitMs,
    take: async (channel, signal) => {
      for (let ms = waitMs(channel); ms > 0 && !signal.aborted; ms = waitMs(channel)) await clock.pause(ms, signal)
      if (signal.aborted) return false
      freeAtMs.set(channel, clock.monotonicMs() + messageMs)
      return true
    },
    hold: (channel, ms) => {
      freeAtMs.set(channel, Math.max(freeAtMs.get(channel) ?? 0, clock.monotonicMs() + ms))
    },
    editWaitMs: (channel, messageId) =>
      Math.max(0, (editableAtMs.get(key(channel, messageId)) ?? 0) - clock.monotonicMs()),
    written: (channel, messageId) => {
      const nowMs = clock.monotonicMs()
      if (editableAtMs.size >= MAX_REMEMBERED) {
        for (const [known, atMs] of editableAtMs) if (atMs <= nowMs) editableAtMs.delete(known)
      }
      editableAtMs.set(key(channel, messageId), nowMs + editMs)
    },
  }
}
