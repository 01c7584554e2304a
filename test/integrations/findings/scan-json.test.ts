import fc from 'fast-check'
import { MAX_JSON_DEPTH, scanJson } from '../../../integrations/findings/scan-json.js'

describe('scanJson', () => {
  it('finds nothing wrong with what JSON.stringify writes, up to its depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(scanJson(JSON.stringify(value, null, indent))).toBeNull()
      }),
    )
  })

  it('finds a key twice wherever it was put in, however it is spelt', () => {
    const key = fc.string({ unit: 'binary', maxLength: 6 })
    const members = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, noNullPrototype: true })
    fc.assert(
      fc.property(members, fc.nat(), fc.boolean(), (object, which, escaped) => {
        const keys = Object.keys(object)
        const twice = keys[which % keys.length] ?? ''
        const spelt = escaped ? inEscapes(twice) : JSON.stringify(twice)
        const text = `{"around":[${JSON.stringify(object).slice(0, -1)}, ${spelt} : 1}]}`
        expect(scanJson(text)).toBe('an object in it has the same key twice')
      }),
    )
  })

  it.each([
    ['lists', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['objects', (depth: number) => '{"a":'.repeat(depth) + '}'.repeat(depth)],
    ['both', (depth: number) => '[{"a":'.repeat(depth / 2) + '}]'.repeat(depth / 2) + '[]'.repeat(depth % 2)],
  ])('counts %s as levels, and those that were closed no more', (_what, nest) => {
    expect(scanJson(nest(MAX_JSON_DEPTH))).toBeNull()
    expect(scanJson(nest(MAX_JSON_DEPTH).repeat(3))).toBeNull()
    expect(scanJson(nest(MAX_JSON_DEPTH + 2))).toMatch(/deeper than 64/)
  })

  it('answers any text', () => {
    const scraps = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', ' ', '\\u00', '"a":'))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          scraps.map((all) => all.join('')),
        ),
        (text) => {
          expect([null, expect.any(String)]).toContainEqual(scanJson(text))
        },
      ),
    )
  })

  it.each([
    ['white space', `["",${' '.repeat(500_000)}""]`],
    ['texts', `[${'"",'.repeat(300_000)}""]`],
    ['keys', `{${Array.from({ length: 80_000 }, (_, n) => `"${n}":0`).join()}}`],
    ['backslashes', `"${'\\'.repeat(1_000_000)}"`],
    ['quotes that never end', '"'.repeat(1_000_001)],
  ])('is done with a megabyte of %s at once', (_what, text) => {
    const since = performance.now()
    scanJson(text)
    expect(performance.now() - since).toBeLessThan(1_000)
  })
})

function inEscapes(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'))
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`
}
