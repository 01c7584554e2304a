import fc from 'fast-check'
import { abbreviated } from '../../../../src/evidence/proposal/abbreviated.js'

describe('a list that is too long', () => {
  it('ends with a whole item and the number of those left out', () => {
    expect(abbreviated('user ana; user ben; user carl', 20)).toBe('user ana; user ben and 1 more')
  })

  it('counts those that were left out before', () => {
    expect(abbreviated('user ana; user ben; user carl and 4 more', 20)).toBe('user ana; user ben and 5 more')
  })

  it('stays as it is where it fits', () => {
    expect(abbreviated('user ana; user ben and 2 more', 20)).toBe('user ana; user ben and 2 more')
  })

  it('shortens a single item after a word', () => {
    expect(abbreviated('grant to everybody outside', 16)).toBe('grant to…')
  })

  it('never has half an item of a list, and loses none', () => {
    const item = fc.stringMatching(/^[a-z]{1,12}$/)
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 12, max: 60 }),
        (items, longest) => {
          const [, named = '', left = '0'] =
            /^(.*?)(?: and (\d+) more)?$/.exec(abbreviated(items.join('; '), longest)) ?? []
          const shown = named.split('; ')
          expect(shown).toEqual(items.slice(0, shown.length))
          expect(shown.length + Number(left)).toBe(items.length)
        },
      ),
    )
  })
})
