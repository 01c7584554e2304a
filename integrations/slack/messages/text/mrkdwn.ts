import { visibleText } from '../../../../src/report/visible-text.js'
import { shortKeys } from './short-keys.js'

/** mrkdwn that may stand as it is. Exported as a type alone, so that nobody else can make one. */
class SafeMrkdwn {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Mrkdwn = SafeMrkdwn
export type MrkdwnValue = string | number | SafeMrkdwn | readonly MrkdwnValue[]

/**
 * The one place where text becomes Slack's mrkdwn. Whatever is put into the template is escaped, except for what another
 * template made; lists are joined.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwn(parts: TemplateStringsArray, ...values: readonly MrkdwnValue[]): Mrkdwn {
  return new SafeMrkdwn(parts.map((part, index) => `${part}${toMrkdwn(values[index] ?? '')}`).join(''))
}

/**
 * External text as it may stand in a sentence: on one line in which nothing hides, without entities or tokens of its own
 * (links, mentions, dates), and without formatting. Slack has no escape for `*`, `_`, `~`, backtick and `:emoji:`, so look-alikes
 * take their place; an underscore between letters formats nothing and stays. Access keys are cut to their last four.
 */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(visibleText(shortKeys(text)))
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', "'")
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => '＿'.repeat(run.length))
    .replace(/:(?=[\w+'-]{0,100}[a-z][\w+'-]{0,100}:)/gi, '∶')
}

/** External text to be copied: names, ids, addresses. Nothing formats in a code span but the backtick that ends it. */
export function code(text: string, most = 200): Mrkdwn {
  const shown = escapeEntities(visibleText(shortKeys(shorten(text, most)))).replaceAll('`', "'")
  return new SafeMrkdwn(shown.trim() === '' ? '–' : `\`${shown}\``)
}

/** A document of ours or of AWS with its line breaks. */
export function codeBlock(text: string): Mrkdwn {
  const lines = shortKeys(text)
    .split('\n')
    .map((line) => escapeEntities(visibleText(line)).replaceAll('`', "'"))
  return new SafeMrkdwn(`\`\`\`\n${lines.join('\n')}\n\`\`\``)
}

/** What stands in bold must not be empty. */
export function bold(value: MrkdwnValue): Mrkdwn {
  return new SafeMrkdwn(`*${toMrkdwn(value)}*`)
}

/**
 * What is copied out of a sentence, as the records quote it: ARNs without the full stop after them, and IPv6 addresses. Some
 * workspaces have an emoji called `:aws:`, and in code nothing becomes one.
 */
const copied =
  /\barn:aws[\w-]*:[^\s"'`,;<>()]*[^\s"'`,;<>().:]|(?<![\w:.])(?:(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}|(?:[\da-f]{1,4}:){7}[\da-f]{1,4})(?![\w:])/gi

/** A sentence that may quote what came from outside, at most so long; what is copied from it stands in code. */
export function sentence(text: string, most = 600): Mrkdwn {
  const shown = shorten(text, most)
  const pieces: string[] = []
  let end = 0
  for (const { index, 0: found } of shown.matchAll(copied)) {
    pieces.push(escapeMrkdwn(shown.slice(end, index)), code(found, most).toString())
    end = index + found.length
  }
  return new SafeMrkdwn([...pieces, escapeMrkdwn(shown.slice(end))].join(''))
}

/** Ids of members as Slack gives them; nothing else becomes a mention. */
const memberId = /^[UW][A-Z0-9]{2,20}$/

/** A member is told of a new message that mentions them, and not of an edit. An id that is none stays text. */
export function mention(id: string): Mrkdwn {
  return new SafeMrkdwn(memberId.test(id) ? `<@${id}>` : escapeMrkdwn(id))
}

/** A link that opens in a browser; its words alone where the address is not one that Slack's token can hold. */
export function link(url: string, words: string): Mrkdwn {
  const shown = escapeMrkdwn(words).replaceAll('|', '/')
  const isSafe = /^https?:\/\/[^\s<>|]+$/.test(url) && url.length <= 2_000
  return new SafeMrkdwn(isSafe ? `<${url.replaceAll('&', '&amp;')}|${shown}>` : shown)
}

/**
 * A moment in the reader's words and time zone, in UTC where Slack cannot say it; what is no time stays as it is.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function moment(at: string, format: '{ago}' | '{date_short_pretty} at {time}'): Mrkdwn {
  const parsed = Date.parse(at)
  if (Number.isNaN(parsed)) return new SafeMrkdwn(escapeMrkdwn(at))
  const fallback = `${new Date(parsed).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return new SafeMrkdwn(`<!date^${Math.floor(parsed / 1_000)}^${format}|${fallback}>`)
}

export function joined(values: readonly MrkdwnValue[], separator: string): Mrkdwn {
  return new SafeMrkdwn(values.map(toMrkdwn).join(escapeEntities(separator)))
}

/** One a line. */
export function lines(...values: readonly MrkdwnValue[]): Mrkdwn {
  return joined(
    values.map((value) => mrkdwn`${value}`).filter((value) => value.toString() !== ''),
    '\n',
  )
}

function toMrkdwn(value: MrkdwnValue): string {
  if (value instanceof SafeMrkdwn) return value.toString()
  if (typeof value === 'object') return value.map(toMrkdwn).join('')
  return escapeMrkdwn(String(value))
}

function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Cut before anything is escaped: a name of 100 kB costs no more than one that fits. */
function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most).toWellFormed()
  return `${kept}… (${text.length - most} characters more)`
}
