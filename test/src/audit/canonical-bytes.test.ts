import fc from 'fast-check'
import { CanonicalBytes } from '../../../src/audit/canonical-bytes.js'
import { canonicalJson } from '../../../src/domain/canonical-json.js'

const bytes = new CanonicalBytes()
const before = `sha256:${'a'.repeat(64)}\n`

function canonical(text: string): string | null {
  return bytes.read(text) ? Buffer.from(bytes.canonical(before)).toString() : null
}

const isWellFormed = (value: unknown) => JSON.stringify(value).isWellFormed()
/** Keys and texts as records have them, with what must be escaped and what looks like the end of a token. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\', '":', '}', '\n', '\u0001', '\u2028', ''),
)
const keys = fc.oneof(
  fc.stringMatching(/^[a-z]{0,4}$/),
  fc.constantFrom('a', 'a!', 'a b', 'aB', '10', '9', '__proto__', '"'),
)
const { value: records } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    texts,
    fc.integer(),
    fc.constantFrom(true, false, null, -0, 0.5, 1e21, 1e15, 999_999_999_999_999),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

describe('the canonical bytes', () => {
  it('are the RFC 8785 text of everything that they take, however it is spaced', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.dictionary(keys, records), fc.constantFrom('', ' ', '\n\t', '\r\n  '), (value, space) => {
        fc.pre(isWellFormed(value))
        const found = canonical(`${space}${JSON.stringify(value, null, space)}${space}`)
        if (found === null) return
        taken += 1
        expect(found).toBe(before + canonicalJson(JSON.parse(JSON.stringify(value))))
      }),
      { seed: 11, numRuns: 1_500 },
    )
    expect(taken).toBeGreaterThan(400)
  })

  it('of a text that is damaged are refused, or those of what JSON.parse makes of it', () => {
    const damaged = fc.tuple(
      fc.dictionary(keys, records),
      fc.nat(),
      fc.constantFrom('', '"', ',', '}', ']', '0', 'e1', '\\', ' x'),
    )
    fc.assert(
      fc.property(damaged, ([value, place, put]) => {
        fc.pre(isWellFormed(value))
        const whole = JSON.stringify(value)
        const at = place % whole.length
        const text = whole.slice(0, at) + put + whole.slice(at + 1)
        const found = canonical(text)
        if (found !== null) expect(found).toBe(before + canonicalJson(JSON.parse(text)))
      }),
      { seed: 12, numRuns: 1_500 },
    )
  })

  it.each([
    ['{"to": "x", "seq": 1, "from": {"b": [], "a": {}}}', '{"from":{"a":{},"b":[]},"seq":1,"to":"x"}'],
    ['{"ab": 1, "b": 2, "a": 3, "": 4, "a!": 5}', '{"":4,"a":3,"a!":5,"ab":1,"b":2}'],
    [
      '{"l": [{"b": 1, "a": "\\n\\"\\\\"}, [true, false, null], -7, 0]}',
      '{"l":[{"a":"\\n\\"\\\\","b":1},[true,false,null],-7,0]}',
    ],
    ['{"b": "Zoë \u20ac \ud83d\ude00", "a": ""}', '{"a":"","b":"Zoë \u20ac \ud83d\ude00"}'],
  ])('put members in order and take space away: %s', (text, wanted) => {
    expect(canonical(text)).toBe(before + wanted)
  })

  it.each([
    '',
    '[]',
    '"text"',
    '7',
    '{',
    '{}x',
    '{} {}',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    '{"a":tru}',
    '{"a":nulll}',
    '{"a":[1 2]}',
    '{"a":[,1]}',
    '{"a":01}',
    '{"a":-}',
    '{"a":-0}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"a":1234567890123456}',
    '{"a":"\\u0061"}',
    '{"a":"\\/"}',
    '{"a":"\n"}',
    '{"a":"\ud800"}',
    '{"a":1,"a":2}',
    '{"\\"":1}',
    '{"\u00e9":1}',
    `{"a":${'['.repeat(64)}${']'.repeat(64)}}`,
    `{"a":[${'1,'.repeat(4_096)}1]}`,
    `{${Array.from({ length: 65 }, (_, index) => `"k${index}":1`).join()}}`,
    `{"a":"${'a'.repeat(50_000)}"}`,
  ])('are refused for what has more to put right, is no object, or is beyond the limits: %#', (text) => {
    expect(canonical(text)).toBeNull()
  })

  it('of one text hold nothing of the one before', () => {
    expect(canonical('{"incidentId": "inc_1", "b": "longer than the next"}')).not.toBeNull()
    expect(canonical('{"a": 1')).toBeNull()
    expect(canonical('{"a": 1}')).toBe(`${before}{"a":1}`)
    expect(bytes.member('incidentId')).toBeUndefined()
    expect(bytes.member('a')).toBe('1')
  })

  it('tell members of the outermost object alone, by their whole name', () => {
    expect(canonical('{"seq": 3, "se": "Zo\u00eb", "in": {"at": 1}, "seqs": 4}')).not.toBeNull()
    expect(['seq', 'se', 'at', 's', 'seqs'].map((name) => bytes.member(name))).toEqual([
      '3',
      '"Zo\u00eb"',
      undefined,
      undefined,
      '4',
    ])
  })
})
