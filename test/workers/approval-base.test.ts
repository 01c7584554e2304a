import { approvalBase } from '../../workers/approval-base.js'

const counts = { quorum: 1, approvers: 3, names: ['ana', 'ben', 'cyd'] }

describe('how many can still answer a question', () => {
  it.each([
    [[], 3],
    [['ana'], 2],
    [['ana', 'ben'], 1],
    [['ana', 'oli'], 2],
    [['ana', 'ana'], 2],
  ])('is everybody who may but those whose word it rests on: %j leave %d', (requestedBy, approvers) => {
    expect(approvalBase(counts, requestedBy)).toEqual({ quorum: 1, approvers })
  })
})
