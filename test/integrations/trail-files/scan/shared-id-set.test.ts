import fc from 'fast-check'
import { makeSharedIds, SharedIdSet } from '../../../../integrations/trail-files/scan/shared-id-set.js'

const id = (number: number) => `3f2c7b1e-0d5a-4c61-9b7e-${number.toString(16).padStart(12, '0')}`

describe('ids that threads share', () => {
  it('are new to exactly one of them', () => {
    const shared = makeSharedIds(0)
    const [one, other] = [new SharedIdSet(shared), new SharedIdSet(shared)]
    expect([one.add(id(1)), other.add(id(1)), other.add(id(2)), one.add(id(2))]).toEqual([true, false, true, false])
  })

  it('are told apart as a set of texts tells them, whatever they are', () => {
    const texts = fc.array(fc.oneof(fc.uuid(), fc.string(), fc.integer({ min: 0, max: 50 }).map(id)), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(texts, (ids) => {
        const set = new SharedIdSet(makeSharedIds(0))
        const plain = new Set<string>()
        for (const text of ids) expect(set.add(text)).toBe(plain.size < plain.add(text).size)
      }),
      { numRuns: 50 },
    )
  })

  it('that differ in their last digits alone are many more than was guessed, and none is lost', () => {
    const set = new SharedIdSet(makeSharedIds(0))
    const news = Array.from({ length: 100_000 }, (_, number) => set.add(id(number)))
    expect(news.every(Boolean)).toBe(true)
    expect(Array.from({ length: 100_000 }, (_, number) => set.add(id(number))).some(Boolean)).toBe(false)
  })

  it('of capital letters, of zeros and of other shapes are ids as well', () => {
    const set = new SharedIdSet(makeSharedIds(0))
    const ids = ['', '0', id(0).toUpperCase(), '00000000-0000-0000-0000-000000000000', 'sha256:abc', id(0)]
    expect(ids.map((text) => set.add(text))).toEqual(ids.map(() => true))
    expect(ids.map((text) => set.add(text))).toEqual(ids.map(() => false))
  })
})
