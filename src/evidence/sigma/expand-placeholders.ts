/** What the placeholders of rules stand for, by name without `%`: Sigma patterns, one of which must match. */
export type Placeholders = { readonly [name: string]: readonly string[] }

export type Expanded =
  | { readonly ok: true; readonly texts: readonly string[] }
  | { readonly ok: false; readonly construct: string; readonly reason: string }

const MAX_TEXTS = 1_000
const PIECES = /\\%|%(\w+)%|[^\\%]+|[\\%]/g

/**
 * Puts the supplied values in the place of each `%name%`; `\%` is a percent sign. Refuses a name without values: a rule
 * whose filter is unknown would otherwise match what it must leave out, or nothing.
 */
export function expandPlaceholders(text: string, placeholders: Placeholders): Expanded {
  let texts: readonly string[] = ['']
  for (const [piece, name] of text.matchAll(PIECES)) {
    const values = name === undefined ? [piece === '\\%' ? '%' : piece] : valuesOf(placeholders, name)
    if (values.length === 0)
      return { ok: false, construct: `placeholder %${name}%`, reason: `no values were supplied for %${name}%` }
    if (texts.length * values.length > MAX_TEXTS)
      return { ok: false, construct: 'placeholder', reason: `its placeholders expand to more than ${MAX_TEXTS} values` }
    texts = texts.flatMap((start) => values.map((value) => start + value))
  }
  return { ok: true, texts }
}

function valuesOf(placeholders: Placeholders, name: string): readonly string[] {
  return Object.hasOwn(placeholders, name) ? (placeholders[name] ?? []) : []
}
