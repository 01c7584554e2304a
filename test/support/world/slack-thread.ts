import { z } from 'zod'
import type { Runtime } from '../../../app/compose.js'
import { loadCard } from '../../../app/slack/load-card.js'
import { SlackOwners } from '../../../app/slack/slack-owners.js'
import { clickKey } from '../../../integrations/slack/click/click-key.js'
import { clickSigner } from '../../../integrations/slack/click/click-signer.js'
import type { SlackPost } from '../../../integrations/slack/incident-card.js'
import { postsOf } from '../../../integrations/slack/messages/posts-of.js'
import type { Realm } from '../../../src/domain/realm.js'
import { memorySlackApi } from '../slack/memory-slack-api.js'
import { approvalRules, type Stage } from './staged.js'

const channel = 'C0SECURITY'
const slackIds = new Map(approvalRules.contain.approvers.map((name) => [name, `U0${name.toUpperCase()}`]))

/** What Slack shows of the newest incident of a stage: the product's own card and messages. */
export async function slackThreadOf(stage: Stage, changes: { readonly realm?: Realm } = {}): Promise<SlackPost[]> {
  const { engine, parts } = stage.world
  const { clock, log } = engine
  const api = memorySlackApi(() => 0)
  const owners = new SlackOwners({ api, owners: {}, teamId: 'T0TEAM', clock, log })
  const tools = { ...parts.tools, ...changes }
  // A card is of the record alone: nothing else of a realm is asked.
  const runtime = { engine: { ...engine, store: parts.store }, tools, accountName: '' } as unknown as Runtime
  const settings = { rules: approvalRules, slackIds, owners, consoleUrl: null }
  const card = await loadCard(runtime, stage.incident().id, settings)
  if (card === null) throw new Error('The incident is gone.')
  const { sign } = clickSigner(clickKey('xoxb-a-token-of-a-test'), clock)
  return postsOf(card, { sign, channel }).filter(({ editOnly }) => !editOnly)
}

export function postIn(posts: readonly SlackPost[], slot: string | RegExp): SlackPost {
  const found = posts.find((post) => (typeof slot === 'string' ? post.slot === slot : slot.test(post.slot)))
  if (found === undefined) throw new Error(`No message ${slot}: ${posts.map((post) => post.slot).join(', ')}`)
  return found
}

/** Every text that somebody reads in a message, one below the other; with its buttons' names. */
export function wordsOf({ text, blocks }: Pick<SlackPost, 'text' | 'blocks'>): string {
  return [text, ...textsIn(blocks)].join('\n')
}

const textSchema = z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string() })

function textsIn(value: unknown): string[] {
  const text = textSchema.safeParse(value)
  if (text.success) return [text.data.text]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
