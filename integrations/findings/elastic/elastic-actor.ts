import type { Principal } from '../../../src/domain/principal.js'
import { UNKNOWN_ACCOUNT_ID } from '../../../src/domain/resolve-principal.js'
import { type ActorTexts, cloudTrailActor, inSomeAccount } from '../shared/cloudtrail-actor.js'
import { valuesAt } from '../shared/values-at.js'

const IDENTITY = 'aws.cloudtrail.user_identity'
const ISSUER = `${IDENTITY}.session_context.session_issuer`

/** Whom an alert accuses: who made the call. undefined where it holds no caller of AWS. */
export function elasticActor(document: unknown): Principal | undefined {
  const texts = textsOf(document)
  const isNamed = Object.values(texts).some((values: readonly string[]) => values.length > 0)
  if (!isNamed) return undefined
  const recorded = () => valuesAt(document, 'cloud.account.id').find((text) => /^\d{12}$/.test(text))
  return inSomeAccount(cloudTrailActor(texts), () => recorded() ?? UNKNOWN_ACCOUNT_ID)
}

/** `user.name` and `user.id` are CloudTrail's only where the document is of CloudTrail; other data has its own users there. */
function textsOf(document: unknown): ActorTexts {
  const at = (...paths: readonly string[]) => [...new Set(paths.flatMap((path) => valuesAt(document, path)))]
  const arns = at(`${IDENTITY}.arn`, `${ISSUER}.arn`)
  const types = at(`${IDENTITY}.type`)
  const isCloudTrail = arns.length > 0 || types.length > 0 || at('event.dataset').includes('aws.cloudtrail')
  // Beside an ARN the ECS name may be the session's, and says nothing more.
  const needsName = isCloudTrail && arns.length === 0
  return {
    arns,
    accountIds: at(`${IDENTITY}.account_id`, `${ISSUER}.account_id`),
    types,
    userNames: needsName ? at('user.name') : [],
    issuerNames: at(`${ISSUER}.user_name`),
    principalIds: isCloudTrail
      ? at(`${IDENTITY}.principal_id`, `${ISSUER}.principal_id`, 'user.id').filter((id) => !id.startsWith('arn:'))
      : [],
    accessKeyIds: at(`${IDENTITY}.access_key_id`),
    invokedBy: at(`${IDENTITY}.invoked_by`),
  }
}
