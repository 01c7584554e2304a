import { parsePrincipalArn } from '../domain/arn.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'

/** Who made a call, as far as IAM names matter: the role behind a session, the user behind a key or a federated session. */
export interface ActorEntity {
  readonly type: 'role' | 'user'
  readonly accountId: string
  readonly name: string
}

/** null where the record names neither a role nor a user: services, root, cut records. */
export function entityOf({ actor }: CloudTrailEvent): ActorEntity | null {
  return entityOfArn(actor.issuerArn) ?? entityOfArn(actor.arn)
}

/** The actor in the words of the record, for people. */
export function actorOf({ actor }: CloudTrailEvent): string | null {
  return actor.arn ?? actor.issuerArn ?? actor.invokedBy ?? null
}

/** True for a call by one of these ARNs. A session of ours has another name each time: its role decides. */
export function isByOneOf(event: CloudTrailEvent, arns: readonly string[]): boolean {
  const ours = new Set(arns.map(comparable))
  return [event.actor.arn, event.actor.issuerArn].some((arn) => arn !== undefined && ours.has(comparable(arn)))
}

/** A text parameter of the request; undefined where CloudTrail cut it off or it has another shape. */
export function parameterOf(event: CloudTrailEvent, name: string): string | undefined {
  const value = event.requestParameters?.[name]
  return typeof value === 'string' ? value : undefined
}

/** `role 111122223333/name` of role and session ARNs (the latter have lost the path), any other ARN as it is. */
function comparable(arn: string): string {
  const entity = entityOfArn(arn)
  return (entity === null ? arn : `${entity.type} ${entity.accountId}/${entity.name}`).toLowerCase()
}

function entityOfArn(arn: string | undefined): ActorEntity | null {
  const parsed = arn === undefined ? null : parsePrincipalArn(arn)
  if (!parsed?.ok) return null
  const { principal } = parsed
  const { accountId } = principal
  if (principal.kind === 'assumedRole') return { type: 'role', accountId, name: principal.roleName }
  if (principal.kind === 'role' || principal.kind === 'user') {
    return { type: principal.kind, accountId, name: principal.name }
  }
  return null
}
