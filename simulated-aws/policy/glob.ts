/**
 * One position of a pattern. `crosses` tells whether a wildcard may stand for a colon, which separates the
 * segments of an ARN.
 */
export type GlobToken =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one'; readonly crosses: boolean }
  | { readonly kind: 'any'; readonly crosses: boolean }

/** The characters of a text as they are: nothing in it is a wildcard. */
export function literalTokens(text: string): GlobToken[] {
  return Array.from(text, (char) => ({ kind: 'char', char }) as const)
}

/** The same policies are asked at every call: a fifth of what a call took was reading their patterns again. */
const known = new Map<string, readonly GlobToken[]>()
const MOST_KNOWN = 2_000

/** The characters of a text with `*` (any number of characters) and `?` (exactly one) as wildcards. */
export function wildcardTokens(text: string): readonly GlobToken[] {
  const tokens = known.get(text) ?? readWildcards(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, tokens)
  return tokens
}

function readWildcards(text: string): GlobToken[] {
  return Array.from(text, (char): GlobToken => {
    if (char === '*') return { kind: 'any', crosses: true }
    if (char === '?') return { kind: 'one', crosses: true }
    return { kind: 'char', char }
  })
}

/**
 * Whether the whole text fits the pattern, case-sensitively.
 *
 * Every position is visited once a token, so the time is bounded by length x length. A regular expression was
 * rejected: the patterns are written by whoever may write a policy, and `*a*a*a*b` makes it backtrack.
 */
export function globMatches(tokens: readonly GlobToken[], text: string): boolean {
  const literal = literalLength(tokens, text)
  if (literal === undefined) return false
  const rest = tokens.slice(literal.tokens)
  const chars = Array.from(text.slice(literal.units))
  let reached = [true, ...chars.map(() => false)]
  for (const token of rest) reached = step(token, chars, reached)
  return reached[chars.length] === true
}

/** How far the characters before the first wildcard reach, which most texts differ in: undefined where this one does. */
function literalLength(tokens: readonly GlobToken[], text: string): { tokens: number; units: number } | undefined {
  let units = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'char') return { tokens: index, units }
    if (text.codePointAt(units) !== token.char.codePointAt(0)) return undefined
    units += token.char.length
  }
  return { tokens: tokens.length, units }
}

/** `reached[i]` says that the tokens so far can stand for the first i characters; so does the result, one token on. */
function step(token: GlobToken, chars: readonly string[], reached: readonly boolean[]): boolean[] {
  const next = reached.map((here) => token.kind === 'any' && here)
  chars.forEach((char, index) => {
    if (token.kind === 'any') next[index + 1] ||= next[index] === true && (token.crosses || char !== ':')
    else if (reached[index] === true) next[index + 1] = fits(token, char)
  })
  return next
}

function fits(token: Exclude<GlobToken, { kind: 'any' }>, char: string): boolean {
  return token.kind === 'char' ? token.char === char : token.crosses || char !== ':'
}
