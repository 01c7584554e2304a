import fc from 'fast-check'
import { buildRestorePlan } from '../../../src/containment/restore-plan.js'
import { objectOf } from '../../../src/domain/plan.js'
import { anAnchor, anImage, carriedOut, newAnchor, profilePlan } from './profile-samples.js'

const anchors = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 9 }), isNew: fc.boolean(), enabled: fc.boolean() }), {
    selector: ({ id }) => id,
    maxLength: 6,
  })
  .map((list) =>
    list.map(({ id, isNew, enabled }) => (isNew ? newAnchor(`n${id}`, enabled) : anAnchor(`o${id}`, { enabled }))),
  )

const images = fc
  .record({ trustAnchors: anchors, enabled: fc.boolean() })
  .map(({ trustAnchors, enabled }) => anImage({ trustAnchors }, { enabled }))

const restoring = { questionId: 'eff_1', approval: { quorum: 1, raisedBecause: [] }, sessions: [] }

describe('what is turned off and on again', () => {
  it('is exactly as before, whatever was off before', () => {
    fc.assert(
      fc.property(images, (before) => {
        const built = profilePlan(before)
        if (!built.ok) return
        const off = carriedOut(before, built.plan.writes)
        const restored = buildRestorePlan({
          ...restoring,
          containPlan: built.plan,
          restoreAs: 'false-alarm',
          preImage: before,
          now: off,
          leftAlone: [],
        })
        if (!restored.ok) throw new Error(restored.reason)
        expect(restored.plan.drift).toEqual([])
        expect(carriedOut(off, restored.plan.writes)).toEqual(before)
      }),
    )
  })

  it('leaves off what others had turned off between the plan and our write', () => {
    fc.assert(
      fc.property(images, fc.infiniteStream(fc.boolean()), (before, coins) => {
        const built = profilePlan(before)
        if (!built.ok) return
        const found = built.plan.writes.filter(() => coins.next().value === true).map(objectOf)
        const meanwhile = carriedOut(
          before,
          built.plan.writes.filter((write) => found.includes(objectOf(write))),
        )
        const off = carriedOut(meanwhile, built.plan.writes)
        const restored = buildRestorePlan({
          ...restoring,
          containPlan: built.plan,
          restoreAs: 'false-alarm',
          preImage: before,
          now: off,
          leftAlone: found,
        })
        if (restored.ok) expect(carriedOut(off, restored.plan.writes)).toEqual(meanwhile)
        else expect(found).toHaveLength(built.plan.writes.length)
      }),
    )
  })

  it('writes only what was on, and never an anchor that others rely on', () => {
    fc.assert(
      fc.property(images, (before) => {
        const built = profilePlan(before)
        const image = before.rolesAnywhere
        const expected = [
          ...(image?.profile.enabled ? [image.profile.profileId] : []),
          ...(image?.trustAnchors ?? [])
            .filter(({ name, enabled }) => enabled && name.startsWith('n'))
            .map(({ name }) => name),
        ]
        expect(built.ok ? built.plan.writes.map(objectOf) : []).toEqual(expected)
      }),
    )
  })

  it('after a compromise nothing is written, and all that stays off is listed', () => {
    fc.assert(
      fc.property(images, (before) => {
        const built = profilePlan(before)
        if (!built.ok) return
        const now = carriedOut(before, built.plan.writes)
        const restored = buildRestorePlan({
          ...restoring,
          containPlan: built.plan,
          restoreAs: 'compromise',
          preImage: before,
          now,
          leftAlone: [],
        })
        if (!restored.ok) throw new Error(restored.reason)
        expect(restored.plan.writes).toEqual([])
        expect(restored.plan.intendedDifferences).toHaveLength(built.plan.writes.length)
      }),
    )
  })
})
