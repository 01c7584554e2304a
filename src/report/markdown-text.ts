import { visibleText } from './visible-text.js'

/**
 * Text as Markdown that shows exactly that text: in a paragraph, a list item or a table cell. Characters with a meaning
 * become entities, which CommonMark never takes for structure, not even in a table row; a backslash would do for some
 * readers only. `@` and `://` are parted by a word joiner, because GitHub and Slack link mentions and addresses after
 * everything is decoded.
 * https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replace(/[&<>|\\`*[\]~$]/g, entity)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, entity)
    .replace(/^\s*([-+](?=[\s-]|$)|[#=])/, (start) => `${start.slice(0, -1)}${entity(start.slice(-1))}`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, (_, digits: string, mark: string) => `${digits}${entity(mark)}`)
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${wordJoiner}`)
    .replace(/:(?=\/\/)/g, `:${wordJoiner}`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}${wordJoiner}.`)
}

/** Text in a code span where that shows it as it is; else escaped. A span keeps out mentions and links, but not pipes. */
export function codeMarkdown(text: string): string {
  return /^[\w.:/+=,@*() -]*[\w.:/+=,@*()-]$/.test(text) && !text.startsWith(' ') ? `\`${text}\`` : escapeMarkdown(text)
}

/** A fenced block whose fence is longer than any in the text. */
export function fence(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const mark = '`'.repeat(longest + 1)
  const lines = text.split('\n').map(visibleText)
  return [`${mark}${language}`, ...lines, mark].join('\n')
}

const wordJoiner = '\u2060'

function entity(character: string): string {
  if (character === '<') return '&lt;'
  if (character === '>') return '&gt;'
  if (character === '&') return '&amp;'
  return `&#${character.codePointAt(0)};`
}
