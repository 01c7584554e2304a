import type { Json } from '../domain/canonical-json.js'
import type { InlinePolicy } from '../ports.js'
import { decodePolicyDocument, listOf, statementsOf } from './policy-text.js'

/**
 * True where a role may do everything by the policies that it has: AWS's own AdministratorAccess, or an inline policy that allows
 * every action on everything. Boundaries, denials and conditions are not weighed, nor the texts of other managed policies: it is
 * a word of warning for people, and errs towards too few.
 */
export function isAdministrator(attached: readonly string[], inline: readonly InlinePolicy[]): boolean {
  return attached.some((arn) => /:iam::aws:policy\/AdministratorAccess$/.test(arn)) || inline.some(allowsEverything)
}

function allowsEverything({ document }: InlinePolicy): boolean {
  const decoded = decodePolicyDocument(document)
  if (!decoded.ok) return false
  return statementsOf(decoded.document).some(({ Effect, Action, Resource, Condition }) => {
    return Effect === 'Allow' && Condition === undefined && has(Action, /^\*(:\*)?$/) && has(Resource, /^\*$/)
  })
}

function has(list: Json | undefined, pattern: RegExp): boolean {
  return listOf(list).some((one) => typeof one === 'string' && pattern.test(one))
}
