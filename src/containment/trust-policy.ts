import type { Json } from '../domain/canonical-json.js'
import { decodePolicyDocument, isObject, listOf, statementsOf } from './policy-text.js'

export interface TrustSummary {
  /** Service principals, such as `lambda.amazonaws.com`: they say which workloads stop. */
  readonly services: readonly string[]
  /** Everybody else who may assume the role: accounts, roles, users, identity providers, `*`. */
  readonly principals: readonly string[]
}

/**
 * Who may assume a role, by its trust policy. Conditions are not weighed: this is a list for people, and errs towards too
 * many. A policy that cannot be read says so in place of a principal.
 */
export function readTrust(trustPolicy: string): TrustSummary {
  const decoded = decodePolicyDocument(trustPolicy)
  if (!decoded.ok) return { services: [], principals: ['(the trust policy cannot be read)'] }
  const allowing = statementsOf(decoded.document).filter((statement) => statement.Effect === 'Allow')
  const services = allowing.flatMap(({ Principal }) => (isObject(Principal) ? texts(Principal.Service) : []))
  const principals = allowing.flatMap((statement) => [
    ...othersThanServices(statement.Principal),
    ...(statement.NotPrincipal === undefined ? [] : ['everybody except those listed (NotPrincipal)']),
  ])
  return { services: sortedSet(services), principals: sortedSet(principals) }
}

function othersThanServices(principal: Json | undefined): string[] {
  if (!isObject(principal)) return texts(principal)
  return Object.entries(principal).flatMap(([kind, value]) => (kind === 'Service' ? [] : texts(value)))
}

function texts(value: Json | undefined): string[] {
  return listOf(value).filter((one) => typeof one === 'string')
}

function sortedSet(values: string[]): string[] {
  return [...new Set(values)].sort()
}
