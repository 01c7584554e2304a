import type { JsonObject } from '../../json.js'
import type { Profile, Subject, TrustAnchor } from './anywhere-state.js'

/** Roles Anywhere writes nine digits of a second. */
function moment(date: Date): string {
  return date.toISOString().replace(/Z$/, '000000Z')
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html */
export function profileShape(profile: Profile): JsonObject {
  const { id, arn, name, enabled, roleArns, sessionPolicy, managedPolicyArns, createdBy } = profile
  return {
    acceptRoleSessionName: profile.acceptRoleSessionName,
    attributeMappings: [
      { certificateField: 'x509Issuer', mappingRules: [{ specifier: '*' }] },
      {
        certificateField: 'x509SAN',
        mappingRules: [{ specifier: 'DNS' }, { specifier: 'URI' }, { specifier: 'Name/*' }],
      },
      { certificateField: 'x509Subject', mappingRules: [{ specifier: '*' }] },
    ],
    createdAt: moment(profile.createdAt),
    createdBy,
    durationSeconds: profile.durationSeconds,
    enabled,
    ...(managedPolicyArns.length > 0 && { managedPolicyArns: [...managedPolicyArns] }),
    name,
    profileArn: arn,
    profileId: id,
    ...(profile.requireInstanceProperties && { requireInstanceProperties: true }),
    roleArns: [...roleArns],
    ...(sessionPolicy !== undefined && { sessionPolicy }),
    updatedAt: moment(profile.updatedAt),
  }
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html */
export function trustAnchorShape(anchor: TrustAnchor): JsonObject {
  const { id, arn, name, enabled, sourceType, acmPcaArn, x509CertificateData } = anchor
  return {
    createdAt: moment(anchor.createdAt),
    enabled,
    name,
    notificationSettings: ['CA_CERTIFICATE_EXPIRY', 'END_ENTITY_CERTIFICATE_EXPIRY'].map((event) => {
      return { channel: 'ALL', configuredBy: 'rolesanywhere.amazonaws.com', enabled: true, event, threshold: 45 }
    }),
    source: {
      sourceData: {
        ...(acmPcaArn !== undefined && { acmPcaArn }),
        ...(x509CertificateData !== undefined && { x509CertificateData }),
      },
      sourceType,
    },
    trustAnchorArn: arn,
    trustAnchorId: id,
    updatedAt: moment(anchor.updatedAt),
  }
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectSummary.html */
export function subjectShape(subject: Subject): JsonObject {
  return {
    createdAt: moment(subject.createdAt),
    enabled: true,
    lastSeenAt: moment(subject.lastSeenAt),
    subjectArn: subject.arn,
    subjectId: subject.id,
    updatedAt: moment(subject.updatedAt),
    x509Subject: subject.x509Subject,
  }
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectDetail.html */
export function subjectDetailShape(subject: Subject): JsonObject {
  const seenAt = moment(subject.lastSeenAt)
  const credentials = [...subject.serialNumbers].map((serialNumber) => {
    return { enabled: true, failed: false, issuer: '', seenAt, serialNumber, x509CertificateData: '' }
  })
  return { ...subjectShape(subject), credentials, instanceProperties: [] }
}
