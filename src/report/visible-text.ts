/**
 * Characters that are not seen, or change how their neighbours are: controls, zero-width, bidirectional and other format
 * characters, line and paragraph separators, private use, halves of surrogate pairs, unassigned ones.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu

/**
 * External text on one line, in which nothing hides: a line break or tab becomes a space, and whatever else is not seen is
 * spelled out (`\u202e`), so that it cannot reorder, hide or end what stands around it. Escaping for HTML or Markdown is
 * still to be done.
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\r\n\t]+/g, ' ')
    .replace(unseen, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
