import { z } from 'zod'
import type { Click, IncidentCard, SlackPost } from '../../../../integrations/slack/incident-card.js'
import { postsOf } from '../../../../integrations/slack/messages/posts-of.js'
import { aLook, at, type Story, timeUp } from '../../../src/report/story.js'
import { contained } from '../../../support/slack/sample-cards.js'

export const channel = 'C0SEC0001'

export function postsWith(card: IncidentCard): { posts: SlackPost[]; clicks: Click[] } {
  const clicks: Click[] = []
  const sign = (click: Click) => {
    clicks.push(click)
    return JSON.stringify([click.decision, click.planDigest])
  }
  return { posts: postsOf(card, { sign, channel }), clicks }
}

export const posts = (card: IncidentCard) => postsWith(card).posts
export const slotsOf = (card: IncidentCard) => posts(card).flatMap(({ slot, editOnly }) => (editOnly ? [] : [slot]))
export const said = (post: SlackPost | undefined) => JSON.stringify(post?.blocks ?? 'nothing')

export function find(card: IncidentCard, slot: string): SlackPost {
  const found = posts(card).find((post) => post.slot === slot)
  if (found === undefined) throw new Error(`no post ${slot}`)
  return found
}

const buttonsSchema = z.object({
  type: z.literal('actions'),
  elements: z.array(
    z.object({ action_id: z.string(), value: z.string().optional(), text: z.object({ text: z.string() }) }),
  ),
})
export const buttonsIn = ({ blocks }: SlackPost) =>
  blocks.flatMap((block) => buttonsSchema.safeParse(block).data?.elements ?? [])
export const names = (post: SlackPost) => buttonsIn(post).map(({ text }) => text.text)

/** A call got through: a person has to act, and the block stands. */
export function broken(): Story {
  const succeeded = [{ eventId: 'e-1', eventName: 'CreateUser', eventTime: at(700) }]
  const tampering = [{ what: 'AttachRolePolicy AdministratorAccess', by: 'user/mallory', at: at(690) }]
  return contained()
    .next(timeUp('watchInterval', 'contained.waiting'), 300)
    .next(aLook(760, { succeeded, tampering }), 1)
    .next({ type: 'NOTICE_SENT', topic: 'needsHuman', reason: 'A call got through.' }, 1)
}
