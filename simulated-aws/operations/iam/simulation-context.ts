import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { contextLookup, type RequestContext } from '../../policy/request-context.js'
import { asList } from '../../policy/statement-applies.js'
import type { SimulatedEntity, SimulatedSource } from './simulated-source.js'

export const contextEntries = z.array(
  z.object({
    ContextKeyName: z.string().min(5).max(256),
    ContextKeyValues: z.array(z.string()).default([]),
    ContextKeyType: z.string().default('string'),
  }),
)
type ContextEntries = z.output<typeof contextEntries>

/**
 * What the simulator knows of a request: the time, the principal that it simulates, and what the caller gives, which
 * wins. There is no session, so aws:TokenIssueTime and a session's aws:userid are absent unless given.
 */
export function simulationContext(account: Account, entity: SimulatedEntity, entries: ContextEntries): RequestContext {
  const now = account.now()
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:PrincipalAccount': account.accountId,
    ...principalContext(entity),
    ...Object.fromEntries(entries.map((entry) => [entry.ContextKeyName, entryValue(entry)])),
  }
}

function entryValue({ ContextKeyType, ContextKeyValues }: ContextEntries[number]): string | string[] {
  const [only, ...more] = ContextKeyValues
  return only === undefined || more.length > 0 || ContextKeyType.endsWith('List') ? ContextKeyValues : only
}

function principalContext(entity: SimulatedEntity): RequestContext {
  if (entity.kind === 'group') return {}
  const tags = [...entity.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])
  const user = entity.kind === 'user' ? { 'aws:username': entity.name, 'aws:userid': entity.userId } : {}
  return { 'aws:PrincipalArn': entity.arn, ...user, ...Object.fromEntries(tags) }
}

/** The condition keys that the policies ask for and nothing gives a value, each once. */
export function missingContextKeys({ policies, boundary }: SimulatedSource, context: RequestContext): string[] {
  const documents = [...policies.map(({ named }) => named.document), ...(boundary ? [boundary.document] : [])]
  const statements = documents.flatMap(({ Statement }) => asList(Statement))
  const keys = statements.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap(Object.keys))
  const lookup = contextLookup(context)
  return [...new Set(keys)].filter((key) => lookup.values(key) === undefined).sort()
}
