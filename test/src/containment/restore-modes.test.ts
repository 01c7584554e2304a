import {
  awsTimePlaceholder,
  denyAllPolicy,
  denySessionPolicy,
  revokeOlderSessionsPolicy,
} from '../../../src/containment/document.js'
import type { EntityReadings, PreImage } from '../../../src/containment/pre-image.js'
import { buildRestorePlan } from '../../../src/containment/restore-plan.js'
import { type ContainPlan, objectOf, operationOf, type RestoreAs } from '../../../src/domain/plan.js'
import { aSession } from '../../support/fixtures/evidence.js'
import { aRole, aUser, containmentId, imageOf, managedDenyAll, planFor } from './samples.js'

const block = denyAllPolicy(containmentId)
const revoked = revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00Z')
const session = denySessionPolicy(containmentId, 'AROAEXAMPLECIDEPLOY01', 'build-17')
const K1 = 'AKIAEXAMPLE0000000001'
const K2 = 'AKIAEXAMPLE0000000002'
type Status = 'Active' | 'Inactive'

const keys = (statuses: Record<string, Status>) =>
  Object.entries(statuses).map(([accessKeyId, status]) => ({
    accessKeyId,
    status,
    createdAt: '2026-01-01T00:00:00Z',
  }))
const userNow = (accessKeys: Record<string, Status>, changes: Partial<EntityReadings> = {}) =>
  imageOf(aUser(), { inlinePolicies: [block], accessKeys: keys(accessKeys), ...changes })

function restore(containPlan: ContainPlan, restoreAs: RestoreAs, now: PreImage, preImage: PreImage = imageOf(aUser())) {
  const sessions = [
    aSession(),
    aSession({ sessionName: 'build-18', accessKeyId: 'ASIA2' }),
    aSession({ sessionName: '', accessKeyId: K1, expiresAt: null, alive: null }),
  ]
  const approval = { quorum: 1, raisedBecause: [] }
  const wish = { questionId: 'eff_1', restoreAs, approval, leftAlone: [] }
  const built = buildRestorePlan({ ...wish, containPlan, preImage, now, sessions })
  if (!built.ok) return { conflict: built.conflict, reason: built.reason }
  const writes = built.plan.writes.map((write) => `${operationOf(containPlan.entity.type, write)} ${objectOf(write)}`)
  return { ...built.plan, writes }
}

describe('restoring a user whose keys were turned off', () => {
  const plan = planFor(aUser(), { user: ['deny-all', 'disable-keys'] })
  const enable = `UpdateAccessKey ${K1}`
  const removal = `DeleteUserPolicy ${block.name}`

  it('after a false alarm the key that we turned off works again before the denial goes, and no other key', () => {
    expect(restore(plan, 'false-alarm', userNow({ [K1]: 'Inactive', [K2]: 'Inactive' }))).toMatchObject({
      writes: [enable, removal],
      drift: [],
      revivingSessions: expect.arrayContaining([`access key ${K1}`]),
    })
  })

  it('after a compromise keys stay off, as intended', () => {
    expect(restore(plan, 'compromise', userNow({ [K1]: 'Inactive', [K2]: 'Inactive' }))).toMatchObject({
      writes: [`PutUserPolicy ${revoked.name}`, removal],
      intendedDifferences: [expect.stringContaining(revoked.name), expect.stringContaining(`${K1} stays off`)],
      drift: [],
      revivingSessions: [],
    })
  })

  it('a key that others turned on, or deleted, is drift and is left', () => {
    const what = `access key ${K1}, turned off by us`
    expect(restore(plan, 'false-alarm', userNow({ [K1]: 'Active', [K2]: 'Inactive' }))).toMatchObject({
      writes: [removal],
      drift: [{ what, before: 'Inactive', now: 'Active' }],
    })
    expect(restore(plan, 'false-alarm', userNow({ [K2]: 'Inactive' }))).toMatchObject({
      writes: [removal],
      drift: [{ what, before: 'Inactive', now: null }],
    })
  })

  it('a key made meanwhile is reported and neither turned on nor off', () => {
    const now = userNow({ [K1]: 'Inactive', [K2]: 'Inactive', AKIAEXAMPLE0000000003: 'Active' })
    expect(restore(plan, 'false-alarm', now)).toMatchObject({
      writes: [enable, removal],
      drift: [{ what: 'access key AKIAEXAMPLE0000000003', before: null, now: 'Active' }],
    })
  })

  it('keys alone are undone alone, and no session revives that was never denied', () => {
    const keysOnly = planFor(aUser(), { user: ['disable-keys'] })
    const now = userNow({ [K1]: 'Inactive', [K2]: 'Inactive' }, { inlinePolicies: [] })
    expect(restore(keysOnly, 'false-alarm', now)).toMatchObject({
      writes: [enable],
      revivingSessions: [`access key ${K1}`],
    })
    expect(restore(keysOnly, 'compromise', now)).toMatchObject({ writes: [`PutUserPolicy ${revoked.name}`] })
  })

  it('nothing left to undo is a missing block, not an empty plan', () => {
    const keysOnly = planFor(aUser(), { user: ['disable-keys'] })
    const now = userNow({ [K1]: 'Active', [K2]: 'Inactive' }, { inlinePolicies: [] })
    expect(restore(keysOnly, 'false-alarm', now)).toMatchObject({ conflict: 'blockMissing' })
  })
})

