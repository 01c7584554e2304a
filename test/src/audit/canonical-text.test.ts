import fc from 'fast-check'
import { canonicalText } from '../../../src/audit/canonical-text.js'
import { canonicalJson } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'

describe('the quick canonical text', () => {
  it('is the RFC 8785 text of everything that JSON holds', () => {
    const wellFormed = fc.jsonValue({ stringUnit: 'binary' }).filter((value) => JSON.stringify(value).isWellFormed())
    fc.assert(
      fc.property(wellFormed, (value) => {
        const json = jsonSchema.parse(JSON.parse(JSON.stringify(value)))
        expect(canonicalText(json)).toBe(canonicalJson(json))
      }),
      { seed: 3, numRuns: 500 },
    )
  })

  it.each([
    [{ 10: 'a', 9: 'b', '1': 'c' }],
    [{ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }],
    [[56.0, 1e21, 1e-7, -0, 333333333.3333333]],
  ])('sorts keys and writes numbers as the RFC says: %j', (value) => {
    expect(canonicalText(jsonSchema.parse(value))).toBe(canonicalJson(value))
  })
})
