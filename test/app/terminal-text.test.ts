import fc from 'fast-check'
import { terminalText } from '../../app/terminal-text.js'

describe('a text from outside, printed on a terminal', () => {
  it.each([
    ['a colour', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a window title', '\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
    ['an escape of eight bits', '\u009b2J', '\\u{9b}2J'],
    ['a line of its own', 'a\r\nApproved by ana', 'a\\u{d}\\u{a}Approved by ana'],
    ['a line by Unicode', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
    ['a backspace', 'deny\b\b\b\ballow', 'deny\\u{8}\\u{8}\\u{8}\\u{8}allow'],
    ['letters from right to left', 'ci-\u202eyolped', 'ci-\\u{202e}yolped'],
    ['an isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['what is not seen', 'a\u200bb\ufeffc', 'a\\u{200b}b\\u{feff}c'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
  ])('cannot send %s', (_what, text, shown) => {
    expect(terminalText(text)).toBe(shown)
  })

  it('stays as it is where it is harmless', () => {
    for (const text of ['ci-deploy', 'Zoë Müller', '日本語', '🚀', 'a\'b"c<d>&e']) expect(terminalText(text)).toBe(text)
  })

  it('is cut where it is long, and says so', () => {
    expect(terminalText('x'.repeat(121))).toBe(`${'x'.repeat(120)}…`)
    expect(terminalText('🚀🚀🚀', 2)).toBe('🚀🚀…')
  })

  it('never holds anything that a terminal obeys, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(terminalText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})
