import fc from 'fast-check'
import { AnchoredNeedle } from '../../../../integrations/trail-files/scan/anchored-needle.js'
import { endOfValue } from '../../../../integrations/trail-files/scan/json-skip.js'
import { TextTable } from '../../../../integrations/trail-files/scan/text-table.js'
import { wholeSecondMs } from '../../../../integrations/trail-files/scan/whole-second.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { parseAwsTime } from '../../../../src/evidence/record/aws-time.js'
import { howMany } from '../../../support/long-run.js'

const numRuns = howMany({ short: 400, long: 40_000 })

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('the end of a JSON value, found without reading it', () => {
  it('is where it ends, whatever it is and however it is spaced', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const text = Buffer.from(JSON.stringify(JSON.parse(json), null, space))
        expect(endOfValue(text, 0)).toBe(text.length)
        expect(endOfValue(Buffer.concat([Buffer.from('[,'), text, Buffer.from(',"x"')]), 2)).toBe(2 + text.length)
      }),
      { numRuns },
    )
  })

  it('is none where JSON.parse finds none', () => {
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', ...'{}[]",:\\u0-+.eEtrfn\n\t\u0001'))
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.array(damage, { maxLength: 2 }), (json, damages) => {
        let text = json
        for (const [at, length, put] of damages) {
          const from = at % (text.length + 1)
          text = text.slice(0, from) + put + text.slice(from + length)
        }
        text = text.trim()
        const bytes = Buffer.from(text)
        expect(endOfValue(bytes, 0) === bytes.length && bytes.length > 0).toBe(isJson(text))
      }),
      { numRuns: 10 * numRuns },
    )
  })

  it.each([
    '01',
    '1.',
    '.5',
    '-',
    '1e',
    '1e+',
    '+1',
    'tru',
    'nul',
    '"\\x"',
    '"\\u12g4"',
    '"a',
    '[1,]',
    '{"a":1,}',
    '{,}',
  ])('is none in %s', (text) => {
    const bytes = Buffer.from(text)
    expect(isJson(text)).toBe(false)
    expect(endOfValue(bytes, 0)).not.toBe(bytes.length)
  })

  it('is not told where it is nested deeper than 64', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))
    expect([endOfValue(nested(64), 0), endOfValue(nested(65), 0)]).toEqual([128, -1])
  })
})

describe('what is read out of bytes', () => {
  it('a time of a whole second is what the reading of texts makes of it, or is left to that', () => {
    const digits = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33), fc.nat(25), fc.nat(61), fc.nat(61))
    fc.assert(
      fc.property(digits, ([year, month, day, hour, minute, second]) => {
        const two = (value: number) => String(value).padStart(2, '0')
        const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
        const text = `${date}T${two(hour)}:${two(minute)}:${two(second)}Z`
        const time = parseAwsTime(text)
        const ms = wholeSecondMs(Buffer.from(text), 0)
        if (!Number.isNaN(ms)) expect(ms).toBe(time === null ? 'no time' : eventTimeMs(time))
        else expect(time === null || month === 2 || year < 100).toBe(true)
      }),
      { numRuns },
    )
  })

  it('a text is the same one whenever it comes again, and never another one', () => {
    const table = new TextTable()
    const text = fc.string({ unit: fc.constantFrom(...'ab1.'), maxLength: 40 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        for (const each of texts) {
          expect(table.read(Buffer.from(`"${each}"`), 1)).toBe(each)
          expect(table.end).toBe(1 + each.length)
        }
        for (const odd of ['"\\u0041"', '"é"', '"a\n"', '"a']) expect(table.read(Buffer.from(odd), 1)).toBeNull()
      }),
      { numRuns },
    )
  })

  it('a needle is found wherever it is, by whatever piece of it is rare', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abc/'), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(letters, fc.array(letters, { maxLength: 60 }), fc.nat({ max: 5 }), (needle, around, times) => {
        const content = Buffer.from(around.flatMap((text, at) => (at < times ? [text, needle] : [text])).join(''))
        const places: number[] = []
        new AnchoredNeedle(Buffer.from(needle), content).addPlaces(places, content)
        const expected: number[] = []
        for (let at = content.indexOf(needle); at !== -1; at = content.indexOf(needle, at + 1)) expected.push(at)
        expect(places).toEqual(expected)
      }),
      { numRuns },
    )
  })
})
