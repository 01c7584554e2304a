import fc from 'fast-check'
import { JsonSplitter } from '../../../integrations/trail-files/json-splitter.js'
import { howMany } from '../../support/long-run.js'

/** Values and breaks of a text that comes in pieces of these lengths, over and over. */
function split(text: string | Buffer, lengths: readonly number[] = [1 << 20]) {
  const values: string[] = []
  const broken: string[] = []
  const splitter = new JsonSplitter({
    value: (value) => values.push(value) > 0,
    broken: (reason) => broken.push(reason),
  })
  const bytes = Buffer.from(text)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    splitter.push(bytes.subarray(at, at + length))
    at += length
  }
  const isWhole = splitter.end()
  return { values, broken, isWhole }
}

const record = (id: string, extra = {}) => JSON.stringify({ eventVersion: '1.08', eventID: id, ...extra })

describe('taking JSON apart', () => {
  it.each<[string, string, string[]]>([
    ['lines', '{"a":1}\n{"a":2}\r\n\n{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['values without anything between', '{"a":1}{"a":2}[{"a":3}]', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['a list over lines', '[\n {"a":[1,{}]},\n {"b":"]}"}\n]', ['{"a":[1,{}]}', '{"b":"]}"}']],
    [
      'records, with fields around',
      '{"v":{"x":[1]}, "Records" : [{"a":1},{"a":2}], "z":[{"n":1}]}',
      ['{"a":1}', '{"a":2}'],
    ],
    ['two lists of records', '{"Records":[{"a":1}],"events":[{"a":2}]}{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['lists deeper inside', '{"x":{"Records":[{"a":1}]}}', ['{"x":{"Records":[{"a":1}]}}']],
    ['texts in a list', '["{\\"a\\":1}","b"]', ['"{\\"a\\":1}"', '"b"']],
    ['escapes', '{"a\\"{":"\\\\"}{"b":"\\\\\\""}', ['{"a\\"{":"\\\\"}', '{"b":"\\\\\\""}']],
    ['nothing', ' \n ', []],
    ['no records', '{"Records":[]}', []],
  ])('of %s gives its values', (_, text, values) => {
    expect(split(text)).toEqual({ values, broken: [], isWhole: true })
    expect(split(text, [1])).toEqual({ values, broken: [], isWhole: true })
  })

  it('of any JSON, in any pieces and any of the layouts, gives the values that went in', () => {
    const value = fc.oneof(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      fc.dictionary(fc.constantFrom('Records', 'a'), fc.jsonValue()),
    )
    const layouts = [
      (texts: string[]) => texts.join('\n'),
      (texts: string[]) => texts.join(''),
      (texts: string[]) => `[${texts.join(' , ')}]`,
      (texts: string[]) => `{"owner":"x","Records":[${texts.join(',')}]}`,
    ]
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.nat({ max: 3 }),
        fc.constantFrom(undefined, 2),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (values, layout, indent, lengths) => {
          // At the top a list called Records is taken apart: that is the point of it.
          const safe = layout < 2 ? values.map((inner) => ({ inner })) : values
          const text = layouts[layout]?.(safe.map((one) => JSON.stringify(one, null, indent))) ?? ''
          const found = split(text, lengths)
          expect(found.values.map((one) => JSON.parse(one))).toEqual(JSON.parse(JSON.stringify(safe)))
          expect(found).toMatchObject({ broken: [], isWhole: true })
        },
      ),
      { numRuns: howMany({ short: 300, long: 10_000 }) },
    )
  })
})

describe('damage costs the value that it is in', () => {
  const [a, b, c] = [record('a', { p: { q: 1 } }), record('b', { p: { q: 'x', list: [{}] } }), record('c')]
  const lists: [string, (one: string) => string][] = [
    ['in a list', (one) => `{"Records":[${a},${one},${c}]}`],
    ['on lines', (one) => `${a}\n${one}\n${c}\n`],
  ]

  it.each(
    lists.flatMap(([where, around]) =>
      (
        [
          ['a lost closing brace', b.slice(0, -1)],
          ['a lost opening quote', b.replace('"x"', 'x"')],
          ['a lost closing quote', b.replace('"x"', '"x')],
          ['a lost colon', b.replace('"p":', '"p"')],
          ['a lost opening brace inside', b.replace('"p":{', '"p":')],
          ['a wrong bracket', b.replace('{}]', '{}}')],
          ['a line break in a text', b.replace('"x"', '"x\n"')],
          ['words in it', b.replace(':1', ':one two')],
          ['a cut', b.slice(0, 40)],
        ] as const
      ).map(([what, one]) => [what, where, around(one)] as const),
    ),
  )('%s %s', (_what, _where, text) => {
    for (const lengths of [[1 << 20], [1], [7, 3]]) {
      const found = split(text, lengths)
      const good = found.values.filter((value) => value === a || value === c)
      expect(good).toEqual([a, c])
      expect(found.broken.length + found.values.length - good.length).toBeGreaterThanOrEqual(1)
    }
  })

  it('a text that ends too early gives what is whole, and says that it did not end', () => {
    expect(split(`{"Records":[${a},${b.slice(0, 50)}`)).toEqual({
      values: [a],
      broken: ['a record that is cut off'],
      isWhole: false,
    })
    expect(split(`{"Records":[${a},`)).toEqual({ values: [a], broken: [], isWhole: false })
  })

  it('a list that ends too early costs nothing, and the record before its end is not searched again', () => {
    const nested = record('n', { p: { eventVersion: '1.08', eventID: 'inside' } })
    const found = { values: [nested, a], broken: ['text that is not JSON', 'text that is not JSON'], isWhole: true }
    expect(split(`{"Records":[${nested}],${a}]}`)).toEqual(found)
    expect(split(`{"Records":[${nested}],${a}]}`, [5])).toEqual(found)
  })

  it('any bytes whatever end in values and breaks, never in a throw', () => {
    const piece = fc.oneof(
      fc.constantFrom(...'{}[]":,\\\n aé0'),
      fc.constantFrom('{"eventVersion":', '"Records":[', '\n{"'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.integer({ min: 1, max: 9 }), (pieces, length) => {
        const text = pieces.join('')
        const found = split(text, [length])
        expect(found.values.join('').length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: howMany({ short: 500, long: 50_000 }) },
    )
  })
})
