import { digestOf } from '../../../src/domain/canonical-json.js'
import { cleanJson } from '../../../src/domain/clean-text.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import type { ChatPost } from '../../../src/incidents/chat-posts.js'
import type { SlackPost } from '../incident-card.js'

/** One call that brings Slack closer to what it should show. */
export type Change = {
  readonly post: SlackPost
  readonly digest: string
  /** Somebody has to act on it: the headline, the open question, tampering. */
  readonly isUrgent: boolean
  /** The message that it answers where it is posted (anew); null: it stands by itself. */
  readonly threadId: string | null
} & (
  | {
      readonly kind: 'post'
      /** The same question in a thread whose headline is gone: it gives way. */
      readonly retires: ChatPost | null
    }
  | { readonly kind: 'edit'; readonly stands: ChatPost }
)

export interface Wanted {
  readonly posts: readonly SlackPost[]
  readonly channel: string
  /** The slot of the question that people are asked now; null: none. */
  readonly openQuestion: string | null
}

export interface Standing {
  readonly kept: readonly ChatPost[]
  /** Headline and open question are sent again though nothing changed: it shows whether they still stand. */
  readonly isLook: boolean
  /** Slots that were sent for this number of the record already: a rendering that never settles is sent once a number. */
  readonly sent: ReadonlySet<string>
  /** Slack does not take this content; nothing else waits for it. */
  isRefused(slot: string, digest: string): boolean
}

export interface Changes {
  /** In the order in which they are to be made. */
  readonly next: readonly Change[]
  /** Wait for the headline that they are to answer. */
  readonly blocked: readonly SlackPost[]
  /** What of it Slack does not take, or cannot be posted without what it does not take. */
  readonly refused: readonly string[]
}

export const HEADLINE = 'headline'

/**
 * What Slack has to be told so that it shows the wanted posts: pure. An `editOnly` post that does not stand is left out; one
 * that is no longer wanted is left as it is. The open question belongs under the headline that stands, so it is posted anew
 * where that is another one than it answers.
 */
export function wantedChanges(wanted: Wanted, standing: Standing): Changes {
  const kept = new Map(standing.kept.map((post) => [post.slot, post]))
  const headline = kept.get(HEADLINE)
  const threadId = headline?.channel === wanted.channel ? headline.messageId : null
  const next: Change[] = []
  const blocked: SlackPost[] = []
  const refused: string[] = []
  for (const post of wanted.posts) {
    const digest = contentDigest(post)
    if (standing.isRefused(post.slot, digest)) refused.push(post.slot)
    else {
      const change = changeOf({ post, digest, stands: kept.get(post.slot), threadId }, wanted, standing)
      if (change !== null) next.push(change)
    }
  }
  // Without a headline there is no thread. Where Slack does not take the headline, what is urgent stands by itself.
  const isAlone = refused.includes(HEADLINE)
  const isHeadlineComing = next.some(({ kind, post }) => kind === 'post' && post.place === 'headline')
  const mayGo = ({ kind, post, isUrgent }: Change) =>
    kind === 'edit' || post.place === 'headline' || threadId !== null || (isAlone && isUrgent)
  for (const change of next) {
    if (mayGo(change)) continue
    if (isHeadlineComing) blocked.push(change.post)
    else refused.push(change.post.slot)
  }
  return { next: next.filter(mayGo).sort((one, other) => rank(one) - rank(other)), blocked, refused }
}

/** Of canonical JSON. Half a surrogate pair, which has none, counts as U+FFFD: one character must not keep a card away. */
export function contentDigest({ text, blocks }: SlackPost): string {
  const plain = jsonSchema.parse(JSON.parse(JSON.stringify({ text, blocks })))
  return digestOf(cleanJson(plain))
}

export function isUrgentSlot(slot: string, openQuestion: string | null): boolean {
  return slot === HEADLINE || slot === openQuestion || slot.startsWith('tamper')
}

function changeOf(
  at: {
    readonly post: SlackPost
    readonly digest: string
    readonly stands: ChatPost | undefined
    readonly threadId: string | null
  },
  { channel, openQuestion }: Wanted,
  { isLook, sent }: Standing,
): Change | null {
  const { post, digest, stands } = at
  const isHeadline = post.place === 'headline'
  const threadId = isHeadline ? null : at.threadId
  const isOpenQuestion = post.slot === openQuestion
  const change = { post, digest, threadId, isUrgent: isUrgentSlot(post.slot, openQuestion) }
  if (stands === undefined) return post.editOnly ? null : { ...change, kind: 'post', retires: null }
  if (isHeadline && stands.channel !== channel) return { ...change, kind: 'post', retires: null }
  const isElsewhere = threadId !== null && (stands.threadId !== threadId || stands.channel !== channel)
  if (isOpenQuestion && isElsewhere && !post.editOnly) return { ...change, kind: 'post', retires: stands }
  const isDue = stands.digest !== digest || (isLook && (isHeadline || isOpenQuestion))
  return isDue && !sent.has(post.slot) ? { ...change, kind: 'edit', stands } : null
}

function rank({ post, isUrgent }: Change): number {
  if (post.place === 'headline') return 0
  return isUrgent ? 1 : 2
}
