import { showIncident } from './show-incident.js'
import { slackPace } from './slack-pace.js'
import { SlackTrouble } from './slack-trouble.js'
import type { ViewMemory } from './turn.js'
import { TurnMemory } from './turn-memory.js'
import { type SlackViewParts, usualTiming } from './view-parts.js'

/** One realm's incidents in Slack, kept up to date by this process. */
export interface SlackView {
  /** Something was recorded: looks at once. Costs nothing to call after every commit. */
  nudge(): void
  /** Finishes the message in hand, for `stopMs` at most; whatever is left is shown by whoever runs next. */
  stop(): Promise<void>
  /** One sentence; null: Slack took the last message, or none was tried. */
  problem(): string | null
  /** When Slack last took a message; null: not yet. */
  lastSuccessAt(): Date | null
  backlog(): Promise<{ readonly incidents: number; readonly oldestMs: number | null }>
}

/**
 * Keeps Slack showing what the record says. It looks after each nudge, and each second for what other processes recorded; an
 * idle look is one query by index. Every open incident is looked at once at the start.
 *
 * Slack may be away for as long as it likes: incidents do not wait for it, and their newest state is posted when it is back.
 * Several processes may run one each for the same realm. A crash between Slack's answer and its record posts that one message
 * twice; nothing else does, and nothing is lost.
 */
export function startSlackView(parts: SlackViewParts): SlackView {
  const stopping = new AbortController()
  const timing = { ...usualTiming, ...parts.timing }
  const trouble = new SlackTrouble(parts.clock, parts.log)
  const memory: ViewMemory = {
    pace: parts.pace ?? slackPace(parts.clock),
    trouble,
    turns: new TurnMemory(),
    timing,
    stopping: stopping.signal,
  }
  const rest = new Rest(parts, stopping.signal)
  const running = keepShowing(parts, memory, rest)
  return {
    nudge: () => rest.nudge(),
    stop: async () => {
      stopping.abort()
      rest.nudge()
      const patience = new AbortController()
      await Promise.race([running, parts.clock.pause(timing.stopMs, patience.signal)])
      patience.abort()
    },
    problem: () => trouble.problem,
    lastSuccessAt: () => trouble.lastSuccessAt,
    backlog: () => parts.store.backlog(),
  }
}

async function keepShowing(parts: SlackViewParts, memory: ViewMemory, rest: Rest): Promise<void> {
  const { stopping, timing, pace } = memory
  const database = { isAway: false, isMarked: false }
  while (!stopping.aborted) {
    await rest.firmly(pace.waitMs(parts.channel))
    if (stopping.aborted) break
    try {
      if (!database.isMarked) await parts.store.markOpenStale()
      database.isMarked = true
      const round = await takeRound(parts, memory)
      if (database.isAway) parts.log.info('The record can be read again; Slack is brought up to date.')
      database.isAway = false
      if (round === 'idle') await rest.untilNudged(timing)
      else await rest.firmly(round)
    } catch (error) {
      if (!database.isAway) {
        parts.log.warn('Slack cannot be brought up to date now; it is tried again.', { error: String(error) })
      }
      database.isAway = true
      await rest.firmly(timing.lookMs)
    }
  }
}

/** `idle`: nothing is to be shown. Else how long nothing is to be sent. */
async function takeRound(parts: SlackViewParts, memory: ViewMemory): Promise<number | 'idle'> {
  const askedAtMs = parts.clock.monotonicMs()
  const [stale] = await parts.store.claimStale(parts.holder, 1, memory.timing.leaseMs)
  if (stale === undefined) return 'idle'
  try {
    return await showIncident(parts, memory, { stale, askedAtMs })
  } catch (error) {
    // The database went away in the middle of the turn. Where it answers again at once, the incident need not wait for the end
    // of a lease that nobody uses; where it does not, that end is what frees it.
    const rest = { urgentSeq: null, inMs: memory.timing.lookMs }
    await parts.store.handBack(parts.holder, stale.incidentId, rest).catch(() => undefined)
    throw error
  }
}

/** The waits between rounds; a stop ends each. */
class Rest {
  readonly #clock: SlackViewParts['clock']
  readonly #stopping: AbortSignal
  #isNudged = false
  #waking = new AbortController()

  constructor({ clock }: SlackViewParts, stopping: AbortSignal) {
    this.#clock = clock
    this.#stopping = stopping
  }

  nudge(): void {
    this.#isNudged = true
    this.#waking.abort()
  }

  /** Slack asked for it, or is away: no nudge shortens it. */
  async firmly(ms: number): Promise<void> {
    if (ms > 0) await this.#clock.pause(ms, this.#stopping)
  }

  async untilNudged({ lookMs, gatherMs }: { readonly lookMs: number; readonly gatherMs: number }): Promise<void> {
    this.#waking = new AbortController()
    if (!this.#isNudged) await this.#clock.pause(lookMs, this.#waking.signal)
    if (this.#isNudged) await this.firmly(gatherMs)
    this.#isNudged = false
  }
}
