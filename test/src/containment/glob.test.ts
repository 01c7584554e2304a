import fc from 'fast-check'
import { globMatches } from '../../../src/containment/glob.js'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '?', '/'), maxLength: 12 })

describe('ARN patterns', () => {
  it('match as the plain translation to a regular expression does', () => {
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const source = pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]').replaceAll('/', '\\/')
        expect(globMatches(pattern, text)).toBe(new RegExp(`^${source}$`, 'i').test(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('signs of regular expressions mean themselves', () => {
    expect(globMatches('a.c', 'abc')).toBe(false)
    expect(globMatches('role/x+y.(1)', 'role/x+y.(1)')).toBe(true)
  })

  it('a pattern made to be slow is not slow', () => {
    expect(globMatches(`${'*a'.repeat(40)}b`, 'a'.repeat(2000))).toBe(false)
  })
})
