import type { JsonObject } from '../json.js'

/** Non-white-space characters that IAM grants all inline policies of one entity together (reference_iam-quotas). */
const quotas = { role: 10_240, user: 2_048 } as const

/** What is left free: a block of 122 characters has to fit beside the policy, and a revocation after it. */
const reserve = 200

/**
 * The inline policy that allows exactly the given actions, and leaves at least 200 characters of the entity's quota
 * free. Where they do not fit, the services with most text become `service:*`, and in the end everything `*`.
 * Undefined without actions: a statement has to have one.
 */
export function observedPolicy(type: 'role' | 'user', actions: ReadonlySet<string>): JsonObject | undefined {
  if (actions.size === 0) return undefined
  const exact = [...actions].sort()
  const services = [...new Set(exact.map(serviceOf))].sort((a, b) => textOf(exact, b) - textOf(exact, a))
  // The document has no white space when it is written as JSON.stringify writes it.
  const fits = (candidate: string[]) => JSON.stringify(documentOf(candidate)).length <= quotas[type] - reserve
  const candidates = Array.from({ length: services.length + 1 }, (_, count) =>
    collapse(exact, services.slice(0, count)),
  )
  return documentOf(candidates.find(fits) ?? ['*'])
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? action
}

function textOf(actions: readonly string[], service: string): number {
  return actions.filter((action) => serviceOf(action) === service).join('","').length
}

function collapse(actions: readonly string[], services: readonly string[]): string[] {
  const collapsed = new Set(services)
  return [...new Set(actions.map((action) => (collapsed.has(serviceOf(action)) ? `${serviceOf(action)}:*` : action)))]
}

function documentOf(Action: string[]): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Sid: 'ObservedActivity', Effect: 'Allow', Action, Resource: '*' }] }
}
