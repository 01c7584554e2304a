import { sha256 } from '../../../../src/domain/canonical-json.js'
import type { IncidentCard, SlackPost } from '../../incident-card.js'
import { cutMrkdwn } from '../fit/cut-text.js'
import { fitParts } from '../fit/fit-parts.js'
import { limits, messageRoom } from '../fit/limits.js'
import { type Part, section } from '../fit/parts.js'
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'

/** A message before it is made to fit. */
export interface Draft {
  readonly slot: string
  readonly place: SlackPost['place']
  /** When what it tells happened, ISO 8601: the messages of a thread stand in this order. */
  readonly at: string
  readonly text: Mrkdwn
  readonly parts: readonly Part[]
  readonly editOnly?: boolean
}

/**
 * The message as it is sent: the realm's banner on top, within Slack's limits, and each block with an id that changes whenever
 * the message does, as Slack wants it for edits. The same content has the same ids.
 */
export function finishPost({ report }: IncidentCard, draft: Draft): SlackPost {
  return finishDraft(report.banner, draft)
}

/** The same for what is about no incident. `banner`: '' where it is in earnest. */
export function finishDraft(banner: string, draft: Omit<Draft, 'at'>): SlackPost {
  const { slot, place, text, parts, editOnly = false } = draft
  const all = [...bannerParts(banner), ...parts]
  // One more than there are: what is left out is told in a part of its own.
  const room = { ...messageRoom, characters: messageRoom.characters - (all.length + 1) * ID_CHARACTERS }
  const blocks = withIds(slot, fitParts(all, room))
  const opening = banner === '' ? mrkdwn`` : mrkdwn`${banner}: `
  return { slot, place, text: cutMrkdwn(`${opening}${text}`, limits.messageText), blocks, editOnly }
}

/** Every message of an exercise says so before anything else. */
export function bannerParts(banner: string): Part[] {
  return banner === '' ? [] : [section(mrkdwn`*${banner}*`)]
}

const SLOT_CHARACTERS = 40
const DIGEST_CHARACTERS = 12
/** Of a slot, a digest and a place, with their field as JSON. */
const ID_CHARACTERS = `,"block_id":"//99"`.length + SLOT_CHARACTERS + DIGEST_CHARACTERS

function withIds(slot: string, parts: readonly Part[]): Part[] {
  const digest = sha256(JSON.stringify(parts)).slice('sha256:'.length, 'sha256:'.length + DIGEST_CHARACTERS)
  return parts.map((part, index) => ({ ...part, block_id: `${slot.slice(0, SLOT_CHARACTERS)}/${digest}/${index}` }))
}
