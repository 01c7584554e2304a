import type { z } from 'zod'
import type { Account } from '../account/account.js'
import type { JsonObject } from '../json.js'
import { type Failure, validationError } from './aws-error.js'
import type { CallContext, Reply } from './call.js'

export type ConditionKeys = Record<string, string | string[]>

/** How an operation is authorized: by the caller's policies, by nothing at all, or by a rule of its own. */
export type Authorization = 'policies' | 'never' | ((context: CallContext) => Failure | undefined)

/** An operation whose parameters have been read: what it touches and what it does. */
export type Prepared = {
  readonly ok: true
  readonly resource: string
  readonly conditions: ConditionKeys
  readonly authorization: Authorization
  run(context: CallContext): Reply
}

export type Operation = {
  readonly service: string
  readonly name: string
  readonly readOnly: boolean
  prepare(account: Account, parameters: JsonObject): Prepared | Failure
}

export type OperationDefinition<Input extends z.ZodType> = {
  service: string
  name: string
  readOnly: boolean
  input: Input
  /** ARN of what the operation touches; absent: all resources. */
  resource?: (account: Account, input: z.output<Input>) => string
  /** Condition keys beyond those that every request has. */
  conditions?: (account: Account, input: z.output<Input>) => ConditionKeys
  authorize?: 'never' | ((context: CallContext, input: z.output<Input>) => Failure | undefined)
  run: (context: CallContext, input: z.output<Input>) => Reply
}

/** As AWS does, reads the parameters first: a malformed request is told so even where permission is missing. */
export function operation<Input extends z.ZodType>(definition: OperationDefinition<Input>): Operation {
  const { service, name, readOnly, input: schema, authorize } = definition
  const prepare = (account: Account, parameters: JsonObject): Prepared | Failure => {
    const parsed = schema.safeParse(parameters)
    if (!parsed.success) return validationError(validationMessage(parsed.error))
    const input = parsed.data
    return {
      ok: true,
      resource: definition.resource?.(account, input) ?? '*',
      conditions: definition.conditions?.(account, input) ?? {},
      authorization:
        typeof authorize === 'function' ? (context) => authorize(context, input) : (authorize ?? 'policies'),
      run: (context) => definition.run(context, input),
    }
  }
  return { service, name, readOnly, prepare }
}

function validationMessage(error: z.ZodError): string {
  const { issues } = error
  const plural = issues.length === 1 ? 'error' : 'errors'
  const lines = issues.map((issue) => {
    const path = issue.path.map((key) => lowerFirst(String(key))).join('.')
    return `Value at '${path}' failed to satisfy constraint: ${issue.message}`
  })
  return `${issues.length} validation ${plural} detected: ${lines.join('; ')}`
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
