import { buildContainPlan } from '../../../src/containment/contain-plan.js'
import { awsTimePlaceholder, denyAllPolicy, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import { buildRestorePlan, type RestorePlanInput } from '../../../src/containment/restore-plan.js'
import type { RestoreAs } from '../../../src/domain/plan.js'
import { aPreImage, aRole, containmentId } from './samples.js'

const realm = { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null } as const
const block = denyAllPolicy(containmentId)
const theirs = { name: 'theirs', document: '{"Statement":[]}' }
const preImage = aPreImage([theirs])
const contained = buildContainPlan({
  containmentId,
  realm,
  role: aRole(),
  preImage,
  evidence: null,
  instanceProfiles: [],
})
if (!contained.ok) throw new Error(contained.reason)
const containPlan = contained.plan
const session = {
  sessionName: 'build-17',
  firstSeenAt: preImage.takenAt,
  lastSeenAt: preImage.takenAt,
  calls: 1,
  errors: 0,
  sourceIps: [],
}
const sessions = [
  { ...session, accessKeyId: 'ASIA1', expiresAt: '2026-03-01T11:00:00Z', alive: true },
  { ...session, accessKeyId: 'ASIA2', expiresAt: '2026-03-01T09:59:59Z', alive: true },
  { ...session, accessKeyId: 'ASIA3', expiresAt: null, alive: null },
]

function build(restoreAs: RestoreAs, changes: Partial<RestorePlanInput> = {}) {
  const now = aPreImage([theirs, block])
  return buildRestorePlan({ containPlan, restoreAs, preImage, now, sessions, ...changes })
}

describe('a plan to restore', () => {
  it('after a false alarm removes our block and nothing else', () => {
    expect(build('false-alarm')).toMatchObject({
      ok: true,
      plan: {
        writes: [
          { operation: 'DeleteRolePolicy', purpose: 'removeDenyAll', roleName: 'ci-deploy', policyName: block.name },
        ],
        drift: [],
        intendedDifferences: [],
      },
    })
  })

  it('after a false alarm names the sessions that work again, by the time of the restore', () => {
    expect(build('false-alarm')).toMatchObject({
      plan: { revivingSessions: ['build-17 (ASIA1, until 2026-03-01T11:00:00Z)', 'build-17 (ASIA3, end unknown)'] },
    })
  })

  it('after a compromise revokes older sessions before the block goes, by a date that only AWS knows', () => {
    const revoke = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
    expect(build('compromise')).toMatchObject({
      ok: true,
      plan: {
        writes: [
          {
            operation: 'PutRolePolicy',
            purpose: 'revokeOlderSessions',
            policyName: revoke.name,
            document: revoke.document,
          },
          { operation: 'DeleteRolePolicy', policyName: block.name, document: block.document },
        ],
        revivingSessions: [],
        intendedDifferences: [expect.stringContaining(revoke.name)],
      },
    })
  })

  it('lists what others changed meanwhile, and touches none of it', () => {
    const now = aPreImage([block, { name: 'added', document: '{}' }], { tags: [{ key: 'k', value: 'v' }] })
    const result = build('false-alarm', { now })
    expect(result).toMatchObject({
      ok: true,
      plan: { drift: [{ what: 'inline policy added' }, { what: 'inline policy theirs' }, { what: 'tag k' }] },
    })
    expect(result.ok ? result.plan.writes : []).toHaveLength(1)
  })

  it('a block that IAM gives back in another spelling is still ours', () => {
    const respelled = {
      name: block.name,
      document: encodeURIComponent(JSON.stringify(JSON.parse(block.document), null, 2)),
    }
    expect(build('false-alarm', { now: aPreImage([theirs, respelled]) }).ok).toBe(true)
  })

  it.each<[string, string, RestorePlanInput['now']]>([
    ['the role is gone', 'entityReplaced', null],
    ['the role was re-created', 'entityReplaced', aPreImage([block], { uniqueId: 'AROAEXAMPLEANOTHER001' })],
    ['the block is gone', 'blockMissing', aPreImage([theirs])],
    [
      'the block was edited',
      'ownershipConflict',
      aPreImage([{ ...block, document: block.document.replace('"*"', '"s3:*"') }]),
    ],
    ['the block cannot be read', 'ownershipConflict', aPreImage([{ ...block, document: 'broken' }])],
  ])('stops where %s', (_, conflict, now) => {
    expect(build('false-alarm', { now })).toMatchObject({ ok: false, conflict })
    expect(build('compromise', { now })).toMatchObject({ ok: false, conflict })
  })

  it('a revoke policy left by an earlier attempt of ours is written again', () => {
    const earlier = revokeOlderSessionsPolicy(containmentId, '2026-03-01T09:00:00Z')
    expect(build('compromise', { now: aPreImage([theirs, block, earlier]) })).toMatchObject({
      ok: true,
      plan: { drift: [] },
    })
  })

  it('a foreign policy under the revoke name is never overwritten', () => {
    const foreign = { name: `RevokeOlderSessions-${containmentId}`, document: '{"Statement":[]}' }
    expect(build('compromise', { now: aPreImage([block, foreign]) })).toMatchObject({
      ok: false,
      conflict: 'ownershipConflict',
    })
  })

  it('a revoke policy that does not fit stops before anything is written', () => {
    const now = aPreImage([block, { name: 'big', document: 'x'.repeat(10_000) }])
    expect(build('compromise', { now })).toMatchObject({ ok: false, conflict: 'quotaExceeded' })
    expect(build('false-alarm', { now }).ok).toBe(true)
  })
})
