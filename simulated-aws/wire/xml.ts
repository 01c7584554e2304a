import { isJsonObject, type Json, type JsonObject } from '../json.js'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Escapes a text for XML. Characters that XML 1.0 cannot hold in any form are left out. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids.
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  return allowed.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark).replace(/\r/g, '&#13;')
}

/** The members of an object as elements, lists as `<member>`s: the way of the Query protocol. */
export function toXml(value: JsonObject): string {
  return Object.entries(value)
    .map(([name, inner]) => element(name, inner))
    .join('')
}

function element(name: string, value: Json): string {
  // A map (SummaryMap) is a list of `entry` elements without a level of its own.
  if (Array.isArray(value) && name === 'entry') return value.map((inner) => element('entry', inner)).join('')
  if (Array.isArray(value)) return `<${name}>${value.map((inner) => element('member', inner)).join('')}</${name}>`
  if (isJsonObject(value)) return `<${name}>${toXml(value)}</${name}>`
  return value === null ? '' : `<${name}>${escapeXml(String(value))}</${name}>`
}

/** The same for S3, whose lists have no level of their own: each item is an element of the list's name. */
export function toFlatXml(value: JsonObject): string {
  return Object.entries(value)
    .flatMap(([name, inner]) => (Array.isArray(inner) ? inner : [inner]).map((item) => flatElement(name, item)))
    .join('')
}

function flatElement(name: string, value: Json): string {
  if (value === null) return ''
  return `<${name}>${isJsonObject(value) ? toFlatXml(value) : escapeXml(String(value))}</${name}>`
}
