import type { StandingMessage } from './emulated-workspace.js'

/** What a message says where only one line of it is read: in notifications, and to screen readers. As Markdown. */
export function lineOf({ text }: Pick<StandingMessage, 'text'>): string {
  return text
    .replace(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
    .replace(/<@(\w+)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .replace(/[\\<>*_[\]]/g, '\\$&')
    .trim()
}
