import { type PreImage, takePreImage } from '../../../src/containment/pre-image.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { RoleDescription } from '../../../src/ports.js'

export const containmentId = 'cnt_0123456789abcdefghij'

export const trustLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/** A role of account 111122223333 with whatever the test changes. */
export function aRole(changes: Partial<RoleDescription> = {}): RoleDescription {
  return {
    name: 'ci-deploy',
    path: '/',
    arn: 'arn:aws:iam::111122223333:role/ci-deploy',
    uniqueId: 'AROAEXAMPLECIDEPLOY01',
    createdAt: '2026-01-01T00:00:00Z',
    trustPolicy: trustLambda,
    permissionsBoundaryArn: null,
    tags: [],
    maxSessionDurationSeconds: 3600,
    lastUsedAt: '2026-03-01T09:00:00Z',
    lastUsedRegion: 'eu-central-1',
    ...changes,
  }
}

/** Its pre-image, with policies as the test wants them. */
export function aPreImage(
  inlinePolicies: { name: string; document: string }[] = [],
  changes: Partial<RoleDescription> = {},
  attachedPolicies: string[] = [],
): PreImage {
  const readings = { partition: 'aws', accountId: '111122223333', role: aRole(changes) } as const
  return takePreImage({ ...readings, inlinePolicies, attachedPolicies }, '2026-03-01T10:00:00Z')
}

let nextEventId = 0

/** One call of a session of that role; `actor` and the rest as the test changes them. */
export function aCall(changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventId: `event-${nextEventId++}`,
    eventTime: '2026-03-01T10:05:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    accountId: '111122223333',
    sourceIp: '198.51.100.7',
    userAgent: 'aws-cli/2.17',
    actor: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build-17',
      principalId: 'AROAEXAMPLECIDEPLOY01:build-17',
      accessKeyId: 'ASIAEXAMPLE0000000001',
      issuerArn: 'arn:aws:iam::111122223333:role/ci-deploy',
      issuerId: 'AROAEXAMPLECIDEPLOY01',
    },
    ...changes,
  }
}

/** A call by an administrator, who is neither the role nor us. */
export function byAdmin(changes: Partial<CloudTrailEvent>): CloudTrailEvent {
  return aCall({
    eventSource: 'iam.amazonaws.com',
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory', principalId: 'AIDAEXAMPLEMALLORY001' },
    ...changes,
  })
}
