import { visibleText } from './visible-text.js'

/** HTML that may stand as it is. Exported as a type alone, so that nobody else can make one. */
class SafeHtml {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type { SafeHtml }
export type HtmlValue = string | number | SafeHtml | readonly HtmlValue[]

/**
 * The one place where text becomes HTML. Whatever is put into the template is escaped, except for what another template
 * made; lists are joined. Text is one line in which nothing hides (`visibleText`).
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  return new SafeHtml(parts.map((part, index) => `${part}${toHtml(values[index] ?? '')}`).join(''))
}

/** Like `html`, for text whose line breaks are kept: a document in `<pre>`. */
export function preformatted(text: string): SafeHtml {
  return new SafeHtml(text.split('\n').map(escapeHtml).join('\n'))
}

function toHtml(value: HtmlValue): string {
  if (value instanceof SafeHtml) return value.toString()
  if (typeof value === 'object') return value.map(toHtml).join('')
  return escapeHtml(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
