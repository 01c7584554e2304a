import fc from 'fast-check'
import { EventIdSet } from '../../../../src/evidence/record/event-id-set.js'

describe('which event ids were seen', () => {
  it('is what a Set of texts says, for UUIDs and for any other text, through every growth', () => {
    const id = fc.oneof(
      fc.uuid(),
      fc.integer({ min: 0, max: 40 }).map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
      fc.constantFrom('', 'sha256:1', '00000000-0000-0000-0000-000000000000', '3F2C7B1E-0D5A-4C61-9B7E-52A4D0C9E811'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const [ours, plain] = [new EventIdSet(1), new Set<string>()]
        for (const one of ids) {
          expect(ours.add(one)).toBe(!plain.has(one))
          plain.add(one)
        }
        expect(ours.size).toBe(plain.size)
      }),
    )
  })

  it('ids that differ in one digit are two, wherever it stands', () => {
    const ids = new EventIdSet()
    const base = '11111111-1111-4111-8111-111111111111'
    ids.add(base)
    for (let at = 0; at < base.length; at++) {
      if (base[at] === '-') continue
      expect(ids.add(`${base.slice(0, at)}f${base.slice(at + 1)}`)).toBe(true)
    }
    expect(ids.size).toBe(33)
  })

  it('100,000 ids that count upwards are told apart', () => {
    const ids = new EventIdSet()
    const name = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
    for (let n = 0; n < 100_000; n++) ids.add(name(n))
    expect(ids.size).toBe(100_000)
    expect([0, 99_999].map((n) => ids.add(name(n)))).toEqual([false, false])
  })
})