describe('restoring a user whom the managed policy denies', () => {
  const big = { name: 'big', document: 'x'.repeat(2_000) }
  const preImage = imageOf(aUser(), { inlinePolicies: [big] })
  const plan = planFor(aUser(), {}, { preImage })
  const attached = imageOf(aUser(), { inlinePolicies: [big], attachedPolicies: [managedDenyAll] })

  it('it is detached, since our plan attached it', () => {
    expect(restore(plan, 'false-alarm', attached, preImage)).toMatchObject({
      writes: [`DetachUserPolicy ${managedDenyAll}`],
      drift: [],
      stillDenied: [],
    })
  })

  it('one that is gone is a missing block', () => {
    expect(restore(plan, 'false-alarm', preImage, preImage)).toMatchObject({ conflict: 'blockMissing' })
  })

  it('a revoke policy that finds no room stops a restore after a compromise', () => {
    expect(restore(plan, 'compromise', attached, preImage)).toMatchObject({ conflict: 'quotaExceeded' })
  })

  it('one that was attached before is never detached', () => {
    const before = imageOf(aUser(), { attachedPolicies: [managedDenyAll] })
    const inline = planFor(aUser(), {}, { preImage: before })
    const now = imageOf(aUser(), { inlinePolicies: [block], attachedPolicies: [managedDenyAll] })
    expect(restore(inline, 'false-alarm', now, before)).toMatchObject({
      writes: [`DeleteUserPolicy ${block.name}`],
      stillDenied: [expect.stringContaining(managedDenyAll)],
    })
  })
})

describe('restoring what was less than a denial of everything', () => {
  const preImage = imageOf(aRole())
  const now = (...inlinePolicies: { name: string; document: string }[]) => imageOf(aRole(), { inlinePolicies })

  it('one session: its policy goes, and only that session revives', () => {
    const plan = planFor(aRole(), { role: ['deny-session'] }, { sessionName: 'build-17' })
    expect(restore(plan, 'false-alarm', now(session), preImage)).toMatchObject({
      writes: [`DeleteRolePolicy ${session.name}`],
      revivingSessions: [expect.stringContaining('build-17 ')],
    })
    expect(restore(plan, 'compromise', now(session), preImage)).toMatchObject({
      writes: [`PutRolePolicy ${revoked.name}`, `DeleteRolePolicy ${session.name}`],
    })
    expect(restore(plan, 'false-alarm', now(), preImage)).toMatchObject({ conflict: 'blockMissing' })
  })

  it('older sessions: after a compromise they stay revoked, by a newer date', () => {
    const plan = planFor(aRole(), { role: ['revoke-sessions'] })
    expect(restore(plan, 'false-alarm', now(revoked), preImage)).toMatchObject({
      writes: [`DeleteRolePolicy ${revoked.name}`],
      drift: [],
    })
    const anew = buildRestorePlan({
      ...{ questionId: 'eff_1', containPlan: plan, preImage, now: now(revoked), sessions: [] },
      ...{ restoreAs: 'compromise', approval: { quorum: 1, raisedBecause: [] }, leftAlone: [] },
    })
    expect(anew).toMatchObject({ plan: { writes: [{ document: expect.stringContaining(awsTimePlaceholder) }] } })
    expect(restore(plan, 'false-alarm', now(), preImage)).toMatchObject({ conflict: 'blockMissing' })
  })

  it('both: the revoke policy goes first, the denial last; one that others removed does not hinder the other', () => {
    const plan = planFor(aRole(), { role: ['deny-all', 'revoke-sessions'] })
    expect(restore(plan, 'false-alarm', now(revoked, block), preImage)).toMatchObject({
      writes: [`DeleteRolePolicy ${revoked.name}`, `DeleteRolePolicy ${block.name}`],
    })
    expect(restore(plan, 'false-alarm', now(block), preImage)).toMatchObject({
      writes: [`DeleteRolePolicy ${block.name}`],
    })
    expect(restore(plan, 'false-alarm', now(revoked), preImage)).toMatchObject({ conflict: 'blockMissing' })
  })

  it('a revoke policy that somebody edited is not ours to remove', () => {
    const plan = planFor(aRole(), { role: ['deny-all', 'revoke-sessions'] })
    const edited = { ...revoked, document: revoked.document.replace('"Deny"', '"Allow"') }
    expect(restore(plan, 'false-alarm', now(edited, block), preImage)).toMatchObject({ conflict: 'ownershipConflict' })
  })
})
