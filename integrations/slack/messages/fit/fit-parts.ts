import { mrkdwn } from '../text/mrkdwn.js'
import { cutMrkdwn } from './cut-text.js'
import { fitPart } from './fit-part.js'
import { messageRoom, type Room } from './limits.js'
import { context, type Part } from './parts.js'

/** The longest and the shortest that texts are cut to where all of them together are too much. */
const CAPS = { longest: 3_000, shortest: 60 }

/**
 * Blocks that Slack takes: every field within its limit, not too many of them, and not too much in all. Where it is too much,
 * the longest texts are cut first, all to the same length; then parts are left out from the end, never a button or an input,
 * and the message says how many.
 */
export function fitParts(parts: readonly Part[], room: Room = messageRoom): Part[] {
  const fitted = leaveOut(parts.map(fitPart), room, (kept) => kept.length > room.blocks)
  if (sizeOf(fitted) <= room.characters) return fitted
  return leaveOut(capped(fitted, room.characters), room, (kept) => sizeOf(kept) > room.characters)
}

/** Characters of the blocks as they are sent. */
export function sizeOf(parts: readonly Part[]): number {
  return JSON.stringify(parts).length
}

/** Each text cut to the longest length at which all of them fit; the shortest where none does. */
function capped(parts: readonly Part[], most: number): Part[] {
  let [low, high]: [number, number] = [CAPS.shortest, CAPS.longest]
  while (high - low > 10) {
    const middle = Math.floor((low + high) / 2)
    if (sizeOf(parts.map((part) => cap(part, middle))) <= most) low = middle
    else high = middle
  }
  return parts.map((part) => cap(part, low))
}

function cap(part: Part, most: number): Part {
  if (part.type === 'section') {
    const { text, fields } = part
    return {
      ...part,
      ...(text?.type === 'mrkdwn' ? { text: { ...text, text: cutMrkdwn(text.text, most) } } : {}),
      ...(fields === undefined
        ? {}
        : { fields: fields.map((field) => ({ ...field, text: cutMrkdwn(field.text, most) })) }),
    }
  }
  if (part.type !== 'context') return part
  const elements = part.elements.map((element) =>
    element.type === 'mrkdwn' ? { ...element, text: cutMrkdwn(element.text, most) } : element,
  )
  return { ...part, elements }
}

/** Leaves parts out, the last first, until it is not too much any more, and says so in their place. */
function leaveOut(parts: readonly Part[], { blocks }: Room, isTooMuch: (kept: readonly Part[]) => boolean): Part[] {
  if (!isTooMuch(parts)) return [...parts]
  let kept = [...parts]
  let leftOut = 0
  const withNote = () => {
    const note = fitPart(context(mrkdwn`${leftOut} more parts of this message are left out here.`))
    return [...kept, note].slice(0, blocks)
  }
  while (isTooMuch(withNote()) || kept.length >= blocks) {
    const place = kept.findLastIndex((part) => !isEssential(part))
    const victim = place > 0 ? place : kept.length - 1
    if (victim < 1) break
    kept = kept.toSpliced(victim, 1)
    leftOut += 1
  }
  return withNote()
}

function isEssential({ type }: Part): boolean {
  return type === 'actions' || type === 'input' || type === 'header'
}
