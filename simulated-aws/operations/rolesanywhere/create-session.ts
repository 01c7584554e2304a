import type { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { type Account, enforcedPolicies, findRole } from '../../account/account.js'
import type { Role, RoleSession } from '../../account/entities.js'
import { issueSession } from '../../account/sessions.js'
import type { JsonObject } from '../../json.js'
import { timeConditions } from '../../pipeline/authorize.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import type { Reply } from '../../pipeline/call.js'
import { evaluateTrust, type NamedPolicy, parsePolicyDocument } from '../../policy/evaluate.js'
import { type Anywhere, anywhereOf, isInForce, type Profile, type TrustAnchor } from './anywhere-state.js'
import { certificatesIn } from './certificate-bundle.js'
import { recordSession } from './record-session.js'
import { noteSubject } from './subjects.js'

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
export const sessionRequestSchema = z.object({
  profileArn: z.string().max(1011),
  roleArn: z.string().max(1011),
  trustAnchorArn: z.string().max(1011),
  durationSeconds: z.coerce.number().int().min(900).max(43_200).optional(),
  roleSessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/)
    .optional(),
})
export type AskedSession = z.output<typeof sessionRequestSchema>

export type SessionCall = {
  readonly certificate: X509Certificate
  readonly asked: AskedSession
  readonly requestId: string
  readonly region: string
  readonly sourceIp: string
  readonly userAgent: string
}

/**
 * A session of a role for the holder of a certificate: while the trust anchor and the profile are in force, the anchor's
 * authority issued the certificate, the profile names the role, and the role lets the service in. The caller has proved by its
 * signature that the certificate is its own.
 */
export function createSession(account: Account, call: SessionCall): Reply {
  const state = anywhereOf(account)
  const reply = issue(account, state, call)
  recordSession(account, call, reply)
  return reply
}

function issue(account: Account, state: Anywhere, call: SessionCall): Reply {
  const { asked, certificate, region } = call
  const anchor = [...state.trustAnchors.values()].find(({ arn }) => arn === asked.trustAnchorArn)
  const profile = [...state.profiles.values()].find(({ arn }) => arn === asked.profileArn)
  if (anchor?.region !== region) return missing('Trust anchor not found.')
  if (profile?.region !== region) return missing('Profile not found.')
  const refusal =
    refuseByCertificate(account, anchor, certificate) ??
    (isInForce(account, anchor) ? undefined : denied('Trust anchor is disabled')) ??
    (isInForce(account, profile) ? undefined : denied('Profile is disabled'))
  if (refusal !== undefined) return refusal
  const subject = noteSubject(account, state, { certificate, region })
  const role = profile.roleArns.includes(asked.roleArn)
    ? findRole(account, asked.roleArn.split('/').at(-1) ?? '')
    : undefined
  if (role?.arn !== asked.roleArn || !isTrusted(account, role, anchor, certificate)) {
    return denied(`Unable to assume role ${asked.roleArn}`)
  }
  if (asked.roleSessionName !== undefined && !profile.acceptRoleSessionName) {
    return denied('Not authorized to set roleSessionName.')
  }
  const session = issueSession(account, {
    role,
    sessionName: asked.roleSessionName ?? certificate.serialNumber.toLowerCase().slice(0, 64),
    durationSeconds: Math.min(
      asked.durationSeconds ?? profile.durationSeconds,
      profile.durationSeconds,
      role.maxSessionDurationSeconds,
    ),
    sourceIdentity: commonName(certificate),
    sessionPolicies: sessionPoliciesOf(account, profile),
  })
  return answered(session, role, subject.arn)
}

function refuseByCertificate(account: Account, anchor: TrustAnchor, certificate: X509Certificate): Failure | undefined {
  const now = account.now().getTime()
  const isDue = Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo)
  if (certificate.ca || !isDue) return denied('Insufficient certificate')
  const authorities = certificatesIn(anchor.x509CertificateData ?? '')
  const isIssued = authorities.some((one) => certificate.checkIssued(one) && certificate.verify(one.publicKey))
  return isIssued ? undefined : denied('Untrusted certificate. Insufficient certificate')
}

/** The service assumes the role, tags the session and sets its source identity; a trust policy must let it do all three. */
export function isTrusted(account: Account, role: Role, anchor: TrustAnchor, certificate: X509Certificate): boolean {
  const { trust } = enforcedPolicies(account, role)
  if (trust === undefined) return false
  const conditions = {
    ...timeConditions(account.now()),
    'aws:SourceArn': anchor.arn,
    'aws:SourceAccount': account.accountId,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalTag/x509Subject/CN': commonName(certificate) ?? '',
    'sts:SourceIdentity': commonName(certificate) ?? '',
  }
  const service = { principalArn: '', accountId: account.accountId, service: 'rolesanywhere.amazonaws.com' }
  return ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'].every(
    (action) => evaluateTrust({ ...service, action }, trust, conditions).result === 'allowed',
  )
}

/** With none the session may do what its role may. */
function sessionPoliciesOf(account: Account, { sessionPolicy, managedPolicyArns }: Profile): NamedPolicy[] {
  const inline = sessionPolicy === undefined ? undefined : parsePolicyDocument(sessionPolicy)
  const managed = managedPolicyArns.flatMap((arn) => {
    const document = account.managedPolicies.get(arn)?.document
    const parsed = document === undefined ? undefined : parsePolicyDocument(document)
    return parsed?.ok ? [{ name: arn, document: parsed.document }] : []
  })
  return [...(inline?.ok ? [{ name: 'profile session policy', document: inline.document }] : []), ...managed]
}

function answered(session: RoleSession, role: Role, subjectArn: string): Reply {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, sourceIdentity } = session
  const rest = {
    assumedRoleUser: { arn: session.arn, assumedRoleId: session.principalId },
    packedPolicySize: 10,
    roleArn: role.arn,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  }
  const own: JsonObject = { accessKeyId, expiration: expiration.toISOString().replace(/\.\d{3}Z$/, 'Z') }
  const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'
  return {
    ok: true,
    result: { credentialSet: [{ ...rest, credentials: { ...own, secretAccessKey, sessionToken } }], subjectArn },
    responseElements: {
      credentialSet: [{ ...rest, credentials: { ...own, secretAccessKey: hidden, sessionToken: hidden } }],
      subjectArn,
    },
  }
}

/** `CN=build-17` of the certificate's subject. */
export function commonName({ subject }: X509Certificate): string | undefined {
  return /^CN=(.+)$/m.exec(subject)?.[0]
}

function denied(message: string): Failure {
  return failure({ code: 'AccessDeniedException', status: 403, message, recordedCode: 'AccessDenied' })
}

function missing(message: string): Failure {
  return failure({ code: 'ResourceNotFoundException', status: 404, message })
}
