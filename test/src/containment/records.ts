import type { AppliedBlock } from '../../../src/containment/observe.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { ContainPlan } from '../../../src/domain/plan.js'

let nextEventId = 0

/** One call of a session of the role ci-deploy; `actor` and the rest as the test changes them. */
export function aCall(changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventId: `event-${String(nextEventId++).padStart(6, '0')}`,
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
      issuerType: 'Role',
      sessionIssuedAt: '2026-03-01T09:00:00Z',
    },
    ...changes,
  }
}

type Actor = CloudTrailEvent['actor']

/** The user eve with a long-term key. */
export function eve(changes: Partial<Actor> = {}): Actor {
  return {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/staff/eve',
    principalId: 'AIDAEXAMPLEEVE0000001',
    accessKeyId: 'AKIAEXAMPLE0000000001',
    userName: 'eve',
    ...changes,
  }
}

/** A federated session that eve issued: it has her policies. */
export function eveFederated(changes: Partial<Actor> = {}): Actor {
  return {
    type: 'FederatedUser',
    arn: 'arn:aws:sts::111122223333:federated-user/partner',
    principalId: '111122223333:partner',
    accessKeyId: 'ASIAEXAMPLEFEDERATED1',
    issuerArn: 'arn:aws:iam::111122223333:user/staff/eve',
    issuerId: 'AIDAEXAMPLEEVE0000001',
    issuerType: 'IAMUser',
    sessionIssuedAt: '2026-03-01T09:00:00Z',
    ...changes,
  }
}

/** Another user of the account. */
export function aUserActor(name: string, changes: Partial<Actor> = {}): Actor {
  const arn = `arn:aws:iam::111122223333:user/${name}`
  const principalId = `AIDAEXAMPLE${name.toUpperCase()}`.padEnd(20, '0')
  return { type: 'IAMUser', arn, principalId, userName: name, ...changes }
}

/** A call by an administrator, who is neither the principal nor us. */
export function byAdmin(changes: Partial<CloudTrailEvent>): CloudTrailEvent {
  return aCall({ eventSource: 'iam.amazonaws.com', actor: aUserActor('mallory'), ...changes })
}

/** A plan as it was applied at ten o'clock, by a role of ours. */
export function applied(plan: ContainPlan, changes: Partial<AppliedBlock> = {}): AppliedBlock {
  return {
    plan,
    appliedAt: '2026-03-01T10:00:00Z',
    gapsUpTo: null,
    revokedBefore: null,
    propagationWindowMs: 4_000,
    ourArns: ['arn:aws:iam::111122223333:role/security/tourniquet'],
    ...changes,
  }
}
