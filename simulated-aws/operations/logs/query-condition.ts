import { assertNever } from '../../assert-never.js'
import { MalformedQuery, type Token } from './query-tokens.js'

/** What a `filter` says. */
export type Condition =
  | { readonly kind: 'equals'; readonly field: string; readonly value: string }
  | { readonly kind: 'like'; readonly field: string; readonly matches: (text: string) => boolean }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'isPresent'; readonly field: string }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }

/** Reads tokens one by one; every surprise is a MalformedQuery. */
export class TokenReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length
  }

  takeSymbol(text: string): boolean {
    return this.#takeIf((token) => token.kind === 'symbol' && token.text === text)
  }

  takeWord(text: string): boolean {
    return this.#takeIf((token) => token.kind === 'word' && token.text.toLowerCase() === text)
  }

  next(): Token {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new MalformedQuery('unexpected end of the query')
    this.#at += 1
    return token
  }

  word(): string {
    const token = this.next()
    if (token.kind !== 'word') throw new MalformedQuery(`a field was expected, and not ${JSON.stringify(token)}`)
    return token.text
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw new MalformedQuery(`"${text}" was expected`)
  }

  #takeIf(test: (token: Token) => boolean): boolean {
    const token = this.#tokens[this.#at]
    const isIt = token !== undefined && test(token)
    if (isIt) this.#at += 1
    return isIt
  }
}

export function readCondition(reader: TokenReader): Condition {
  const conditions = [readAnd(reader)]
  while (reader.takeWord('or')) conditions.push(readAnd(reader))
  return joined('or', conditions)
}

function readAnd(reader: TokenReader): Condition {
  const conditions = [readNot(reader)]
  while (reader.takeWord('and')) conditions.push(readNot(reader))
  return joined('and', conditions)
}

function joined(kind: 'and' | 'or', conditions: Condition[]): Condition {
  const [only] = conditions
  return only !== undefined && conditions.length === 1 ? only : { kind, conditions }
}

function readNot(reader: TokenReader): Condition {
  if (reader.takeWord('not')) return { kind: 'not', condition: readNot(reader) }
  if (reader.takeSymbol('(')) {
    const inner = readCondition(reader)
    reader.expectSymbol(')')
    return inner
  }
  if (reader.takeWord('ispresent')) {
    reader.expectSymbol('(')
    const field = reader.word()
    reader.expectSymbol(')')
    return { kind: 'isPresent', field }
  }
  return readTest(reader, reader.word())
}

function readTest(reader: TokenReader, field: string): Condition {
  if (reader.takeSymbol('=')) return { kind: 'equals', field, value: literal(reader.next()) }
  if (reader.takeSymbol('!=')) {
    return { kind: 'not', condition: { kind: 'equals', field, value: literal(reader.next()) } }
  }
  if (reader.takeWord('not')) return { kind: 'not', condition: readTest(reader, field) }
  if (reader.takeWord('like') || reader.takeSymbol('=~'))
    return { kind: 'like', field, matches: pattern(reader.next()) }
  if (reader.takeWord('in')) return { kind: 'in', field, values: readList(reader) }
  throw new MalformedQuery(`the simulated account does not know what is asked of ${field}`)
}

function readList(reader: TokenReader): string[] {
  reader.expectSymbol('[')
  const values = [literal(reader.next())]
  while (reader.takeSymbol(',')) values.push(literal(reader.next()))
  reader.expectSymbol(']')
  return values
}

function literal(token: Token): string {
  if (token.kind === 'text') return token.text
  if (token.kind === 'word' && /^[\d.]+$/.test(token.text)) return token.text
  throw new MalformedQuery(`a value was expected, and not ${JSON.stringify(token)}`)
}

/** A text is found anywhere, by its case; an expression as well, and `(?i)` at its beginning ignores case. */
function pattern(token: Token): (text: string) => boolean {
  if (token.kind === 'text') return (text) => text.includes(token.text)
  if (token.kind !== 'regex') throw new MalformedQuery('like takes a text or an expression')
  const ignoresCase = token.source.startsWith('(?i)')
  try {
    const expression = new RegExp(ignoresCase ? token.source.slice(4) : token.source, ignoresCase ? 'i' : '')
    return (text) => expression.test(text)
  } catch {
    throw new MalformedQuery(`/${token.source}/ is no expression`)
  }
}

/** What is missing equals nothing and is like nothing. */
export function isMet(condition: Condition, fieldValue: (field: string) => string | undefined): boolean {
  switch (condition.kind) {
    case 'equals':
      return fieldValue(condition.field) === condition.value
    case 'like':
      return condition.matches(fieldValue(condition.field) ?? '')
    case 'in':
      return condition.values.includes(fieldValue(condition.field) ?? '')
    case 'isPresent':
      return fieldValue(condition.field) !== undefined
    case 'not':
      return !isMet(condition.condition, fieldValue)
    case 'and':
      return condition.conditions.every((one) => isMet(one, fieldValue))
    case 'or':
      return condition.conditions.some((one) => isMet(one, fieldValue))
    default:
      return assertNever(condition)
  }
}
