import { RE2JS, RE2JSException } from 're2js'

export interface RegexFlags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

export type LinearRegex =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly reason: string }

/** In instructions: such a program takes up to 0.4 s for 256 KB of text, the largest record CloudTrail writes. */
const MAX_PROGRAM = 2_000
const MAX_PATTERN = 4_000

/**
 * A regular expression that takes time in proportion to the text: rules come from anywhere and the text is the attacker's,
 * so a backtracking engine (JavaScript's own) could be made to hang. RE2 syntax: what Sigma lists as supported, without
 * look-around, back-references and atomic groups, which Sigma excludes too. It is searched for anywhere in the text, as
 * PCRE does; `^` and `$` anchor it.
 */
export function linearRegex(pattern: string, flags: RegexFlags): LinearRegex {
  if (pattern.length > MAX_PATTERN) return { ok: false, reason: `it is longer than ${MAX_PATTERN} characters` }
  try {
    const compiled = RE2JS.compile(pattern, bitsOf(flags))
    if (compiled.programSize() > MAX_PROGRAM)
      return { ok: false, reason: `it compiles to more than ${MAX_PROGRAM} instructions: use smaller repeat counts` }
    return { ok: true, test: (text) => compiled.test(text) }
  } catch (error) {
    if (error instanceof RE2JSException) return { ok: false, reason: error.message }
    throw error
  }
}

function bitsOf(flags: RegexFlags): number {
  return (
    (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.multiline ? RE2JS.MULTILINE : 0) |
    (flags.dotAll ? RE2JS.DOTALL : 0)
  )
}
