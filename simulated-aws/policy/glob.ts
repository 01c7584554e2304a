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

/** The characters of a text with `*` (any number of characters) and `?` (exactly one) as wildcards. */
export function wildcardTokens(text: string): GlobToken[] {
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
  const chars = Array.from(text)
  let reached = [true, ...chars.map(() => false)]
  for (const token of tokens) reached = step(token, chars, reached)
  return reached[chars.length] === true
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
