import { approvalLevel } from '../../../src/containment/approval-level.js'
import { aGroup, aRole, aUser } from './samples.js'

const rules = {
  arns: [],
  uniqueIds: [],
  raisingTags: [
    { key: 'tier', value: 'critical' },
    { key: 'ir:protected', value: null },
  ],
}
const base = { quorum: 1, approvers: 5 }
const tagged = (...tags: { key: string; value: string }[]) => aRole({ tags })

describe('how many people a question takes', () => {
  it('an ordinary role or user takes what is configured', () => {
    expect(approvalLevel(aRole(), rules, base)).toEqual({ quorum: 1, raisedBecause: [] })
    expect(approvalLevel(aUser(), rules, { quorum: 2, approvers: 5 })).toEqual({ quorum: 2, raisedBecause: [] })
  })

  it('a group takes one more, for everybody in it is denied', () => {
    expect(approvalLevel(aGroup(), rules, base)).toEqual({
      quorum: 2,
      raisedBecause: ['A group is blocked: each of its members (2) is denied.'],
    })
  })

  it('a tag takes one more, its key in any case; its value counts as it is', () => {
    expect(approvalLevel(tagged({ key: 'TIER', value: 'critical' }), rules, base)).toEqual({
      quorum: 2,
      raisedBecause: ['It is tagged TIER=critical.'],
    })
    expect(approvalLevel(tagged({ key: 'tier', value: 'CRITICAL' }), rules, base).quorum).toBe(1)
    expect(approvalLevel(tagged({ key: 'ir:protected', value: '' }), rules, base).quorum).toBe(2)
  })

  it('ten such tags take one more, not ten: whoever holds a role may tag it', () => {
    const level = approvalLevel(
      tagged({ key: 'tier', value: 'critical' }, { key: 'ir:protected', value: 'yes' }),
      rules,
      base,
    )
    expect(level).toEqual({ quorum: 2, raisedBecause: ['It is tagged ir:protected=yes, tier=critical.'] })
  })

  it('a tagged group takes two more', () => {
    const group = aGroup({ tags: [{ key: 'tier', value: 'critical' }] })
    expect(approvalLevel(group, rules, base).quorum).toBe(3)
  })

  it('never more than there are approvers, and that is said', () => {
    const level = approvalLevel(aGroup(), rules, { quorum: 2, approvers: 2 })
    expect(level.quorum).toBe(2)
    expect(level.raisedBecause.at(-1)).toBe('That would take 3 people; 2 can answer, so 2 are asked for.')
  })

  it('a tag never lowers what is configured', () => {
    expect(approvalLevel(aGroup(), rules, { quorum: 3, approvers: 2 }).quorum).toBe(3)
  })
})
