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

  it('has a piece for each item of a list', () => {
    const longest = Math.max(
      ...[...jsonPieces({ ids: Array.from({ length: 1_000 }, (_, at) => `id ${at}`) })].map(lengthOf),
    )
    expect(longest).toBeLessThan(30)
  })
})

function lengthOf({ length }: string): number {
  return length
}
