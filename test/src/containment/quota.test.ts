import { denyAllPolicy } from '../../../src/containment/document.js'
import { countedSize, fits } from '../../../src/containment/quota.js'
import { containmentId } from './samples.js'

const block = denyAllPolicy(containmentId).document
const ofSize = (size: number) => ({ document: 'x'.repeat(size) })

describe('the inline policy quota of a role', () => {
  it('counts all policies together and no white space', () => {
    const existing = [{ document: '{ "a":\n\t"b c" }' }, ofSize(100)]
    expect(fits(existing, block)).toEqual({ fits: true, used: 110, needs: countedSize(block), limit: 10_240 })
  })

  it('the last free character may be used, and not one more', () => {
    const free = 10_240 - countedSize(block)
    expect(fits([ofSize(free)], block).fits).toBe(true)
    expect(fits([ofSize(free + 1)], block).fits).toBe(false)
  })
})
