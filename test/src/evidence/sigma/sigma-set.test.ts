import fc from 'fast-check'
import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { SigmaSet } from '../../../../src/evidence/sigma/sigma-set.js'
import { ruleText } from '../../../support/sigma/rule-text.js'

const names = ['A', 'b', 'AB', '5', '']
const name = fc.constantFrom(...names)
const line = fc.oneof(
  fc.record({
    key: fc.constantFrom('eventName', 'eventSource', 'awsRegion'),
    values: fc.array(name, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: fc.constantFrom(
      'eventName|startswith',
      'eventSource|contains',
      'eventName|neq',
      'eventName|cased',
      'eventName|re',
    ),
    values: fc.tuple(fc.constantFrom('A', 'b')),
  }),
  fc.record({ key: fc.constantFrom('eventName', 'eventSource'), values: fc.tuple(fc.constantFrom('a*', '?', 'B')) }),
)
const map = fc.uniqueArray(line, { minLength: 1, maxLength: 3, selector: ({ key }) => key })
const search = fc.array(map, { minLength: 1, maxLength: 2 })
const condition = fc.constantFrom(
  'one',
  'one and two',
  'one or two',
  'one and not two',
  'not one',
  '1 of them',
  'all of them',
)
const rule = fc
  .tuple(search, search, condition)
  .map(([one, two, text]) =>
    ruleText([...written('one', one), ...written('two', two), `condition: ${text}`].join('\n')),
  )
const value = fc.oneof(name, fc.constantFrom('a', 'B', 'x', 5, null, true, ['A'], [['b'], 'x'], { A: 'b' }))
const record = fc.dictionary(fc.constantFrom('eventName', 'eventSource', 'awsRegion'), value, { maxKeys: 3 })

function written(
  key: string,
  maps: readonly (readonly { key: string; values: readonly string[] }[])[],
): readonly string[] {
  return [
    `${key}:`,
    ...maps.map(
      (lines) =>
        `    - {${lines.map((each) => `'${each.key}': [${each.values.map((text) => `'${text}'`)}]`).join(', ')}}`,
    ),
  ]
}

describe('a set of rules', () => {
  it('finds by its index what asking every rule finds, in the order of loading', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 6 }),
        fc.array(record, { maxLength: 8 }),
        (texts, records) => {
          const { rules, unsupported } = loadSigmaRules(texts.map((text, index) => ({ file: `${index}`, text })))
          expect(unsupported).toEqual([])
          const set = new SigmaSet(rules)
          for (const each of records)
            expect(set.match(each).map(({ attribution }) => attribution.file)).toEqual(
              rules.filter((one) => one.matches(each)).map(({ attribution }) => attribution.file),
            )
        },
      ),
      { numRuns: 300 },
    )
  })

  it('asks a rule only about names it can match', () => {
    const texts = [
      'sel:\n    eventName: [A, b]\n    eventSource: s\ncondition: sel',
      'a:\n    eventName: A\nb:\n    eventName: C\ncondition: a or b',
      'sel:\n    eventSource: s\nfilter:\n    eventName: A\ncondition: sel and not filter',
      'sel:\n    eventName: A*\ncondition: sel',
      'a:\n    eventName: A\nb:\n    awsRegion: r\ncondition: a or b',
    ]
    const { rules } = loadSigmaRules(texts.map((text, index) => ({ file: `${index}`, text: ruleText(text) })))
    const set = new SigmaSet(rules)
    const files = (found: readonly { attribution: { file: string } }[] = []) =>
      found.map(({ attribution }) => attribution.file)
    expect([...set.eventNames].map(([key, found]) => [key, files(found)])).toEqual([
      ['a', ['0', '1']],
      ['b', ['0']],
      ['c', ['1']],
    ])
    expect([...set.eventSources].map(([key, found]) => [key, files(found)])).toEqual([['s', ['2']]])
    expect(files(set.unpinned)).toEqual(['3', '4'])
  })

  it('of many rules takes no longer for a record that few can match', () => {
    const text = (index: number) =>
      ruleText(`sel:\n    eventName: Name${index}\n    userAgent|contains: x\ncondition: sel`)
    const { rules } = loadSigmaRules(
      Array.from({ length: 2_000 }, (_, index) => ({ file: `${index}`, text: text(index) })),
    )
    const set = new SigmaSet(rules)
    const event = { eventName: 'Name7', eventSource: 'ec2.amazonaws.com', userAgent: 'y' }
    const costOf = (ask: () => void) => {
      const start = process.cpuUsage()
      for (let round = 0; round < 200; round += 1) ask()
      return process.cpuUsage(start).user
    }
    const plain = costOf(() => rules.filter((each) => each.matches(event)))
    expect(costOf(() => set.match(event))).toBeLessThan(plain / 20)
  })
})
