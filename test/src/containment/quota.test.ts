import fc from 'fast-check'
import { awsTimePlaceholder, denyAllPolicy, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import { countedSize, fits, inlinePolicyLimit } from '../../../src/containment/quota.js'
import { containmentId } from './samples.js'

const block = denyAllPolicy(containmentId)
const ofSize = (size: number) => ({ document: 'x'.repeat(size) })

describe('the inline policy quota', () => {
  it('counts all policies together and no white space', () => {
    const existing = [{ document: '{ "a":\n\t"b c" }' }, ofSize(100)]
    expect(fits('role', existing, [block, ofSize(10)])).toEqual({
      fits: true,
      used: 110,
      needs: countedSize(block.document) + 10,
      limit: 10_240,
    })
  })

  it.each([
    ['user', 2_048],
    ['group', 5_120],
    ['role', 10_240],
  ] as const)('a %s has room for %d characters, and not one more', (type, limit) => {
    expect(inlinePolicyLimit[type]).toBe(limit)
    const free = limit - countedSize(block.document)
    expect(fits(type, [ofSize(free)], [block]).fits).toBe(true)
    expect(fits(type, [ofSize(free + 1)], [block]).fits).toBe(false)
  })

  it('a document counts with its time as it will be written', () => {
    const planned = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder).document
    const written = revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00.000Z').document
    expect(countedSize(planned)).toBe(countedSize(written))
  })

  it('white space anywhere changes nothing', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, indent) => {
        expect(countedSize(JSON.stringify(JSON.parse(json), null, indent))).toBe(countedSize(json))
      }),
    )
  })
})
