import { BodyReader } from '../../../src/audit/body-reader.js'
import { linkBody } from '../../../src/audit/chain.js'

const prevHash = `sha256:${'a'.repeat(64)}`

describe('a stored body', () => {
  it.each([
    ['the quick way', { seq: 1, incidentId: 'inc_1', detail: { b: [], a: 'Zo\u00eb' } }],
    ['parsed', { seq: 1, incidentId: 'inc_1', detail: { ratio: 0.5, '\u00e9': '\u0001' } }],
  ])('read %s has the hash that it was linked with, however its text is written', (_, body) => {
    const reader = new BodyReader()
    for (const text of [
      JSON.stringify(body),
      JSON.stringify(body, null, 2),
      JSON.stringify({ ...body }).replaceAll('":', '" : '),
    ]) {
      reader.read(text)
      expect([reader.member('seq'), reader.member('incidentId'), reader.member('at')]).toEqual([
        '1',
        '"inc_1"',
        undefined,
      ])
      expect(reader.hashBehind(prevHash)).toBe(linkBody(prevHash, body).hash)
    }
  })

  it.each(['', '[]', 'null', '7', '{"seq": 1', '{"seq": 1} x', '['.repeat(100_000)])(
    'that is no JSON object reads as an empty one: %.20s',
    (text) => {
      const reader = new BodyReader()
      reader.read('{"seq": 1}')
      reader.read(text)
      expect(reader.member('seq')).toBeUndefined()
      expect(reader.hashBehind(prevHash)).toBe(linkBody(prevHash, {}).hash)
    },
  )

  it('has no member that it only inherits', () => {
    const reader = new BodyReader()
    reader.read('{"ratio": 0.5}')
    expect(reader.member('constructor')).toBeUndefined()
  })
})
