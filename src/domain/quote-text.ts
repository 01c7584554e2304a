const SHOWN_CHARACTERS = 80

/**
 * External text as it may stand in a sentence of ours: in double quotes, cut to 80 characters, and everything that is not
 * printable ASCII as an escape, so that a line break or a right-to-left mark cannot change how the sentence reads. It does
 * not escape for HTML or Slack: whoever shows the sentence there still does.
 */
export function quoteText(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text
  return JSON.stringify(shown).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
