import type { Json } from '../../domain/canonical-json.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { parseAwsTime } from './aws-time.js'
import { fieldsOf, type JsonObject, lastSegment, textOf } from './record-values.js'

type Issued = NonNullable<CloudTrailEvent['issued']>

/** What the record says of a call that answered: parameters may be cut off. */
export interface AnsweredCall {
  readonly eventName: string
  readonly request: JsonObject | undefined
  readonly response: JsonObject
}

/**
 * Temporary credentials that the call handed out, by whatever operation: new ways to issue them keep the same shape. They
 * are a role's where a role was assumed; GetSessionToken's are the caller's own, GetFederationToken's are those of a
 * federated user, whose name stands for the session's. CreateAccessKey's key is long-term and no session: see
 * `createdIn`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function issuedIn({ eventName, request, response }: AnsweredCall): Issued | undefined {
  const set = oneOf(response.credentialSet)
  const credentials = credentialsIn(set ?? response)
  const accessKeyId = textOf(credentials?.accessKeyId) ?? textOf(credentials?.AccessKeyId)
  if (credentials === undefined || accessKeyId === undefined) return undefined
  const session = fieldsOf((set ?? response).assumedRoleUser)
  const federated = fieldsOf(response.federatedUser)
  const sessionArn = textOf(session?.arn)
  return withWhatIsKnown(set === undefined ? (kinds.get(eventName) ?? 'other') : 'rolesAnywhere', accessKeyId, {
    expiresAt: timeOf(credentials.expiration ?? credentials.Expiration),
    roleArn: textOf(request?.roleArn) ?? textOf(set?.roleArn) ?? sessionArn,
    sessionName:
      textOf(request?.roleSessionName) ??
      (sessionArn === undefined ? undefined : lastSegment(sessionArn)) ??
      federatedName(federated, request),
    assumedRoleId: textOf(session?.assumedRoleId),
    sourceIdentity: textOf(response.sourceIdentity) ?? textOf(set?.sourceIdentity) ?? textOf(request?.sourceIdentity),
    provider: providerOf(request, response),
  })
}

const kinds: ReadonlyMap<string, Issued['kind']> = new Map([
  ['AssumeRole', 'assumeRole'],
  ['AssumeRoleWithSAML', 'saml'],
  ['AssumeRoleWithWebIdentity', 'webIdentity'],
  ['AssumeRoleWithCertificate', 'rolesAnywhere'],
  ['AssumeRoot', 'root'],
  ['GetSessionToken', 'sessionToken'],
  ['GetFederationToken', 'federationToken'],
])

/** Roles Anywhere's CreateSession answers with a list of one. */
function oneOf(list: Json | undefined): JsonObject | undefined {
  return Array.isArray(list) ? fieldsOf(list[0]) : undefined
}

/** `credentials` by name first, since an answer may hold key ids that it did not issue; then whatever has a temporary key. */
function credentialsIn(answer: JsonObject): JsonObject | undefined {
  const named = fieldsOf(answer.credentials) ?? fieldsOf(answer.Credentials)
  if (named) return named
  for (const name in answer) {
    const fields = fieldsOf(answer[name])
    const key = fields && (textOf(fields.accessKeyId) ?? textOf(fields.AccessKeyId))
    if (key?.startsWith('ASIA')) return fields
  }
  return undefined
}

/** Roles Anywhere names its anchor, SAML its provider, and OIDC the issuer in what STS answered. */
function providerOf(request: JsonObject | undefined, response: JsonObject): string | undefined {
  return (
    textOf(request?.trustAnchorArn) ??
    textOf(request?.sAMLProviderArn) ??
    textOf(request?.principalArn) ??
    textOf(response.provider) ??
    textOf(response.issuer) ??
    textOf(request?.providerId)
  )
}

function federatedName(federated: JsonObject | undefined, request: JsonObject | undefined): string | undefined {
  if (federated === undefined) return undefined
  const arn = textOf(federated.arn)
  return textOf(request?.name) ?? (arn === undefined ? undefined : lastSegment(arn))
}

function timeOf(value: Json | undefined): string | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : (parseAwsTime(text) ?? undefined)
}

type Known = { [Name in Exclude<keyof Issued, 'kind' | 'accessKeyId'>]: Issued[Name] | undefined }

function withWhatIsKnown(kind: Issued['kind'], accessKeyId: string, known: Known): Issued {
  const issued: Issued = { kind, accessKeyId }
  if (known.expiresAt !== undefined) issued.expiresAt = known.expiresAt
  if (known.roleArn !== undefined) issued.roleArn = known.roleArn
  if (known.sessionName !== undefined) issued.sessionName = known.sessionName
  if (known.assumedRoleId !== undefined) issued.assumedRoleId = known.assumedRoleId
  if (known.sourceIdentity !== undefined) issued.sourceIdentity = known.sourceIdentity
  if (known.provider !== undefined) issued.provider = known.provider
  return issued
}
