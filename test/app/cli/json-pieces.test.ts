import fc from 'fast-check'
import { jsonPieces } from '../../../app/cli/json-pieces.js'

describe('JSON in pieces', () => {
  it('is the JSON that it would be at once, and a line end', () => {
    const field = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.constant(undefined), fc.array(fc.object()))
    fc.assert(
      fc.property(fc.dictionary(fc.string(), field), (value) => {
        expect([...jsonPieces(value)].join('')).toBe(`${JSON.stringify(value, null, 2)}\n`)
      }),
      { numRuns: 300 },
    )
  })

  it('has no longer pieces where a list is longer', () => {
    expect(longestOf(100_000)).toBe(longestOf(100))
    expect(longestOf(100)).toBeLessThan(1_000)
  })
})

function longestOf(items: number): number {
  const ids = Array.from({ length: items }, (_, at) => `id ${String(at).padStart(6, '0')}`)
  return Math.max(...[...jsonPieces({ ids })].map(lengthOf))
}

function lengthOf({ length }: string): number {
  return length
}
