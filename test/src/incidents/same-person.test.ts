import fc from 'fast-check'
import { lookKey, mayBeSamePerson, nameKey } from '../../../src/incidents/same-person.js'

describe('two names may be one person', () => {
  it.each([
    ['the same', 'ana', 'ana'],
    ['in another case', 'ana', 'ANA'],
    ['an address', 'ana', 'ana@example.com'],
    ['two addresses', 'ana@example.com', 'ana@example.org'],
    ['an address with a tag', 'ana', 'ana+aws-prod@example.com'],
    ['a tag without an address', 'ana', 'ana+2'],
    ['an address in capitals', 'ana', 'Ana@EXAMPLE.com'],
    ['a Cyrillic а', 'ana', 'аna'],
    ['all of it Cyrillic', 'cop', 'сор'],
    ['a Greek ο', 'bo', 'bο'],
    ['a full-width letter', 'ana', 'ａｎａ'],
    ['an accent', 'ana', 'aná'],
    ['an accent of its own', 'ana', 'ana\u0301'],
    ['a zero-width space', 'ana', 'a\u200bna'],
    ['a right-to-left mark', 'ana', '\u200fana'],
    ['a space around', 'ana', ' ana '],
    ['a dotless ı', 'li', 'lı'],
    ['a mathematical letter', 'ana', '𝒶na'],
  ])('%s: %s and %s', (_, one, other) => {
    expect(mayBeSamePerson(one, other)).toBe(true)
    expect(mayBeSamePerson(other, one)).toBe(true)
  })

  it.each([
    ['ana', 'ben'],
    ['ana', 'anna'],
    ['ana', 'ana2'],
    ['ana', 'ana.b@example.com'],
    ['ana', ''],
    ['', ''],
    ['@', '@'],
    ['ana', '@ana'],
    ['+', '+x'],
    ['build-17', 'build-18'],
  ])('not %s and %s', (one, other) => {
    expect(mayBeSamePerson(one, other)).toBe(false)
  })

  it('whatever case, tag and domain are put to a name', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/)
    fc.assert(
      fc.property(name, name, fc.boolean(), (local, tag, isUpper) => {
        const address = `${local}+${tag}@example.com`
        expect(mayBeSamePerson(local, isUpper ? address.toUpperCase() : address)).toBe(true)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it('a key of a key is the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name))
        expect(lookKey(lookKey(name))).toBe(lookKey(name))
      }),
      { seed: 6, numRuns: 500 },
    )
  })
})
