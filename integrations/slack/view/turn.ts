import type { StaleView } from '../../../src/incidents/chat-posts.js'
import type { SlackPace } from './slack-pace.js'
import type { SlackTrouble } from './slack-trouble.js'
import type { TurnMemory } from './turn-memory.js'
import type { SlackViewParts, SlackViewTiming } from './view-parts.js'

/** What a view goes on with from turn to turn. */
export interface ViewMemory {
  readonly pace: SlackPace
  readonly trouble: SlackTrouble
  readonly turns: TurnMemory
  readonly timing: SlackViewTiming
  readonly stopping: AbortSignal
}

/** One incident's turn, from its claim on. */
export interface Turn {
  readonly parts: SlackViewParts
  readonly memory: ViewMemory
  readonly stale: StaleView
  /** Opens every message of the realm; '' for live AWS. */
  readonly banner: string
  /**
   * Waits for the channel's turn. False: nothing may be sent any more, because the view is being stopped, or because the lease
   * could be over before Slack has answered and the answer is kept.
   */
  mayCall(channel: string): Promise<boolean>
}

/** A turn that would wait longer for its message gives the incident back, and reads it anew when its time has come. */
const PATIENCE_MS = 1_500

export function turnOf(
  parts: SlackViewParts,
  memory: ViewMemory,
  claim: { readonly stale: StaleView; readonly askedAtMs: number },
  banner: string,
): Turn {
  const { pace, timing, stopping } = memory
  const isSure = () => parts.clock.monotonicMs() - claim.askedAtMs <= timing.leaseMs - timing.callMs
  return {
    parts,
    memory,
    stale: claim.stale,
    banner,
    mayCall: async (channel) => {
      if (pace.waitMs(channel) > PATIENCE_MS || !isSure()) return false
      return (await pace.take(channel, stopping)) && isSure()
    },
  }
}
