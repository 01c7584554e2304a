import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { briefingLines, headerLines } from '../../../../app/exercise/terminal/briefing.js'
import { pairLines, rowLines } from '../../../../app/exercise/terminal/columns.js'
import { helpLines } from '../../../../app/exercise/terminal/help.js'
import { listLines } from '../../../../app/exercise/terminal/list-lines.js'
import { hasColours, paintFor } from '../../../../app/exercise/terminal/paint.js'
import { RolesPlayed } from '../../../../app/exercise/terminal/roles-played.js'
import { cut, widthOf, wrap } from '../../../../app/exercise/terminal/text-width.js'
import { exerciseOf, initText } from '../../../support/exercises/exercises.js'

const plain = paintFor(false)
const bright = paintFor(true)
const exercise = exerciseOf(initText)
const roles = new RolesPlayed(exercise, ['approver', 'facilitator'])
const hostile = '\u001b[2J\u001b]0;owned\u0007 \u202egnp.exe\r\nsecond\nthird 数据库 e\u0301'
const row = { atMs: 65_000, kind: 'PRESSURE', text: hostile, tone: 'warning' } as const

describe.each([60, 80, 200])('a screen of %i columns', (width) => {
  it.each([
    ['a row of the timeline', (paint: typeof plain) => rowLines(row, width, paint)],
    ['a long word', (paint: typeof plain) => rowLines({ ...row, text: 'x'.repeat(700) }, width, paint)],
    [
      'the header',
      (paint: typeof plain) => headerLines(exercise, { pace: 'x10', people: 'approver: you' }, width, paint),
    ],
    ['the briefing', (paint: typeof plain) => briefingLines(exercise, roles, width, paint)],
    ['the help', (paint: typeof plain) => helpLines(null, true, width, paint)],
    [
      'the list of exercises',
      (paint: typeof plain) => listLines([exercise, { ...exercise, summary: hostile }], width, paint),
    ],
    ['pairs', (paint: typeof plain) => pairLines([['a title that is too long', hostile]], width, paint)],
  ])('holds %s, and colours take no room', (_what, show) => {
    const lines = show(plain)
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
    expect(show(bright).map(stripVTControlCharacters)).toEqual(lines)
  })
})

describe('a text from outside', () => {
  it('is shown as what it is, and moves no cursor', () => {
    const text = rowLines(row, 100, plain).join('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
    expect(text).toContain('\\u{1b}[2J')
    expect(text).toContain('\\u{202e}gnp.exe')
  })

  it('keeps its lines, each in the column of the text', () => {
    const lines = rowLines({ ...row, text: 'one\n\n two' }, 100, plain)
    expect(lines).toEqual([' T+01:05  PRESSURE   one', '                     two'])
    expect(rowLines({ ...row, text: 'one' }, 50, plain)).toEqual([' T+01:05  PRESSURE', '    one'])
    expect(rowLines({ ...row, text: 'one', atMs: 3_900_000 }, 100, plain)).toEqual(['T+1:05:00  PRESSURE   one'])
  })

  it('loses nothing by being wrapped but white space, and no line is too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 2, max: 90 }), (text, width) => {
        const lines = wrap(text, width)
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
        expect(lines.every((line) => widthOf(line) <= width)).toBe(true)
        expect(widthOf(cut(text.replace(/\s/g, ' '), width))).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('of wide characters takes two columns each, and marks none', () => {
    expect([widthOf('数据'), widthOf('e\u0301'), widthOf('abc')]).toEqual([4, 1, 3])
    expect(cut('数据库', 5)).toBe('数据…')
  })
})

describe('colours', () => {
  it.each([
    ['a terminal', { isTTY: true }, { TERM: 'xterm' }, true],
    ['a pipe', {}, { TERM: 'xterm' }, false],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
  ])('%s', (_what, stream, env, expected) => {
    expect(hasColours(stream, env)).toBe(expected)
  })
})

describe('the briefing', () => {
  const text = (played: string[]) => briefingLines(exercise, new RolesPlayed(exercise, played), 100, plain).join('\n')

  it('shows what is to be managed, and neither the right decision nor what is hidden', () => {
    const told = text(['approver'])
    expect(told).toMatch(/at most \d+m/)
    for (const { text: secret, hidden } of exercise.attack?.steps ?? []) if (hidden) expect(told).not.toContain(secret)
    for (const { text: objective } of exercise.objectives.filter(({ metric }) => metric === 'decision')) {
      expect(told).not.toContain(objective)
    }
  })

  it('tells the facilitator all', () => {
    expect(text(['facilitator'])).toContain('For the facilitator alone')
    expect(text(['approver'])).not.toContain('For the facilitator alone')
  })
})
