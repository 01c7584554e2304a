import { randomBytes } from 'node:crypto'
import type { DeskAnswer, SlackActor } from '../slack-desk.js'
import { inTime } from './in-time.js'
import type { SlackAppSettings } from './slack-app-settings.js'

/** Slack waits 3 s from the click to the answer; the way there and back is in it. */
const ANSWER_WITHIN_MS = 2_000

const NOTHING_DECIDED =
  'Nothing was decided. Try again, or use the command line: `tourniquet incidents list`, `tourniquet approve`, ' +
  '`tourniquet deny`.'

/** Where a person is told something that nobody else sees. */
export interface Aside {
  readonly userId: string
  /** null: App Home; the person is written to directly. */
  readonly channel: string | null
  readonly threadTs: string | null
}

/** What the listeners share. */
export class ListenerKit {
  readonly settings: SlackAppSettings
  readonly answerWithinMs: number
  readonly #underWay = new Set<Promise<void>>()

  constructor(settings: SlackAppSettings) {
    this.settings = settings
    this.answerWithinMs = settings.answerWithinMs ?? ANSWER_WITHIN_MS
  }

  /** Told the person alone, where the person is; directly where that cannot be. Never throws: there is no other way left. */
  async whisper({ userId, channel, threadTs }: Aside, text: string): Promise<void> {
    const { api, builders, log } = this.settings
    const escaped = builders.escape(text)
    const thread = threadTs === null ? {} : { threadTs }
    try {
      if (channel !== null) return await api.whisper({ channel, user: userId, text: escaped, ...thread })
    } catch (error) {
      log.info('Slack took no message to one person in a channel; it is sent directly.', { error: String(error) })
    }
    try {
      await api.directMessage(userId, { text: escaped, blocks: [] })
    } catch (error) {
      log.warn('Somebody in Slack could not be answered.', { user: userId, error: String(error) })
    }
  }

  /** Something broke. Logged with an id that the person is told, and that leads back to the log; Slack sees no more of it. */
  explain(error: unknown, what: string, andNow = NOTHING_DECIDED): string {
    const id = randomBytes(4).toString('hex')
    this.settings.log.error('A Slack interaction failed.', { what, id, error: String(error) })
    return `Something went wrong (${id}). ${andNow}`
  }

  /**
   * What is foreign about whoever came: another workspace, app or channel. null: nothing. Somebody from another
   * company in a shared channel, or from another workspace of an Enterprise Grid, has a workspace of their own: both are
   * looked at. `channels` null: it counts wherever it was done.
   */
  foreignness(
    actor: SlackActor,
    userTeamId: string | null | undefined,
    channels: readonly string[] | null,
  ): string | null {
    const { teamId, appId } = this.settings
    if (actor.teamId !== teamId) return `it comes from the workspace ${actor.teamId}`
    if (userTeamId !== null && userTeamId !== undefined && userTeamId !== teamId) {
      return `whoever sent it belongs to the workspace ${userTeamId}`
    }
    if (appId !== null && actor.appId !== appId) return `it comes from the app ${actor.appId}`
    if (channels !== null && actor.channelId !== null && !channels.includes(actor.channelId)) {
      return `it comes from the channel ${actor.channelId}`
    }
    return null
  }

  /**
   * Refused and noted; answers what the person is told, `told` where that is more than the desk can know. A desk that is slow or
   * broken does not turn a no into silence.
   */
  async refuse(actor: SlackActor, why: string, told: string | null = null): Promise<DeskAnswer> {
    const refused = await inTime(this.settings.clock, this.answerWithinMs, this.settings.desk.refuseClick(actor, why))
    if (refused.kind === 'answered') return told === null ? refused.value : { outcome: 'refused', text: told }
    const text =
      refused.kind === 'failed'
        ? this.explain(refused.error, `refuse a click: ${why}`)
        : 'This was refused, and nothing was decided.'
    return { outcome: 'refused', text }
  }

  async refuseAside(actor: SlackActor, aside: Aside, why: string, told: string | null = null): Promise<void> {
    const { text } = await this.refuse(actor, why, told)
    await this.whisper(aside, text)
  }

  /** Work that goes on after Slack was answered. */
  track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#underWay.delete(tracked))
    this.#underWay.add(tracked)
    return tracked
  }

  /** Resolves when nothing that was taken is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled([...this.#underWay])
  }
}
