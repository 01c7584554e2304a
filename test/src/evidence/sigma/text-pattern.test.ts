import fc from 'fast-check'
import { compilePattern } from '../../../../src/evidence/sigma/compile-pattern.js'
import { textPattern } from '../../../../src/evidence/sigma/text-pattern.js'

/** A pattern as pieces, its spelling in a rule and an expression of JavaScript's that means the same. */
const piece = fc.oneof(
  fc
    .constantFrom('a', 'b', 'ab', '.', '+', '$', '(')
    .map((text) => ({ rule: text, regex: text.replace(/\W/g, '\\$&') })),
  fc.constant({ rule: '*', regex: '[^]*' }),
  fc.constant({ rule: '?', regex: '[^]' }),
  fc.constant({ rule: '\\*', regex: '\\*' }),
  fc.constant({ rule: '\\?', regex: '\\?' }),
  fc.constant({ rule: '\\\\', regex: '\\\\' }),
)
const text = fc.string({
  unit: fc.constantFrom('a', 'b', '*', '?', '\\', '.', '+', '$', '(', '\n', '😀'),
  maxLength: 12,
})

describe('a pattern', () => {
  it('matches what the same regular expression matches', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), text, (pieces, given) => {
        const rule = pieces.map((each) => each.rule).join('')
        const regex = new RegExp(`^${pieces.map((each) => each.regex).join('')}$`, 'u')
        expect([rule, given, compilePattern(textPattern(rule))(given)]).toEqual([rule, given, regex.test(given)])
      }),
      { numRuns: 5_000 },
    )
  })

  it('finds itself once its wildcards are filled in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', '*', '?'), text), { maxLength: 6 }), (parts) => {
        const rule = parts.map(([part]) => part).join('')
        const filled = parts.map(([part, some]) => (part === '*' ? some : part === '?' ? '😀' : part)).join('')
        expect([rule, filled, compilePattern(textPattern(rule))(filled)]).toEqual([rule, filled, true])
      }),
      { numRuns: 1_000 },
    )
  })

  it('with many stars takes no time that grows with their combinations', () => {
    const test = compilePattern(textPattern(`${'a*'.repeat(200)}b`))
    const start = process.cpuUsage()
    expect(test('a'.repeat(250_000))).toBe(false)
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000)
  })
})
