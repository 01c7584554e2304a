import { ownerFits, resourceFits } from './arn-pattern.js'
import { conditionHolds } from './condition.js'
import { globMatches, wildcardTokens } from './glob.js'
import type { Statement } from './policy-document.js'
import { readPattern } from './policy-variables.js'
import type { ContextLookup } from './request-context.js'

export interface StatementRequest {
  readonly action: string
  readonly resource: string
  readonly context: ContextLookup
}

/** Whether a statement speaks about a request, whatever its effect. Its Principal element is not looked at. */
export function statementApplies(
  statement: Statement,
  version: string | undefined,
  request: StatementRequest,
): boolean {
  // Before 2012-10-17, the default when Version is left out, "variables are treated as literal strings".
  const variables = version === '2012-10-17' ? request.context : undefined
  return (
    actionApplies(statement, request.action) &&
    resourceApplies(statement, request.resource, variables) &&
    conditionHolds(statement.Condition ?? {}, request.context, variables)
  )
}

export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

function actionApplies(statement: Statement, action: string): boolean {
  const asked = action.toLowerCase()
  const fits = (pattern: string) => globMatches(wildcardTokens(pattern.toLowerCase()), asked)
  if (statement.NotAction !== undefined) return !asList(statement.NotAction).some(fits)
  return asList(statement.Action).some(fits)
}

/** A trust policy has neither element: it is the role's own, and speaks of that role. */
function resourceApplies(statement: Statement, resource: string, variables: ContextLookup | undefined): boolean {
  if (statement.Resource === undefined && statement.NotResource === undefined) return true
  const results = asList(statement.Resource ?? statement.NotResource).map((text) => {
    const pattern = readPattern(text, { wildcards: true, variables })
    if (pattern !== undefined) return resourceFits(pattern, resource)
    // A variable without a value voids the statement, but only where the ARN's first five fields fit so far.
    return ownerFits(wildcardTokens(text), resource) ? undefined : false
  })
  if (statement.Resource !== undefined) return results.some((fits) => fits === true)
  return results.every((fits) => fits === false)
}
