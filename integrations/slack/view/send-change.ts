import { assertNever } from '../../../src/domain/assert-never.js'
import type { ChatPost } from '../../../src/incidents/chat-posts.js'
import { SlackCallError } from '../slack-api.js'
import { isGone, isThreadGone } from './slack-trouble.js'
import type { Turn } from './turn.js'
import { type Change, HEADLINE } from './wanted-changes.js'

/**
 * `moved`: a headline was posted, so what else is wanted is another question now. `again`: nothing was sent that is wanted.
 */
export type SendResult = 'sent' | 'moved' | 'again'

/** Tells Slack of one change, and keeps its answer directly after. Throws SlackCallError where Slack does not take it. */
export async function sendChange(turn: Turn, change: Change): Promise<SendResult> {
  switch (change.kind) {
    case 'edit':
      return await edit(turn, change)
    case 'post':
      return await post(turn, change, change.retires)
    default:
      return assertNever(change, 'change')
  }
}

async function edit(turn: Turn, change: Change & { readonly kind: 'edit' }): Promise<SendResult> {
  const { parts, memory, stale } = turn
  const { stands, digest } = change
  const { text, blocks, slot, editOnly } = change.post
  if (!(await turn.mayCall(stands.channel))) return 'again'
  try {
    await parts.api.update({ channel: stands.channel, ts: stands.messageId, text, blocks })
  } catch (error) {
    if (!isGone(error) && !isOfAnotherChannel(turn, stands, error)) throw error
    // Obsolete, and not there any more: nobody misses it.
    if (!editOnly) return await post(turn, change, null)
    await keep(turn, { ...stands, digest })
    return 'sent'
  }
  memory.turns.noteSent(stale.incidentId, stale.seq, slot)
  memory.pace.written(stands.channel, stands.messageId)
  await keep(turn, { ...stands, digest })
  return 'sent'
}

/** The channel was another once, and Tourniquet may have left that one: no trouble of the channel that it writes to now. */
function isOfAnotherChannel({ parts }: Turn, stands: ChatPost, error: unknown): boolean {
  return stands.channel !== parts.channel && error instanceof SlackCallError && error.retryAfterMs === null
}

async function post(turn: Turn, change: Change, retires: ChatPost | null): Promise<SendResult> {
  const { parts, memory, stale } = turn
  const { threadId, digest } = change
  const { text, blocks, slot, place } = change.post
  const { channel } = parts
  const { incidentId } = stale
  if (retires !== null && (await retire(turn, retires)) === 'again') return 'again'
  if (!(await turn.mayCall(channel))) return 'again'
  const thread = threadId === null ? {} : { threadTs: threadId, ...(place === 'broadcast' ? { broadcast: true } : {}) }
  let messageId: string
  try {
    messageId = (await parts.api.post({ channel, text, blocks, ...thread })).ts
  } catch (error) {
    if (threadId === null || !isThreadGone(error)) throw error
    memory.turns.headlineLost(incidentId, threadId)
    return 'again'
  }
  memory.turns.noteSent(incidentId, stale.seq, slot)
  memory.pace.written(channel, messageId)
  await keep(turn, { incidentId, slot, channel, messageId, threadId, digest })
  if (slot !== HEADLINE) return 'sent'
  memory.turns.headlineLost(incidentId, null)
  return 'moved'
}

/**
 * The question's old card loses its buttons before the new one is posted: two that can be pressed would be one too many. A
 * crash in between is made up for, since the old one is kept as standing in another thread until the new one is.
 */
async function retire(turn: Turn, old: ChatPost): Promise<SendResult> {
  if (!(await turn.mayCall(old.channel))) return 'again'
  const words = 'This question is asked again in a newer message.'
  const shown = turn.banner === '' ? words : `${turn.banner} · ${words}`
  const text = shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const blocks = [{ type: 'section' as const, text: { type: 'plain_text' as const, text: shown.slice(0, 3_000) } }]
  try {
    await turn.parts.api.update({ channel: old.channel, ts: old.messageId, text, blocks })
  } catch (error) {
    if (!isGone(error) && !isOfAnotherChannel(turn, old, error)) throw error
  }
  return 'sent'
}

/** Remembered until the database has it: what Slack took must not be posted again because the database was away. */
async function keep({ parts, memory }: Turn, post: ChatPost): Promise<void> {
  memory.turns.keepLater(post)
  const isKept = await parts.store.keepPost(parts.holder, post)
  memory.turns.kept(post)
  if (!isKept) {
    const { incidentId, slot } = post
    parts.log.warn('A message was posted when its claim was over; it may be posted twice.', { incidentId, slot })
  }
}
