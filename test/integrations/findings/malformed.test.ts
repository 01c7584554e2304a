import { damages } from '../../support/findings/damage.js'
import { edited } from '../../support/findings/edited.js'
import { judged, outcome } from '../../support/findings/judged.js'

function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 30)}... of ${text.length}` : text
}

/** `Resources > 0 > Type` is told as `Resources.0.Type`; of a list's items the list. */
function nameOf(place: string): string {
  const names = place.split(' > ').filter((name) => !/^\d+$/.test(name))
  return names.at(-1) ?? place
}

/** What is wrong inside of these is told by its own place there. */
const carriers = new Set(['Message', 'alerts'])

describe.each(damages)("$schema: a payload that does not follow its schema is the sender's to correct", (damage) => {
  const { source, base, wrong } = damage
  const cases = Object.entries(wrong).flatMap(([place, values]) =>
    values.map((to) => [`${place} is ${shown(to)}`, place, to] as const),
  )

  it.each(cases)('%s', (_name, place, to) => {
    const intake = judged(source, edited(base, place, to))
    expect(intake).toMatchObject({ accepted: false, kind: 'malformed' })
    if (intake.accepted) return
    expect(intake.reason).toMatch(/^[\x20-\x7e]+[.)]$/)
    // Whoever has to correct it is told where.
    if (carriers.has(place)) expect(intake.reason).toMatch(/cannot be read|holds|is not a JSON object|is not JSON/)
    else expect(intake.reason.toLowerCase()).toContain(nameOf(place).toLowerCase())
  })

  it('has forty of them', () => {
    expect(new Set(cases.map(([name]) => name)).size).toBeGreaterThanOrEqual(40)
  })

  it('would be read without the damage', () => {
    if (damage.schema !== 'SNS') expect(outcome(source, base)).toMatch(/^role\/ci-deploy$/)
  })
})

describe('whatever the source', () => {
  const deep = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`
  const texts: readonly (readonly [string, string | Buffer, string])[] = [
    ['nothing', '', 'badJson'],
    ['white space', ' \n ', 'badJson'],
    ['half an object', '{"a":', 'badJson'],
    ['65 levels', deep, 'badJson'],
    ['the same key twice', '{"a":1,"a":2}', 'badJson'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'badJson'],
    ['more than a mebibyte', ' '.repeat(1024 * 1024 + 1), 'tooLarge'],
    ['null', 'null', 'malformed'],
    ['a number', '7', 'malformed'],
    ['a text', '"a"', 'malformed'],
    ['an empty list', '[]', 'malformed'],
    ['only __proto__', '{"__proto__":{"accepted":true}}', 'refused'],
    ['only constructor', '{"constructor":{"prototype":{"accepted":true}}}', 'refused'],
  ]
  const sources = ['security-hub', 'guardduty', 'detective', 'splunk', 'elastic', 'generic', 'sns'] as const

  it.each(sources.flatMap((source) => texts.map(([what, text, kind]) => [source, what, text, kind] as const)))(
    '%s answers %s',
    (source, _what, text, kind) => {
      const intake = judged(source, Buffer.from(text))
      expect(intake.accepted).toBe(false)
      if (!intake.accepted && kind !== 'refused') expect(intake.kind).toBe(kind)
      expect(Object.keys({})).toEqual([])
    },
  )
})
