import { isSessionName } from '../../../src/domain/arn.js'
import type { Principal } from '../../../src/domain/principal.js'
import { resolvePrincipal } from '../../../src/domain/resolve-principal.js'
import { valuesAt } from '../shared/values-at.js'

type Row = Readonly<Record<string, unknown>>

/**
 * `user_role` is the add-on's: Splunk's cross-account search compares its account with the caller's.
 * https://research.splunk.com/cloud/21193641-cb96-4a2c-a707-d9b9a7f7792b/
 */
const ROLE_PATHS = ['user_role', 'requestParameters.roleArn', 'responseElements.assumedRoleUser.arn']
const EVENT_PATHS = ['eventName', 'event_name', 'signature', 'Authentication.signature']
const CALLER_ARNS = ['userIdentity.arn', 'user_arn', 'userIdentity.sessionContext.sessionIssuer.arn']
const CALLER_ACCOUNTS = ['userIdentity.accountId', 'requestingAccountId']

/**
 * The role that a row says was asked for from another account, with its session where that is told: what can be blocked, for
 * the caller is of an account that may not be ours. undefined where the row is about something else than AssumeRole, about a
 * role of the caller's own account, or does not tell whose the caller is: then whoever acted is accused, as everywhere. A row
 * about several roles is unresolved, with both named.
 */
export function roleAskedFor(row: Row): Principal | undefined {
  const events = textsAt(row, EVENT_PATHS)
  if (events.some((event) => !/^assumerole/i.test(event))) return undefined
  const arns = textsAt(row, ROLE_PATHS).filter((text) => text.startsWith('arn:'))
  // Any search may show a role in some field: without the name of the call only the add-on's own field says what it was.
  if (arns.length === 0 || (events.length === 0 && textsAt(row, ['user_role']).length === 0)) return undefined
  const caller = callerAccount(row)
  const role = resolvePrincipal({
    arns,
    principalId: onlyOne(textsAt(row, ['responseElements.assumedRoleUser.assumedRoleId'])),
  })
  if (caller === undefined || (role.type !== 'role' && role.type !== 'unresolved')) return undefined
  if (role.accountId === caller) return undefined
  return withSession(role, row)
}

function callerAccount(row: Row): string | undefined {
  const told = textsAt(row, CALLER_ACCOUNTS)
  const inArns = textsAt(row, CALLER_ARNS).flatMap((arn) => /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1] ?? [])
  const own = [...told, ...inArns]
  // Of the log or of the caller, as the search has it: good only where nothing else tells.
  const accounts = new Set(
    (own.length > 0 ? own : textsAt(row, ['vendor_account'])).filter((text) => /^\d{12}$/.test(text)),
  )
  return accounts.size === 1 ? [...accounts][0] : undefined
}

/** What the caller asked to have the session called, where no ARN of the session is there. */
function withSession(role: Principal, row: Row): Principal {
  const asked = onlyOne(textsAt(row, ['requestParameters.roleSessionName']))
  if (role.type !== 'role' || role.sessionName !== undefined || asked === undefined) return role
  return isSessionName(asked) ? { ...role, sessionName: asked } : role
}

function onlyOne(texts: readonly string[]): string | undefined {
  return texts.length === 1 ? texts[0] : undefined
}

/** Each once; one value a line. */
function textsAt(row: Row, paths: readonly string[]): string[] {
  const all = paths.flatMap((path) => valuesAt(row, path)).flatMap((text) => text.split(/\r?\n/))
  return [...new Set(all.flatMap((text) => text.trim() || []))]
}
