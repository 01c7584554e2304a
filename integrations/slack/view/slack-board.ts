import { assertNever } from '../../../src/domain/assert-never.js'
import { sha256 } from '../../../src/domain/canonical-json.js'
import type { Log } from '../../../src/engine/engine.js'
import type { Clock } from '../../../src/ports.js'
import type { SlackPost } from '../incident-card.js'
import { type SlackApi, SlackCallError } from '../slack-api.js'
import type { SlackPace } from './slack-pace.js'
import { isGone, isThreadGone, SlackTrouble } from './slack-trouble.js'

/**
 * A headline and its thread that are about no incident, kept as they were last asked for. What stands is remembered by this
 * process alone: whoever begins anew has a new headline.
 */
export interface SlackBoard {
  /** How all messages should stand, the headline first. Costs nothing: what differs is sent when the channel takes it. */
  show(posts: readonly SlackPost[]): void
  /** Waits until everything stands as it should, for so long at most; false: it does not yet. */
  settled(withinMs: number): Promise<boolean>
  /** Sends nothing more. */
  stop(): Promise<void>
}

export interface SlackBoardParts {
  readonly api: Pick<SlackApi, 'post' | 'update'>
  readonly channel: string
  readonly pace: SlackPace
  readonly clock: Clock
  readonly log: Log
}

/** A message that stands: '' as its id is one that Slack does not take, and that is not tried again until it changes. */
interface Standing {
  readonly ts: string
  readonly digest: string
}

interface Change {
  readonly post: SlackPost
  readonly digest: string
  /** null: it is posted. */
  readonly edits: string | null
  readonly waitMs: number
}

const HEADLINE = 'headline'
const LOOK_MS = 250
const LONGEST_REST_MS = 60_000

/** Shows a board. Slack may be away for as long as it likes: nobody waits for it, and what is newest is shown when it is back. */
export function startSlackBoard(parts: SlackBoardParts): SlackBoard {
  return new Board(parts)
}

class Board implements SlackBoard {
  readonly #parts: SlackBoardParts
  readonly #trouble: SlackTrouble
  readonly #stopping = new AbortController()
  readonly #standing = new Map<string, Standing>()
  readonly #running: Promise<void>
  #wanted: readonly SlackPost[] = []
  #waking = new AbortController()

  constructor(parts: SlackBoardParts) {
    this.#parts = parts
    this.#trouble = new SlackTrouble(parts.clock, parts.log)
    this.#running = this.#keepShowing()
  }

  show(posts: readonly SlackPost[]): void {
    this.#wanted = posts
    this.#waking.abort()
  }

  async settled(withinMs: number): Promise<boolean> {
    const { clock } = this.#parts
    const giveUpAtMs = clock.monotonicMs() + withinMs
    while (this.#next() !== null) {
      if (clock.monotonicMs() >= giveUpAtMs || this.#stopping.signal.aborted) return false
      await clock.pause(LOOK_MS / 5)
    }
    return true
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#waking.abort()
    await this.#running
  }

  async #keepShowing(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const change = this.#next()
      if (change === null || change.waitMs > 0) await this.#rest(change?.waitMs ?? LONGEST_REST_MS)
      else await this.#send(change)
    }
  }

  /** What is to be sent next: what does not stand yet comes first, then the edit that may be made soonest. */
  #next(): Change | null {
    const edits: Change[] = []
    for (const post of this.#wanted) {
      const digest = sha256(JSON.stringify([post.text, post.blocks]))
      const stands = this.#standing.get(post.slot)
      if (stands?.digest === digest) continue
      if (stands === undefined || stands.ts === '') return { post, digest, edits: null, waitMs: 0 }
      const waitMs = this.#parts.pace.editWaitMs(this.#parts.channel, stands.ts)
      edits.push({ post, digest, edits: stands.ts, waitMs })
    }
    return edits.sort((one, other) => one.waitMs - other.waitMs)[0] ?? null
  }

  async #send(change: Change): Promise<void> {
    const { channel, pace } = this.#parts
    if (!(await pace.take(channel, this.#stopping.signal))) return
    try {
      const ts = await this.#call(change)
      this.#trouble.wentWell()
      pace.written(channel, ts)
      this.#standing.set(change.post.slot, { ts, digest: change.digest })
    } catch (error) {
      if (error instanceof SlackCallError) await this.#recover(change, error)
      else this.#giveUp(change, String(error))
    }
  }

  async #call({ post: { slot, place, text, blocks }, edits }: Change): Promise<string> {
    const { api, channel } = this.#parts
    if (edits !== null) {
      await api.update({ channel, ts: edits, text, blocks })
      return edits
    }
    const headline = this.#standing.get(HEADLINE)?.ts
    const thread = slot === HEADLINE || headline === undefined ? {} : { threadTs: headline }
    return (await api.post({ channel, text, blocks, ...thread, ...(place === 'broadcast' ? { broadcast: true } : {}) }))
      .ts
  }

  async #recover(change: Change, error: SlackCallError): Promise<void> {
    const { pace, channel } = this.#parts
    const { post, edits } = change
    if (edits !== null && isGone(error)) return void this.#standing.delete(post.slot)
    if (edits === null && post.slot !== HEADLINE && isThreadGone(error)) return void this.#standing.delete(HEADLINE)
    const trouble = this.#trouble.judge(error)
    switch (trouble.kind) {
      case 'paced':
        return pace.hold(channel, trouble.waitMs)
      case 'away':
        return await this.#rest(trouble.waitMs, false)
      case 'refused':
        return this.#giveUp(change, error.code)
      default:
        return assertNever(trouble, 'trouble')
    }
  }

  /** Not tried again until it is another message: the others are shown all the same. */
  #giveUp({ post: { slot }, digest, edits }: Change, why: string): void {
    this.#parts.log.warn('Slack does not take a message of an exercise.', { slot, why })
    this.#standing.set(slot, { ts: edits ?? '', digest })
  }

  /** Until then, or until something else is to be shown; where Slack is away, nothing shortens it but the end. */
  async #rest(ms: number, isShortened = true): Promise<void> {
    this.#waking = new AbortController()
    await this.#parts.clock.pause(ms, isShortened ? this.#waking.signal : this.#stopping.signal)
  }
}
