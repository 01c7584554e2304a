import fc from 'fast-check'
import { globMatches, literalTokens, wildcardTokens } from '../../../simulated-aws/policy/glob.js'

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '*', '?', '€', '😀'), maxLength: 12 })
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '😀'), maxLength: 8 })

function asRegExp(glob: string): RegExp {
  const parts = Array.from(glob, (char) => (char === '*' ? '.*' : char === '?' ? '.' : char))
  return new RegExp(`^${parts.join('')}$`, 'su')
}

describe('a pattern', () => {
  it('matches what the equivalent regular expression matches', () => {
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        expect(globMatches(wildcardTokens(glob), candidate)).toBe(asRegExp(glob).test(candidate))
      }),
      { seed: 1, numRuns: 2_000 },
    )
  })

  it('without wildcards matches itself alone', () => {
    fc.assert(
      fc.property(text, text, (literal, candidate) => {
        expect(globMatches(literalTokens(literal), literal)).toBe(true)
        expect(globMatches(literalTokens(literal), candidate)).toBe(literal === candidate)
      }),
      { seed: 1 },
    )
  })

  it('made to backtrack takes no longer than its length times the text', () => {
    const started = process.hrtime.bigint()
    expect(globMatches(wildcardTokens(`${'*a'.repeat(60)}b`), 'a'.repeat(4_000))).toBe(false)
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2_000)
  })
})
