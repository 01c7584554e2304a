import type { IncidentCard, SlackPost } from '../../../integrations/slack/incident-card.js'
import { SlackCallError } from '../../../integrations/slack/slack-api.js'
import { type SlackView, startSlackView } from '../../../integrations/slack/view/slack-view.js'
import type { SlackViewParts } from '../../../integrations/slack/view/view-parts.js'
import { type MemoryChatPostStore, memoryChatPostStore } from '../memory-chat-post-store.js'
import { type MemorySlackApi, memorySlackApi, type StandingMessage } from './memory-slack-api.js'
import { type VirtualClock, virtualClock } from './virtual-clock.js'

export const CHANNEL = 'C0SECURITY'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly details: object
}

/** A store, a Slack and a clock, all in memory, and views on them that a test starts, stops and kills. */
export interface ViewLab {
  readonly clock: VirtualClock
  readonly store: MemoryChatPostStore
  readonly slack: MemorySlackApi
  readonly lines: LogLine[]
  /** What `postsOf` wants of an incident; as `usualPosts` unless the test says. */
  wants: (incidentId: string) => readonly SlackPost[]
  /** How its card comes to be read. */
  loading: (incidentId: string) => Promise<void>
  /** The digest of the plan that people are asked about. */
  readonly asked: Map<string, string>
  start(parts?: Partial<SlackViewParts>): LabView
  /** What stands in the slot's message: the test's posts say in their text which they are. */
  standing(slot?: string): readonly StandingMessage[]
}

export interface LabView extends SlackView {
  /** Nothing that it asked for is answered any more. */
  kill(): void
}

export function viewLab(): ViewLab {
  const clock = virtualClock()
  const store = memoryChatPostStore(() => clock.nowMs)
  const slack = memorySlackApi(() => clock.nowMs)
  const lines: LogLine[] = []
  const say =
    (level: LogLine['level']) =>
    (message: string, details: object = {}) =>
      void lines.push({ level, message, details })
  const log = { info: say('info'), warn: say('warn'), error: say('error') }
  let started = 0
  const lab: ViewLab = {
    clock,
    store,
    slack,
    lines,
    asked: new Map(),
    wants: (id) => usualPosts(lab, id),
    loading: async () => undefined,
    standing: (slot = '') => slack.messages.filter(({ text, isDeleted }) => !isDeleted && text.includes(` ${slot}`)),
    start: (parts = {}) => {
      started += 1
      const life = { isOver: false }
      const holder = `view-${started}`
      const view = startSlackView({
        store: mortal(store, life),
        api: mortal(slack, life),
        loadCard: async (id) => {
          await lab.loading(id)
          return store.incidents.has(id) ? aCard(id, lab.asked.get(id) ?? null) : null
        },
        postsOf: (card) => lab.wants(card.report.incidentId),
        sign: () => 'signed',
        channel: CHANNEL,
        clock,
        holder,
        log,
        ...parts,
      })
      return Object.assign(view, {
        kill: () => {
          life.isOver = true
        },
      })
    },
  }
  return lab
}

/** A headline with the record's number, evidence that never changes, and the open question with its own. */
export function usualPosts(lab: Pick<ViewLab, 'store' | 'asked'>, id: string): SlackPost[] {
  const incident = lab.store.incidents.get(id)
  const asked = lab.asked.get(id)
  return [
    aPost(id, 'headline', `${incident?.state} ${incident?.seq}`),
    aPost(id, 'evidence', 'as found'),
    ...(asked === undefined ? [] : [aPost(id, `question:${asked}`, 'Approve?')]),
  ]
}

export function aPost(id: string, slot: string, words: string, changes: Partial<SlackPost> = {}): SlackPost {
  const place = slot === 'headline' ? 'headline' : slot.startsWith('question') ? 'broadcast' : 'thread'
  const text = `${id} ${slot} ${words}`
  return { slot, place, text, blocks: [{ type: 'divider', block_id: text.slice(0, 200) }], editOnly: false, ...changes }
}

/** As far as a view looks into a card: the rest is for those who draw it. */
export function aCard(incidentId: string, planDigest: string | null): IncidentCard {
  const question = planDigest === null ? null : { planDigest }
  return { report: { incidentId, banner: '' }, question } as unknown as IncidentCard
}

/** Whoever is killed is answered no more, though what it asked for may have been done. */
export function mortal<T extends object>(alive: T, life: { isOver: boolean }): T {
  const never = new Promise<never>(() => undefined)
  return new Proxy(alive, {
    get: (target, name, receiver) => {
      const value = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return async (...given: unknown[]) => {
        if (life.isOver) return await never
        try {
          const answer = await Reflect.apply(value, target, given)
          return life.isOver ? await never : answer
        } catch (error) {
          if (life.isOver) return await never
          throw error
        }
      }
    },
  })
}

export function away(): never {
  throw new SlackCallError('chat.postMessage', 'network', 1_000)
}
