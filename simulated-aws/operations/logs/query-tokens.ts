/** A piece of a Logs Insights query. */
export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'symbol'; readonly text: string }

/** A query that Logs Insights would not run, or that the simulated account cannot. */
export class MalformedQuery extends Error {
  override readonly name = 'MalformedQuery'
}

const space = /^(\s+|#[^\n]*)/
const word = /^[@\w*$][\w@.$*:-]*/
const field = /^`([^`\n]+)`/
const doubleQuoted = /^"((?:[^"\\]|\\[\s\S])*)"/
const singleQuoted = /^'((?:[^'\\]|\\[\s\S])*)'/
const regex = /^\/((?:[^/\\\n]|\\.)+)\//
const symbol = /^(!=|=~|<=|>=|[()[\],|=<>])/

/** Cuts a query into its tokens. A slash begins an expression only where one is expected: after `like` or `=~`. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  for (let rest = query; rest !== ''; ) {
    const blank = space.exec(rest)?.[0]
    if (blank !== undefined) {
      rest = rest.slice(blank.length)
      continue
    }
    const [token, length] = nextToken(rest, tokens.at(-1))
    tokens.push(token)
    rest = rest.slice(length)
  }
  return tokens
}

function nextToken(rest: string, before: Token | undefined): [token: Token, length: number] {
  const quoted = doubleQuoted.exec(rest) ?? singleQuoted.exec(rest)
  if (quoted !== null) return [{ kind: 'text', text: unescaped(quoted[1] ?? '') }, quoted[0].length]
  const expression = expectsRegex(before) ? regex.exec(rest) : null
  if (expression !== null) return [{ kind: 'regex', source: expression[1] ?? '' }, expression[0].length]
  const named = field.exec(rest)
  if (named !== null) return [{ kind: 'word', text: named[1] ?? '' }, named[0].length]
  const plain = word.exec(rest)?.[0]
  if (plain !== undefined) return [{ kind: 'word', text: plain }, plain.length]
  const mark = symbol.exec(rest)?.[0]
  if (mark !== undefined) return [{ kind: 'symbol', text: mark }, mark.length]
  throw new MalformedQuery(`unexpected symbol found at: ${rest.slice(0, 40)}`)
}

function expectsRegex(before: Token | undefined): boolean {
  if (before?.kind === 'word') return before.text.toLowerCase() === 'like'
  return before?.kind === 'symbol' && before.text === '=~'
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1')
}
