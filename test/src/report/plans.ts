import { awsTimePlaceholder, denyAllPolicy, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import type { ContainPlan, PlannedWrite, RestoreAs, RestorePlan } from '../../../src/domain/plan.js'
import type { Entity, IamEntityType } from '../../../src/domain/principal.js'
import { anImpact } from '../../support/fixtures/plans.js'

export const containmentId = 'cnt_0123456789abcdefghij'
const realm = 'exercise/aws/111122223333/127.0.0.1:4566'
const uniqueIds: Record<IamEntityType, string> = {
  role: 'AROAEXAMPLECIDEPLOY01',
  user: 'AIDAEXAMPLEANA0000001',
  group: 'AGPAEXAMPLEADMINS0001',
}

export function anEntity(type: IamEntityType, name: string): Entity & { readonly type: IamEntityType } {
  const arn = `arn:aws:iam::111122223333:${type}/${name}`
  return { type, partition: 'aws', accountId: '111122223333', name, path: '/', arn, uniqueId: uniqueIds[type] }
}

const noImpact = anImpact()

const { name: policyName, document } = denyAllPolicy(containmentId)
export const putDenyAll = { kind: 'putPolicy', purpose: 'denyAll', policyName, document } as const

/** A plan with nothing of its own but what the test gives it. */
export function aPlan(entity: Entity, changes: Partial<ContainPlan> = {}): ContainPlan {
  return {
    kind: 'contain',
    containmentId,
    realm,
    entity,
    sessionName: null,
    modes: ['deny-all'],
    writes: [putDenyAll],
    approval: { quorum: 1, raisedBecause: [] },
    preImageDigest: `sha256:${'e'.repeat(64)}`,
    impact: noImpact,
    notCovered: [],
    ...changes,
  }
}

/** Block the role ci-deploy. */
export function aRolePlan(changes: Partial<ContainPlan> = {}): ContainPlan {
  return aPlan(anEntity('role', 'ci-deploy'), {
    impact: {
      ...noImpact,
      lastUsedAt: '2026-03-01T09:00:00Z',
      lastUsedRegion: 'eu-central-1',
      trustedServices: ['lambda.amazonaws.com'],
      sessionsAlive: 1,
    },
    notCovered: ['Sessions that it opened in other roles live on.'],
    ...changes,
  })
}

/** Deny the user ana and turn off the key that is active. */
export function aUserPlan(): ContainPlan {
  return aPlan(anEntity('user', 'ana'), {
    modes: ['deny-all', 'disable-keys'],
    writes: [
      putDenyAll,
      { kind: 'setKeyStatus', purpose: 'disableKey', accessKeyId: 'AKIAEXAMPLEACTIVE0001', status: 'Inactive' },
    ],
    approval: { quorum: 2, raisedBecause: ['The tag tier=critical takes one approval more.'] },
    impact: {
      ...noImpact,
      consoleAccess: true,
      groups: ['developers'],
      accessKeys: [
        {
          accessKeyId: 'AKIAEXAMPLEACTIVE0001',
          status: 'Active',
          createdAt: '2025-01-01T00:00:00Z',
          lastUsedAt: '2026-03-01T09:58:00Z',
        },
        {
          accessKeyId: 'AKIAEXAMPLEOLD0000002',
          status: 'Inactive',
          createdAt: '2024-01-01T00:00:00Z',
          lastUsedAt: null,
        },
      ],
      sessionsElsewhere: [
        {
          roleArn: 'arn:aws:iam::111122223333:role/deploy',
          accessKeyId: 'ASIAEXAMPLECHAINED001',
          sessionName: 'from-ana',
          expiresAt: '2026-03-01T11:00:00Z',
        },
      ],
      unread: ['The groups of ana could not be read (AccessDenied).'],
    },
  })
}

/** Deny the group admins through the managed policy. */
export function aGroupPlan(): ContainPlan {
  return aPlan(anEntity('group', 'admins'), {
    writes: [{ kind: 'attachPolicy', purpose: 'denyAll', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }],
    approval: { quorum: 2, raisedBecause: ['A group takes one approval more: 2 members are denied.'] },
    impact: { ...noImpact, members: ['ana', 'bo'] },
  })
}

/** Give the role access back; somebody attached ReadOnlyAccess meanwhile. */
export function aRestorePlan(restoreAs: RestoreAs, changes: Partial<RestorePlan> = {}): RestorePlan {
  const revoke = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
  const putRevoke: PlannedWrite = {
    kind: 'putPolicy',
    purpose: 'revokeOlderSessions',
    policyName: revoke.name,
    document: revoke.document,
  }
  const isReal = restoreAs === 'compromise'
  return {
    kind: 'restore',
    questionId: 'eff_restore',
    containmentId,
    realm,
    entity: anEntity('role', 'ci-deploy'),
    restoreAs,
    writes: [...(isReal ? [putRevoke] : []), { kind: 'deletePolicy', purpose: 'denyAll', policyName, document }],
    approval: { quorum: 1, raisedBecause: [] },
    drift: [{ what: 'attached policy arn:aws:iam::aws:policy/ReadOnlyAccess', before: null, now: 'attached' }],
    revivingSessions: isReal ? [] : ['build-17'],
    intendedDifferences: isReal ? ['Sessions issued before the restore stay denied.'] : [],
    stillDenied: [],
    ...changes,
  }
}
