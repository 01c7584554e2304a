import { compilePattern } from './compile-pattern.js'
import { joined, type Logic } from './logic.js'
import { type TextPattern, textPattern } from './text-pattern.js'

export type ReadCondition =
  | { readonly ok: true; readonly logic: Logic<string> }
  | { readonly ok: false; readonly construct: string; readonly reason: string }

const MAX_DEPTH = 64
const MAX_WORDS = 2_000
/** `1 of *` counts as many as it stands for. */
const MAX_LEAVES = 20_000
const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'of'])
const QUANTIFIERS: ReadonlySet<string> = new Set(['1', 'any', 'all'])
const AGGREGATION = /^\|\s*(near\b|(?:count|min|max|avg|sum)\b)?/i

/**
 * Parses a condition into logic over search identifiers. `not` binds before `and`, `and` before `or`; `1 of`, `any of` and
 * `all of` take `them` or a name with stars. Identifiers that begin with `_` are left out of both, unless the pattern
 * begins so too. Refuses: names that are not defined, patterns that no identifier fits, aggregations (`| count()`, `| near`:
 * they relate several events), nesting deeper than 64.
 * Source: Sigma rules specification 2.0, "Condition".
 */
export function readCondition(text: string, identifiers: readonly string[]): ReadCondition {
  const pipe = text.indexOf('|')
  if (pipe >= 0) return aggregation(text.slice(pipe))
  const words = text.match(/[()]|[^\s()]+/g) ?? []
  if (words.length > MAX_WORDS) return refused(`it has more than ${MAX_WORDS} words`)
  try {
    return { ok: true, logic: new ConditionParser(words, identifiers).parse() }
  } catch (error) {
    if (error instanceof ConditionRefusal) return refused(error.message)
    throw error
  }
}

function refused(reason: string): ReadCondition {
  return { ok: false, construct: 'condition', reason: `the condition cannot be read: ${reason}` }
}

function aggregation(text: string): ReadCondition {
  const name = AGGREGATION.exec(text)?.[1]?.toLowerCase()
  const construct = name === 'near' ? 'near' : name === undefined ? 'pipe in condition' : `aggregation ${name}()`
  return {
    ok: false,
    construct,
    reason: `the condition relates several events ("${text}"); rules are asked one event at a time`,
  }
}

/** Ends the parse from any depth; never leaves this file. */
class ConditionRefusal extends Error {
  override readonly name = 'ConditionRefusal'
}

class ConditionParser {
  private at = 0
  private leaves = 0

  constructor(
    private readonly words: readonly string[],
    private readonly identifiers: readonly string[],
  ) {}

  parse(): Logic<string> {
    const logic = this.either(0)
    const left = this.words[this.at]
    if (left !== undefined) throw new ConditionRefusal(`"${left}" was not expected there`)
    return logic
  }

  private either(depth: number): Logic<string> {
    const of = [this.both(depth)]
    while (this.take('or')) of.push(this.both(depth))
    return joined('or', of)
  }

  private both(depth: number): Logic<string> {
    const of = [this.negated(depth)]
    while (this.take('and')) of.push(this.negated(depth))
    return joined('and', of)
  }

  private negated(depth: number): Logic<string> {
    if (depth > MAX_DEPTH) throw new ConditionRefusal(`it is nested deeper than ${MAX_DEPTH} levels`)
    return this.take('not') ? { kind: 'not', of: this.negated(depth + 1) } : this.operand(depth)
  }

  private operand(depth: number): Logic<string> {
    const word = this.words[this.at]
    if (word === undefined) throw new ConditionRefusal('it ends where a search identifier was expected')
    this.at += 1
    if (word === '(') return this.closed(this.either(depth + 1))
    if (this.take('of')) return this.quantified(word)
    if (word === ')' || (OPERATORS.has(word.toLowerCase()) && !this.identifiers.includes(word)))
      throw new ConditionRefusal(`"${word}" stands where a search identifier was expected`)
    if (!this.identifiers.includes(word)) throw new ConditionRefusal(`no search identifier is called "${word}"`)
    return { kind: 'leaf', leaf: word }
  }

  private closed(inner: Logic<string>): Logic<string> {
    if (!this.take(')')) throw new ConditionRefusal('a bracket is not closed')
    return inner
  }

  private quantified(quantifier: string): Logic<string> {
    if (!QUANTIFIERS.has(quantifier.toLowerCase()))
      throw new ConditionRefusal(`"${quantifier} of" is not one of "1 of", "any of" and "all of"`)
    const pattern = this.words[this.at]
    if (pattern === undefined || pattern === '(' || pattern === ')')
      throw new ConditionRefusal(`"${quantifier} of" has no name after it`)
    this.at += 1
    const names = this.identifiers.filter((name) => fits(name, pattern))
    if (names.length === 0) throw new ConditionRefusal(`no search identifier fits "${quantifier} of ${pattern}"`)
    this.leaves += names.length
    if (this.leaves > MAX_LEAVES) throw new ConditionRefusal(`it asks for more than ${MAX_LEAVES} search identifiers`)
    return joined(
      quantifier.toLowerCase() === 'all' ? 'and' : 'or',
      names.map((leaf) => ({ kind: 'leaf', leaf })),
    )
  }

  /** Operators are lower case in the specification; rules are found that shout them. */
  private take(word: string): boolean {
    if (this.words[this.at]?.toLowerCase() !== word) return false
    this.at += 1
    return true
  }
}

function fits(name: string, pattern: string): boolean {
  if (name.startsWith('_') && !pattern.startsWith('_')) return false
  return pattern.toLowerCase() === 'them' || compilePattern(starsOf(pattern))(name)
}

/** In a pattern of names nothing but the star is special. */
function starsOf(pattern: string): TextPattern {
  return textPattern(pattern.replace(/[\\?]/g, '\\$&'))
}
