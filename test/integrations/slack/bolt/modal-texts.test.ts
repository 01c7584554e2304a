import fc from 'fast-check'
import { modalMemory } from '../../../../integrations/slack/bolt/modal-memory.js'
import { resultView } from '../../../../integrations/slack/bolt/result-view.js'
import { reasonProblem } from '../../../../integrations/slack/bolt/visible-text.js'

describe('a reason', () => {
  it.each([
    'It is an attack.',
    '0123456789',
    'é'.normalize('NFD').repeat(10),
    '攻撃者が侵入しましたよ。',
    '  padded but long enough  ',
  ])('may be %j', (reason) => {
    expect(reasonProblem(reason)).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['nine letters', '123456789'],
    ['blanks', ' '.repeat(40)],
    ['no-break blanks', '\u00a0'.repeat(40)],
    ['zero width', '\u200b'.repeat(40)],
    ['bidirectional marks', '\u202e\u2066'.repeat(40)],
    ['accents on nothing', '\u0301'.repeat(40)],
    ['Hangul fillers', '\u3164\u115f\uffa0'.repeat(40)],
    ['empty braille', '\u2800'.repeat(40)],
    ['variation selectors', 'abc\ufe0f'.repeat(3)],
    ['control characters', '\u0000\u0007'.repeat(40)],
  ])('is refused of %s', (_, reason) => {
    expect(reasonProblem(reason)).toContain('at least 10 characters')
  })

  it('is refused where it is longer than the record takes', () => {
    expect(reasonProblem('x'.repeat(2_000))).toBeNull()
    expect(reasonProblem('x'.repeat(2_001))).toContain('At most')
  })
})

describe('what a modal remembers', () => {
  it('fits Slack and is read back, whatever the message says', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 6_000 }), fc.constant('\u0001"'.repeat(4_000))),
        (text) => {
          const note = { channel: 'C1', threadTs: '1.2', messageTs: '1.3', author: 'U1', text }
          const written = modalMemory.addNote.write(note)
          expect(written.length).toBeLessThanOrEqual(3_000)
          const read = modalMemory.addNote.read(written)
          expect(read).toMatchObject({ channel: 'C1', messageTs: '1.3' })
          if (text.isWellFormed() && text.length < 400) expect(read?.text).toBe(text)
        },
      ),
      { numRuns: 100 },
    )
  })

  it.each(['', '{', 'null', '[]', '{}', '"x"', '{"incidentId":1}', '{"__proto__":{"incidentId":"inc_1"}}'])(
    'is nothing where it is not ours: %j',
    (metadata) => {
      for (const memory of Object.values(modalMemory)) expect(memory.read(metadata)).toBeNull()
    },
  )
})

describe('the view of a result', () => {
  it('is plain text: no mention works, nothing hides, nothing is too long', () => {
    const { blocks } = resultView('Refused', `<!channel> \u202egnp.exe\u0000 <https://x|y> ${'x'.repeat(5_000)}`)
    const [block] = blocks
    expect(block).toMatchObject({ text: { type: 'plain_text', emoji: false } })
    const text = JSON.stringify(block)
    expect(text).not.toMatch(/\\u202e|\u202e|\\u0000/)
    expect(text.length).toBeLessThan(3_100)
  })
})
