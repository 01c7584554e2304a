import type { CloudTrailEvent } from './cloudtrail-event.js'
import { assumedRoleOf } from './principal-activity.js'

/** Who asks for a session of a role, by the record of the account that the role is in. */
export interface RoleCaller {
  /** The same for the same caller, whatever it calls its sessions. */
  readonly key: string
  /** An ARN where the record tells one; of another account often only its unique id. External text. */
  readonly who: string
  /** null: a service or an identity provider. */
  readonly accountId: string | null
}

/** A role's sessions are one caller; so are all of a service, and of an identity provider. */
export function callerOf({ actor, issued }: CloudTrailEvent): RoleCaller {
  if (actor.type === 'AWSService') {
    const who = actor.invokedBy ?? actor.principalId ?? 'a service of AWS'
    return { key: `service ${who}`, who, accountId: null }
  }
  const provider = issued?.provider ?? actor.identityProvider
  if (provider !== undefined) return { key: `provider ${provider}`, who: provider, accountId: null }
  const session = actor.arn === undefined ? null : assumedRoleOf(actor.arn)
  const accountId = actor.accountId ?? session?.accountId ?? accountIn(actor.arn)
  const id = (actor.issuerId ?? actor.principalId ?? '').split(':', 1)[0] ?? ''
  const roleName = session === null ? undefined : `role ${session.roleName} of ${session.accountId}`
  const who =
    actor.issuerArn ??
    roleName ??
    actor.arn ??
    (id === '' ? `account ${accountId ?? '?'}` : `${id} of ${accountId ?? '?'}`)
  return { key: `${accountId ?? ''} ${id === '' ? who.toLowerCase() : id}`, who, accountId }
}

function accountIn(arn: string | undefined): string | null {
  return /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(arn ?? '')?.[1] ?? null
}
