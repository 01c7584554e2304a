import type { JsonObject } from '../../json.js'
import { type Decision, evaluate } from '../../policy/evaluate.js'
import type { RequestContext } from '../../policy/request-context.js'
import type { SimulatedSource } from './simulated-source.js'
import { missingContextKeys } from './simulation-context.js'

type OnResource = {
  readonly resource: string
  readonly decision: Decision['result']
  readonly statements: JsonObject[]
  /** undefined: there is no boundary. */
  readonly isInBoundary: boolean | undefined
}

/** EvaluationResult: what becomes of one action, on all its resources and on each. */
export function simulationResult(
  action: string,
  resources: readonly string[],
  source: SimulatedSource,
  context: RequestContext,
): JsonObject {
  const each = resources.map((resource) => onResource(action, resource, source, context))
  const decision = mostRestrictive(each)
  const MissingContextValues = missingContextKeys(source, context)
  const isEverywhereInBoundary = source.boundary && each.every(({ isInBoundary }) => isInBoundary)
  return {
    EvalActionName: action,
    // The ARN template of the action's resource type, which nothing here knows.
    EvalResourceName: '*',
    EvalDecision: decision,
    MatchedStatements: unique(each.filter((one) => one.decision === decision).flatMap(({ statements }) => statements)),
    MissingContextValues,
    ...boundaryDetail(isEverywhereInBoundary),
    ...(resources.some((resource) => resource !== '*') && {
      ResourceSpecificResults: each.map((one) => ({
        EvalResourceName: one.resource,
        EvalResourceDecision: one.decision,
        MatchedStatements: one.statements,
        MissingContextValues,
        ...boundaryDetail(one.isInBoundary),
      })),
    }),
  }
}

function onResource(action: string, resource: string, source: SimulatedSource, context: RequestContext): OnResource {
  const { policies, boundary } = source
  const asked = { action, resource, context }
  const decision = evaluate(asked, { identity: policies.map(({ named }) => named), ...(boundary && { boundary }) })
  const inBoundary = boundary && evaluate(asked, { identity: [boundary] }).result === 'allowed'
  return { resource, decision: decision.result, statements: deciding(decision, source), isInBoundary: inBoundary }
}

function mostRestrictive(each: readonly OnResource[]): Decision['result'] {
  const order = ['explicitDeny', 'implicitDeny'] as const
  return order.find((result) => each.some(({ decision }) => decision === result)) ?? 'allowed'
}

/** "Only statements from identity-based and resource-based policies appear here", and only those that decided. */
function deciding({ result, matched }: Decision, { policies }: SimulatedSource): JsonObject[] {
  if (result === 'implicitDeny') return []
  const names = new Set(matched.filter(({ policyType }) => policyType === 'identity').map(({ policy }) => policy))
  return policies.filter(({ named }) => names.has(named.name)).map(({ named, text }) => reference(named.name, text))
}

/** A Statement of the answer. The positions are those of the whole document, not of the statement in it. */
function reference(policyId: string, text: string): JsonObject {
  const lines = text.split('\n')
  return {
    SourcePolicyId: policyId,
    SourcePolicyType: 'IAM Policy',
    StartPosition: { Line: 1, Column: 1 },
    EndPosition: { Line: lines.length, Column: (lines.at(-1) ?? '').length + 1 },
  }
}

function boundaryDetail(isAllowed: boolean | undefined): JsonObject {
  if (isAllowed === undefined) return {}
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: isAllowed } }
}

function unique(statements: JsonObject[]): JsonObject[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()]
}
