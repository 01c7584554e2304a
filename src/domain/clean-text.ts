/**
 * PostgreSQL's jsonb refuses U+0000 and lone surrogates, and RFC 8785 the latter; an attacker can put both into a session
 * name or a user agent. They are replaced at the edge, with U+FFFD, so that such a text can never keep a record from being
 * written.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}
