import fc from 'fast-check'
import { AnchoredNeedle } from '../../../../integrations/trail-files/scan/anchored-needle.js'
import { field } from '../../../../integrations/trail-files/scan/call-fields.js'
import { CallKernel, told } from '../../../../integrations/trail-files/scan/call-kernel.js'
import { makeSharedIds, SharedIdSet } from '../../../../integrations/trail-files/scan/shared-id-set.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { parseAwsTime } from '../../../../src/evidence/record/aws-time.js'
import { howMany } from '../../../support/long-run.js'

const numRuns = howMany({ short: 400, long: 40_000 })

/** One for all: each has memory of its own, of which a process has room for some hundred. */
const kernel = new CallKernel()

/** Where the object ends that a text begins with; what is told of it stands in the kernel. */
function endOf(text: string): number {
  kernel.open(Buffer.from(text))
  return kernel.read(0)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('the end of a record, found without making an object of it', () => {
  it('is where it ends, whatever it holds and however that is spaced', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const text = JSON.stringify({ x: JSON.parse(json), resources: JSON.parse(json), y: 0 }, null, space)
        expect(endOf(text)).toBe(Buffer.byteLength(text))
        expect(endOf(`${text},"x"`)).toBe(Buffer.byteLength(text))
      }),
      { numRuns },
    )
  })

  it('is none where JSON.parse finds none', () => {
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', ...'{}[]",:\\u0-+.eEtrfn\n\t\u0001'))
    const names = fc.constantFrom('x', 'requestParameters', 'responseElements', 'additionalEventData', 'userIdentity')
    fc.assert(
      fc.property(names, fc.json({ maxDepth: 3 }), fc.array(damage, { maxLength: 2 }), (name, json, damages) => {
        let text = json
        for (const [at, length, put] of damages) {
          const from = at % (text.length + 1)
          text = text.slice(0, from) + put + text.slice(from + length)
        }
        const record = `{"${name}":${text}}`
        expect(endOf(record) === Buffer.byteLength(record)).toBe(isJson(record))
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
    'fals',
    '"\\x"',
    '"\\u12g4"',
    '"a',
    '[1,]',
    '{"a":1,}',
    '{,}',
  ])('is none where there is %s in it', (text) => {
    const record = `{"x":${text}}`
    expect(isJson(record)).toBe(false)
    expect(endOf(record)).toBe(-1)
  })

  it('is none in bytes that were those of another log before: each ends where it ends', () => {
    for (const cut of ['{"x":"', '{"x":', '{"x', '{', '{"x":[', '{"x":{"y":1']) {
      endOf(`${cut}a":1}]}","y":"a"}}`)
      expect(endOf(cut)).toBe(-1)
    }
  })

  it('is not told where it is nested deeper than 64', () => {
    const nested = (depth: number) => `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect([endOf(nested(64)), endOf(nested(65))]).toEqual([nested(64).length, -1])
  })
})

describe('what is read out of bytes', () => {
  it('a time of a whole second is what the reading of texts makes of it, or is left to that', () => {
    const digits = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33), fc.nat(25), fc.nat(61), fc.nat(61))
    const usual = fc.tuple(
      fc.integer({ min: 1999, max: 2099 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      fc.nat(23),
      fc.nat(59),
      fc.nat(59),
    )
    fc.assert(
      fc.property(fc.oneof(digits, usual), ([year, month, day, hour, minute, second]) => {
        const two = (value: number) => String(value).padStart(2, '0')
        const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
        const text = `${date}T${two(hour)}:${two(minute)}:${two(second)}Z`
        const time = parseAwsTime(text)
        endOf(JSON.stringify({ eventTime: text }))
        const ms = kernel.time[0] ?? 0
        if (!Number.isNaN(ms)) expect(ms).toBe(time === null ? 'no time' : eventTimeMs(time))
        else expect(time === null || month === 2 || year < 100).toBe(true)
      }),
      { numRuns },
    )
  })

  it('a text has one number whenever it comes again, and never that of another one', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1.'), minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const records = texts.map((each) => JSON.stringify({ userAgent: each }))
        kernel.open(Buffer.from(records.join('')))
        const known = new Map<number, string>()
        let from = 0
        for (const each of texts) {
          from = kernel.read(from)
          const number = kernel.told[field.userAgent] ?? 0
          expect(kernel.text(number)).toBe(each)
          expect(known.get(number) ?? each).toBe(each)
          known.set(number, each)
        }
        expect(known.size).toBe(new Set(texts).size)
      }),
      { numRuns },
    )
  })

  it.each(['"\\u0041"', '"é"', '"\u007f"', '""', '1', '{}', '["a"]'])(
    'what is no plain text is told to be odd: %s',
    (text) => {
      expect(endOf(`{"userAgent":${text}}`)).toBeGreaterThan(0)
      expect([kernel.told[told.isOdd], kernel.told[field.userAgent]]).toEqual([1, 0])
    },
  )

  it('more texts than there is room for are all read: the first are forgotten', () => {
    const texts = Array.from({ length: 40_000 }, (_, number) => `agent ${number}`)
    kernel.open(Buffer.from(texts.map((each) => JSON.stringify({ userAgent: each })).join('')))
    const { generation } = kernel
    let [from, odd] = [0, 0]
    for (const each of texts) {
      from = kernel.read(from)
      if (kernel.told[told.isOdd] === 1) odd += 1
      else expect(kernel.text(kernel.told[field.userAgent] ?? 0)).toBe(each)
    }
    expect(kernel.generation).toBeGreaterThan(generation)
    // Left to the whole reading: those whose places are all taken.
    expect(odd).toBeLessThan(400)
  })

  it('the fingerprint of an id is that of its text', () => {
    const set = new SharedIdSet(makeSharedIds(0))
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        endOf(JSON.stringify({ eventID: id }))
        expect(kernel.told[told.isUuid]).toBe(1)
        const { told: of } = kernel
        expect(set.addFingerprint(of[told.idLow] ?? 0, of[told.idHigh] ?? 0)).toBe(true)
        expect(set.add(id)).toBe(false)
      }),
      { numRuns: 100 },
    )
    for (const id of ['0000', 'A0000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-00000000000g']) {
      endOf(JSON.stringify({ eventID: id }))
      expect(kernel.told[told.isUuid]).toBe(0)
    }
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
