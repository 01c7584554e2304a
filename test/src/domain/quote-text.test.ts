import fc from 'fast-check'
import { quoteText } from '../../../src/domain/quote-text.js'

describe('quoteText', () => {
  it('puts ordinary text in double quotes', () => {
    expect(quoteText('ci-deploy')).toBe('"ci-deploy"')
  })

  it('shows quotes, line breaks, right-to-left marks and emoji as escapes', () => {
    expect(quoteText('a"b\n\u202ec😀')).toBe('"a\\"b\\n\\u202ec\\ud83d\\ude00"')
  })

  it('cuts after 80 characters and says so', () => {
    expect(quoteText('x'.repeat(81))).toBe(`"${'x'.repeat(80)}..."`)
    expect(quoteText('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`)
  })

  it('is one line of printable ASCII that reads back as the text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(quoteText(text)).toMatch(/^"[\x20-\x7e]*"$/)
        expect(JSON.parse(quoteText(text))).toBe(text)
      }),
    )
  })
})
