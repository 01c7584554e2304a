/** A value of a rule taken apart: plain text between wildcards. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `*`: any number of any characters. */
  | { readonly kind: 'any' }
  /** `?`: exactly one character. */
  | { readonly kind: 'one' }
  /** What `windash` makes of a dash: any of the five. */
  | { readonly kind: 'dash' }

export type TextPattern = readonly PatternPart[]

const ANY: PatternPart = { kind: 'any' }
const WINDOWS_DASH = /\B[-/\u2013\u2014\u2015]\b/

/**
 * Reads the wildcards and escapes of a Sigma value. A backslash escapes `*`, `?` and itself, and stands for itself before
 * anything else: `\*` is a star, `\\*` a backslash and a wildcard, `\\\*` a backslash and a star, `\\` and `\` one backslash.
 * Source: Sigma rules specification 2.0, "Escape Character".
 */
export function textPattern(source: string): TextPattern {
  const parts: PatternPart[] = []
  let text = ''
  const endText = () => {
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
  }
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at)
    const next = source.charAt(at + 1)
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next
      at += 1
    } else if (character === '*' || character === '?') {
      endText()
      if (character === '?') parts.push({ kind: 'one' })
      else if (parts.at(-1)?.kind !== 'any') parts.push(ANY)
    } else text += character
  }
  endText()
  return parts
}

/** The pattern with `*` before or after it, or both. */
export function opened(
  pattern: TextPattern,
  sides: { readonly before: boolean; readonly after: boolean },
): TextPattern {
  const before = sides.before && pattern[0]?.kind !== 'any' ? [ANY] : []
  const after = sides.after && pattern.at(-1)?.kind !== 'any' ? [ANY] : []
  const whole = [...before, ...pattern, ...after]
  return pattern.length === 0 ? whole.slice(0, 1) : whole
}

/** Every dash that begins an option (`-enc`, `/enc`) matches each of the five that Windows programs take; `a-b` stays. */
export function withWindowsDashes(pattern: TextPattern): TextPattern {
  return pattern.flatMap((part): PatternPart[] => {
    if (part.kind !== 'text') return [part]
    const pieces = dashesApart(part.text)
    return pieces.flatMap((text, index): PatternPart[] => [
      ...(index > 0 ? [{ kind: 'dash' } as const] : []),
      ...(text === '' ? [] : [{ kind: 'text', text } as const]),
    ])
  })
}

function dashesApart(text: string): readonly string[] {
  return text.split(new RegExp(WINDOWS_DASH, 'g'))
}

/** The text of a pattern without wildcards; null where it has any. */
export function plainText(pattern: TextPattern): string | null {
  if (pattern.length === 0) return ''
  const [only] = pattern
  return pattern.length === 1 && only?.kind === 'text' ? only.text : null
}
