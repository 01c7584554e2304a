import fc from 'fast-check'
import { readUuid, wordsPerUuid, writeUuid } from '../../../../src/evidence/record/uuid-words.js'

describe('a UUID as four words', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const words = new Uint32Array(wordsPerUuid)
        expect(readUuid(id, words)).toBe(true)
        expect(writeUuid(words, 0)).toBe(id)
      }),
    )
  })

  it.each([
    ['', 'nothing'],
    ['00000000-0000-0000-0000-000000000000', 'zeros alone'],
    ['4A2E1F00-0000-4000-8000-000000000001', 'capitals, which would come out small'],
    ['4a2e1f00a0000-4000-8000-000000000001', 'no dash where one belongs'],
    ['4a2e1f0--0000-4000-8000-000000000001', 'a dash where none belongs'],
    ['4a2e1f00-0000-4000-8000-00000000000', 'too few digits'],
    ['4a2e1f00-0000-4000-8000-00000000000g', 'no digit'],
  ])('%j is none: %s', (text) => {
    expect(readUuid(text, new Uint32Array(wordsPerUuid))).toBe(false)
  })

  it('of zeros stands for none', () => {
    expect(writeUuid(new Uint32Array(wordsPerUuid), 0)).toBeNull()
  })
})
