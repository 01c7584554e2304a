import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { parseAwsTime } from './aws-time.js'
import { fieldsOf, type JsonObject, textOf, truthOf } from './record-values.js'

type Actor = CloudTrailEvent['actor']

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'

/**
 * Who made the call, out of `userIdentity`. Where `type` is missing or `Unknown` it is derived: from the ARN, the prefix of
 * the principal id, or what else the record has; it stays away where nothing tells.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorIn(userIdentity: Json | undefined): Actor {
  const actor: Actor = {}
  const identity = fieldsOf(userIdentity)
  if (identity === undefined) return actor
  const session = fieldsOf(identity.sessionContext)
  addIdentity(actor, identity)
  if (session !== undefined) addSession(actor, identity, session)
  const sourceIdentity = textOf(session?.sourceIdentity) ?? textOf(identity.sourceIdentity)
  if (sourceIdentity !== undefined) actor.sourceIdentity = sourceIdentity
  if (actor.type === undefined || actor.type === 'Unknown') {
    const type = derivedType(actor)
    if (type !== undefined) actor.type = type
  }
  return actor
}

function addIdentity(actor: Actor, identity: JsonObject): void {
  const type = textOf(identity.type)
  if (type !== undefined) actor.type = type
  const arn = textOf(identity.arn)
  if (arn !== undefined) actor.arn = arn
  const principalId = textOf(identity.principalId)
  if (principalId !== undefined) actor.principalId = principalId
  const accessKeyId = textOf(identity.accessKeyId)
  if (accessKeyId !== undefined) actor.accessKeyId = accessKeyId
  const userName = textOf(identity.userName)
  if (userName !== undefined && userName !== hidden) actor.userName = userName
  const invokedBy = textOf(identity.invokedBy)
  if (invokedBy !== undefined) actor.invokedBy = invokedBy
  const accountId = textOf(identity.accountId)
  if (accountId !== undefined) actor.accountId = accountId
  const provider = textOf(identity.identityProvider)
  if (provider !== undefined) actor.identityProvider = provider
  const user = identity.onBehalfOf === undefined ? undefined : textOf(fieldsOf(identity.onBehalfOf)?.userId)
  if (user !== undefined) actor.onBehalfOfUserId = user
}

/** The issuer is empty (`{}`) for a user's own tokens; attributes stand in the context itself in some records. */
function addSession(actor: Actor, identity: JsonObject, session: JsonObject): void {
  const attributes = fieldsOf(session.attributes) ?? session
  const issuer = fieldsOf(session.sessionIssuer)
  if (issuer !== undefined) addIssuer(actor, issuer)
  const creationDate = textOf(attributes.creationDate)
  const issuedAt = creationDate === undefined ? null : parseAwsTime(creationDate)
  if (issuedAt !== null) actor.sessionIssuedAt = issuedAt
  const mfa = truthOf(attributes.mfaAuthenticated)
  if (mfa !== undefined) actor.mfa = mfa
  const delivery = textOf(session.ec2RoleDelivery) ?? textOf(attributes.ec2RoleDelivery)
  if (delivery !== undefined) actor.ec2RoleDelivery = delivery
  const federation = fieldsOf(session.webIdFederationData)
  const provider = federation && textOf(federation.federatedProvider)
  if (provider !== undefined) actor.identityProvider = provider
  const sourceIdentity = textOf(attributes.sourceIdentity)
  if (sourceIdentity !== undefined) actor.sourceIdentity = sourceIdentity
  const user = session.onBehalfOf ?? identity.onBehalfOf
  const userId = user === undefined ? undefined : textOf(fieldsOf(user)?.userId)
  if (userId !== undefined) actor.onBehalfOfUserId = userId
}

function addIssuer(actor: Actor, issuer: JsonObject): void {
  const arn = textOf(issuer.arn)
  if (arn !== undefined) actor.issuerArn = arn
  const principalId = textOf(issuer.principalId)
  if (principalId !== undefined) actor.issuerId = principalId
  const type = textOf(issuer.type)
  if (type !== undefined) actor.issuerType = type
}

const arnTypes = [
  [/^arn:[^:]*:sts::[^:]*:assumed-role\//, 'AssumedRole'],
  [/^arn:[^:]*:sts::[^:]*:federated-user\//, 'FederatedUser'],
  [/^arn:[^:]*:iam::[^:]*:user\//, 'IAMUser'],
  [/^arn:[^:]*:iam::[^:]*:role\//, 'Role'],
  [/^arn:[^:]*:iam::[^:]*:root$/, 'Root'],
] as const

/** AROA… with a session's name is a session; AIDA… a user. The list of prefixes is not complete, so no prefix, no guess. */
function derivedType({ arn, principalId, issuerType, invokedBy, onBehalfOfUserId, accountId }: Actor) {
  const byArn = arn === undefined ? undefined : arnTypes.find(([pattern]) => pattern.test(arn))
  if (byArn) return byArn[1]
  if (principalId?.startsWith('AROA')) return principalId.includes(':') ? 'AssumedRole' : 'Role'
  if (principalId?.startsWith('AIDA')) return 'IAMUser'
  if (issuerType === 'Role') return 'AssumedRole'
  if (onBehalfOfUserId !== undefined) return 'IdentityCenterUser'
  if (invokedBy !== undefined) return 'AWSService'
  return principalId !== undefined && accountId !== undefined && principalId === accountId ? 'Root' : undefined
}
