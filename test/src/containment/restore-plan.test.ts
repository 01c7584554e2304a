import { awsTimePlaceholder, denyAllPolicy, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import { buildRestorePlan, type RestorePlanInput } from '../../../src/containment/restore-plan.js'
import type { RestoreAs } from '../../../src/domain/plan.js'
import { aSession } from '../../support/fixtures/evidence.js'
import { aGroup, aPreImage, aRole, containmentId, imageOf, managedDenyAll, planFor } from './samples.js'

const block = denyAllPolicy(containmentId)
const revoke = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
const theirs = { name: 'theirs', document: '{"Statement":[]}' }
const preImage = aPreImage([theirs])
const containPlan = planFor(aRole(), {}, { preImage })
const sessions = [
  aSession({ accessKeyId: 'ASIA1' }),
  aSession({ accessKeyId: 'ASIA2', expiresAt: '2026-03-01T09:59:59Z' }),
  aSession({ accessKeyId: 'ASIA3', expiresAt: null, alive: null }),
]

function build(restoreAs: RestoreAs, changes: Partial<RestorePlanInput> = {}) {
  const now = aPreImage([theirs, block])
  const approval = { quorum: 1, raisedBecause: [] }
  const blocked = { questionId: 'eff_1', containPlan, preImage, now, sessions }
  return buildRestorePlan({ ...blocked, restoreAs, approval, leftAlone: [], ...changes })
}

describe('a plan to restore', () => {
  it('after a false alarm removes our block and nothing else', () => {
    expect(build('false-alarm')).toMatchObject({
      ok: true,
      plan: {
        writes: [{ kind: 'deletePolicy', purpose: 'denyAll', policyName: block.name, document: block.document }],
        approval: { quorum: 1 },
        drift: [],
        intendedDifferences: [],
        stillDenied: [],
      },
    })
  })

  it('after a false alarm names the sessions that work again, by the time of the restore', () => {
    expect(build('false-alarm')).toMatchObject({
      plan: { revivingSessions: ['build-17 (ASIA1, until 2026-03-01T11:00:00Z)', 'build-17 (ASIA3, end unknown)'] },
    })
  })

  it('after a compromise revokes older sessions before the block goes, by a date that only AWS knows', () => {
    expect(build('compromise')).toMatchObject({
      ok: true,
      plan: {
        writes: [
          {
            kind: 'putPolicy',
            purpose: 'revokeOlderSessions',
            policyName: revoke.name,
            document: revoke.document,
          },
          { kind: 'deletePolicy', policyName: block.name, document: block.document },
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

  it('says what goes on denying the entity, and leaves it', () => {
    const other = denyAllPolicy('cnt_zzzzzzzzzzzzzzzzzzzz')
    const lockdown = { name: 'Lockdown', document: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}' }
    const now = aPreImage([theirs, block, other, lockdown], {}, [managedDenyAll])
    expect(build('false-alarm', { now })).toMatchObject({
      plan: {
        writes: [{ policyName: block.name }],
        stillDenied: [
          expect.stringContaining('belongs to containment cnt_zzzzzzzzzzzzzzzzzzzz'),
          expect.stringContaining('Policy Lockdown denies everything'),
          expect.stringContaining(`${managedDenyAll} is attached already`),
        ],
      },
    })
  })

  it.each<[string, string, RestorePlanInput['now']]>([
    ['the entity is gone', 'entityReplaced', null],
    ['the entity was re-created', 'entityReplaced', aPreImage([block], { uniqueId: 'AROAEXAMPLEANOTHER001' })],
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
      plan: { drift: [], writes: [{ purpose: 'revokeOlderSessions' }, { purpose: 'denyAll' }] },
    })
  })

  it('a foreign policy under the revoke name is never overwritten, in any case of it', () => {
    for (const name of [revoke.name, revoke.name.toLowerCase()]) {
      const foreign = { name, document: '{"Statement":[]}' }
      expect(build('compromise', { now: aPreImage([block, foreign]) })).toMatchObject({
        ok: false,
        conflict: 'ownershipConflict',
      })
    }
  })

  it('a revoke policy that does not fit stops before anything is written', () => {
    const now = aPreImage([block, { name: 'big', document: 'x'.repeat(10_000) }])
    expect(build('compromise', { now })).toMatchObject({ ok: false, conflict: 'quotaExceeded' })
    expect(build('false-alarm', { now }).ok).toBe(true)
  })

  it('a group is restored like the others, and its members are its drift', () => {
    const plan = planFor(aGroup())
    const now = imageOf(aGroup({ members: [] }), { inlinePolicies: [block] })
    const changes = { containPlan: plan, preImage: imageOf(aGroup()), now, sessions: [] }
    expect(build('false-alarm', changes)).toMatchObject({
      plan: {
        writes: [{ kind: 'deletePolicy', policyName: block.name }],
        drift: [{ what: 'member bob' }, { what: 'member eve' }],
      },
    })
    expect(build('compromise', changes)).toMatchObject({
      plan: { writes: [{ kind: 'putPolicy' }, { kind: 'deletePolicy' }] },
    })
  })
})
