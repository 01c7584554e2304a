import fc from 'fast-check'
import type { ContainModes } from '../../../src/containment/contain-modes.js'
import { buildContainPlan } from '../../../src/containment/contain-plan.js'
import { fillAwsTime } from '../../../src/containment/document.js'
import { isOwnPolicy } from '../../../src/containment/own-policy.js'
import type { PreImage } from '../../../src/containment/pre-image.js'
import { buildRestorePlan } from '../../../src/containment/restore-plan.js'
import type { PlannedWrite } from '../../../src/domain/plan.js'
import { aGroup, aRole, aUser, containmentId, imageOf, managedDenyAll, planInput } from './samples.js'

/** IAM as a pure function: the entity after one write. A write that IAM would refuse, or that hits others' policies, throws. */
function write(image: PreImage, one: PlannedWrite): PreImage {
  const { inlinePolicies, attachedPolicies, accessKeys } = image
  switch (one.kind) {
    case 'putPolicy': {
      const present = inlinePolicies.find(({ name }) => name.toLowerCase() === one.policyName.toLowerCase())
      if (present && !isOwnPolicy(one, present.document, containmentId)) throw new Error('overwrites a foreign policy')
      const isRevoke = one.purpose === 'revokeOlderSessions'
      const document = isRevoke ? fillAwsTime(one.document, '2026-03-01T10:00:00.000Z') : one.document
      const others = inlinePolicies.filter((policy) => policy !== present)
      return { ...image, inlinePolicies: sorted([...others, { name: one.policyName, document }]) }
    }
    case 'deletePolicy': {
      const present = inlinePolicies.find(({ name }) => name === one.policyName)
      if (!present || !isOwnPolicy(one, present.document, containmentId)) throw new Error('deletes a foreign policy')
      return { ...image, inlinePolicies: inlinePolicies.filter((policy) => policy !== present) }
    }
    case 'attachPolicy':
      return { ...image, attachedPolicies: [...new Set([...attachedPolicies, one.policyArn])].sort() }
    case 'detachPolicy':
      return { ...image, attachedPolicies: attachedPolicies.filter((arn) => arn !== one.policyArn) }
    case 'setKeyStatus': {
      if (!accessKeys?.some(({ accessKeyId }) => accessKeyId === one.accessKeyId)) throw new Error('no such key')
      const set = (key: (typeof accessKeys)[number]) =>
        key.accessKeyId === one.accessKeyId ? { ...key, status: one.status } : key
      return { ...image, accessKeys: accessKeys.map(set) }
    }
    default:
      throw new Error('no such write')
  }
}

function sorted(policies: PreImage['inlinePolicies']): PreImage['inlinePolicies'] {
  return policies.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const policies = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('DenyAll', 'read', 'big', 'Lockdown', 'DenyAll-cnt_zzzzzzzzzzzzzzzzzzzz'),
    document: fc.nat(2_100).map((size) => `{"Statement":"${'x'.repeat(size)}"}`),
  }),
  { selector: ({ name }) => name, maxLength: 4 },
)
const attached = fc.uniqueArray(
  fc.oneof(
    fc.constant(managedDenyAll),
    fc.nat(11).map((index) => `arn:p${index}`),
  ),
  { maxLength: 11 },
)
const keys = fc.uniqueArray(
  fc.record({
    accessKeyId: fc.constantFrom('AKIA1', 'AKIA2'),
    status: fc.constantFrom('Active' as const, 'Inactive' as const),
    createdAt: fc.constant('2026-01-01T00:00:00Z'),
  }),
  { selector: ({ accessKeyId }) => accessKeyId, maxLength: 2 },
)
const modes: fc.Arbitrary<ContainModes> = fc.record({
  role: fc.subarray(['deny-all', 'deny-session', 'revoke-sessions'] as const, { minLength: 1 }),
  user: fc.subarray(['deny-all', 'revoke-sessions', 'disable-keys'] as const, { minLength: 1 }),
  group: fc.constant(['deny-all'] as const),
})
const situation = fc.record({
  entity: fc.constantFrom(aRole(), aUser(), aGroup()),
  inlinePolicies: policies,
  attachedPolicies: attached,
  accessKeys: keys,
  modes,
  sessionName: fc.option(fc.constantFrom('build-17', 'a b')),
  policyName: fc.option(fc.constantFrom('DenyAll', 'lockdown')),
})

const approval = { quorum: 1, raisedBecause: [] }
const asked = { questionId: 'eff_1', sessions: [], approval, leftAlone: [] }

function contained(given: typeof situation extends fc.Arbitrary<infer Value> ? Value : never) {
  const { entity, inlinePolicies, attachedPolicies, sessionName, policyName } = given
  const isUser = entity.type === 'user'
  const preImage = imageOf(entity, { inlinePolicies, attachedPolicies, accessKeys: isUser ? given.accessKeys : null })
  const built = buildContainPlan({ ...planInput(entity), preImage, modes: given.modes, sessionName, policyName })
  if (!built.ok) return null
  return { preImage, containPlan: built.plan, now: built.plan.writes.reduce(write, preImage) }
}

describe('whatever an entity looks like and however it is contained', () => {
  it('a restore after a false alarm leaves exactly the pre-image', () => {
    let plans = 0
    fc.assert(
      fc.property(situation, (given) => {
        const block = contained(given)
        if (block === null) return
        plans += 1
        expect(block.now).not.toEqual(block.preImage)
        const built = buildRestorePlan({ ...block, ...asked, restoreAs: 'false-alarm' })
        if (!built.ok) throw new Error(built.reason)
        expect(built.plan.drift).toEqual([])
        expect(built.plan.writes.reduce(write, block.now)).toEqual(block.preImage)
      }),
      { numRuns: 500 },
    )
    expect(plans).toBeGreaterThan(250)
  })

  it('a restore after a compromise leaves the pre-image, our revoke policy, and keys that are off', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const block = contained(given)
        if (block === null) return
        const built = buildRestorePlan({ ...block, ...asked, restoreAs: 'compromise' })
        if (!built.ok) return expect(built.conflict).toBe('quotaExceeded')
        const after = built.plan.writes.reduce(write, block.now)
        const name = `RevokeOlderSessions-${containmentId}`
        expect(after.inlinePolicies.filter((policy) => policy.name !== name)).toEqual(block.preImage.inlinePolicies)
        expect(after.inlinePolicies.some((policy) => policy.name === name)).toBe(true)
        expect({ ...after, inlinePolicies: [], accessKeys: null }).toEqual({
          ...block.preImage,
          inlinePolicies: [],
          accessKeys: null,
        })
        expect(after.accessKeys).toEqual(block.now.accessKeys)
      }),
      { numRuns: 500 },
    )
  })
})
