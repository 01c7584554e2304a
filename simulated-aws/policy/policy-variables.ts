import type { GlobToken } from './glob.js'
import { literalTokens, wildcardTokens } from './glob.js'
import type { ContextLookup } from './request-context.js'

/** How the text of a policy is read: which wildcards count, and the context that fills in variables (none before 2012). */
export interface Reading {
  readonly wildcards: boolean
  readonly variables: ContextLookup | undefined
}

/**
 * The pattern that a policy's text stands for, with `${aws:username}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`
 * filled in. What a variable brings in is literal: a tag whose value is `*` opens nothing.
 *
 * Undefined where a variable has no value: then nothing can match, and the statement is void even under a negated
 * operator. A multivalued key is no variable.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(text: string, reading: Reading): readonly GlobToken[] | undefined {
  const plain = reading.wildcards ? wildcardTokens : literalTokens
  if (reading.variables === undefined) return plain(text)
  const tokens: GlobToken[] = []
  let end = 0
  for (const found of text.matchAll(/\$\{([^}]+)\}/g)) {
    const value = variableValue(found[1] ?? '', reading.variables)
    if (value === undefined) return undefined
    tokens.push(...plain(text.slice(end, found.index)), ...literalTokens(value))
    end = found.index + found[0].length
  }
  return [...tokens, ...plain(text.slice(end))]
}

function variableValue(expression: string, context: ContextLookup): string | undefined {
  if (expression === '*' || expression === '?' || expression === '$') return expression
  const [, key, fallback] = /^([^,]+?)\s*(?:,\s*'([^']*)')?\s*$/.exec(expression) ?? []
  const value = key === undefined ? undefined : context.values(key)
  return typeof value === 'string' ? value : fallback
}
