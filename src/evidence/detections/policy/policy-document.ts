import type { Json } from '../../../domain/canonical-json.js'
import { fieldsOf } from '../../record/record-values.js'
import { remembered } from '../../record/remembered.js'

/** One statement of a policy, with lists where one was meant and names as they stand. */
export interface PolicyStatement {
  readonly isAllow: boolean
  /** Lower case; `NotAction` is told as `*`, which is what it comes to. */
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` alone is `AWS *`, and so is `NotPrincipal`. */
  readonly principals: readonly { readonly type: string; readonly id: string }[]
  /** Lower case. */
  readonly conditionKeys: readonly string[]
}

/**
 * The statements of a policy as it stands in a record: JSON text, URL-encoded JSON text (what IAM answers), or an object (what S3
 * logs). null where it is none, or was cut off.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(value: Json | undefined): readonly PolicyStatement[] | null {
  return typeof value === 'string' ? statementsOfText(value) : statementsIn(value)
}

/** One rule after the other asks what the same call's policy says, and programs write the same policy again and again. */
const statementsOfText = remembered((text) => statementsIn(parsed(text)), 64)

function statementsIn(value: Json | undefined): readonly PolicyStatement[] | null {
  const document = fieldsOf(value)
  if (document?.Statement === undefined) return null
  return listOf(document.Statement).flatMap((statement) => statementIn(statement))
}

function parsed(text: string): Json | undefined {
  try {
    const json: Json = JSON.parse(text.trimStart().startsWith('%') ? decodeURIComponent(text) : text)
    return json
  } catch {
    return undefined
  }
}

function statementIn(value: Json): PolicyStatement[] {
  const statement = fieldsOf(value)
  if (statement === undefined) return []
  const operators = Object.values(fieldsOf(statement.Condition) ?? {})
  return [
    {
      isAllow: statement.Effect === 'Allow',
      actions: statement.NotAction === undefined ? textsIn(statement.Action).map(lowerCase) : ['*'],
      resources: statement.NotResource === undefined ? textsIn(statement.Resource) : ['*'],
      principals: statement.NotPrincipal === undefined ? principalsIn(statement.Principal) : [everyone],
      conditionKeys: operators.flatMap((operator) => Object.keys(fieldsOf(operator) ?? {})).map(lowerCase),
    },
  ]
}

const everyone = { type: 'AWS', id: '*' }

function principalsIn(value: Json | undefined): PolicyStatement['principals'] {
  if (value === '*') return [everyone]
  return Object.entries(fieldsOf(value) ?? {}).flatMap(([type, ids]) => textsIn(ids).map((id) => ({ type, id })))
}

function textsIn(value: Json | undefined): string[] {
  return value === undefined ? [] : listOf(value).flatMap((item) => (typeof item === 'string' ? [item] : []))
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value]
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}
