import fc from 'fast-check'
import { escapeXml, toXml } from '../../../simulated-aws/wire/xml.js'

const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** What an XML reader makes of a text: exactly the five entities that XML itself has. */
function read(text: string): string {
  return text.replace(/&(\w+);/g, (entity, name) => characters[name] ?? entity)
}

it('any printable text survives the way through XML', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((value) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(value))
  fc.assert(fc.property(text, (value) => expect(read(toXml({ a: value }))).toBe(`<a>${value}</a>`)))
})

it('characters that XML cannot hold are left out, and no text opens an element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids.
      expect(escapeXml(value)).not.toMatch(/[<>\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
    }),
  )
})

it('lists become members and maps become entries', () => {
  expect(toXml({ Names: ['a', 'b'], None: [], Map: { entry: [{ key: 'k', value: 1 }] }, Gone: null })).toBe(
    '<Names><member>a</member><member>b</member></Names><None></None><Map><entry><key>k</key><value>1</value></entry></Map>',
  )
})
