const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What must stay whole: entities, links, mentions and dates, and the fence of a code block. */
const wholes = /&(?:amp|lt|gt);|<[^<>]*>|```/g
const LONGEST_WHOLE = 3_100
/** Below this, a label is cut without saying by how much. */
const ROOM_FOR_COUNT = 100
/** A new line with a fence, and a star. */
const LONGEST_CLOSING = 5

/**
 * mrkdwn that is no longer than `most`: cut between two characters as people see them, never in an entity or a `<…>` token; a
 * code span, code block or bold text that was cut is ended. What is left out is counted.
 */
export function cutMrkdwn(text: string, most: number): string {
  return cut(text, most, (room) => {
    const place = beforeWhole(text, boundary(text, Math.max(0, room - LONGEST_CLOSING)))
    return { kept: closed(text.slice(0, place)), place }
  })
}

/** The same for text in which nothing is formatted. */
export function cutPlain(text: string, most: number): string {
  return cut(text, most, (room) => {
    const place = boundary(text, room)
    return { kept: text.slice(0, place), place }
  })
}

function cut(text: string, most: number, keep: (room: number) => { kept: string; place: number }): string {
  if (text.length <= most) return text
  if (most < ROOM_FOR_COUNT) return `${keep(Math.max(0, most - 1)).kept}…`
  const { kept, place } = keep(most - countOf(text.length).length)
  return `${kept}${countOf(text.length - place)}`
}

function countOf(leftOut: number): string {
  return `… (${leftOut} characters left out)`
}

/** The last place up to `room` that lies between two graphemes. */
function boundary(text: string, room: number): number {
  // Two more, so that the half of a surrogate pair is seen to be one.
  return graphemes.segment(text.slice(0, room + 2)).containing(room)?.index ?? Math.min(room, text.length)
}

function beforeWhole(text: string, place: number): number {
  const inside = [...text.slice(0, place + LONGEST_WHOLE).matchAll(wholes)].find(
    ({ index, 0: whole }) => index < place && place < index + whole.length,
  )
  return inside?.index ?? place
}

/** Ends what was begun and not ended. */
function closed(text: string): string {
  const kept = text.trimEnd()
  const fences = kept.split('```')
  if (fences.length % 2 === 0) return `${kept}\n\`\`\``
  const outside = fences.filter((_, index) => index % 2 === 0).join('')
  const spans = outside.split('`')
  if (spans.length % 2 === 0) return kept.endsWith('`') ? closed(kept.slice(0, -1)) : closed(`${kept}\``)
  const stars = spans
    .filter((_, index) => index % 2 === 0)
    .join('')
    .replace(/<[^<>]*>/g, '')
    .split('*').length
  if (stars % 2 === 1) return kept
  return kept.endsWith('*') ? kept.slice(0, -1) : `${kept}*`
}
