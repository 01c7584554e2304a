import fc from 'fast-check'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { SigmaSet } from '../../../../src/evidence/sigma/sigma-set.js'
import { ruleText } from '../../../support/sigma/rule-text.js'

const load = (text: string) => loadSigmaRules([{ file: 'hostile.yml', text }])
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefghi'.split('').map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${'abcdefgh'.charAt(index)}`)
        .join(', ')}]`,
  ),
]

describe('a hostile rule file', () => {
  it.each([
    ['aliases that multiply', bomb.join('\n'), 'yaml'],
    ['an alias of itself', 'title: &a [*a]', 'yaml'],
    ['an alias of nothing', 'title: *a', 'yaml'],
    ['flow lists nested deeply', `a: ${'['.repeat(20_000)}`, 'yaml'],
    ['maps nested deeply', many(1_350, (index) => `${' '.repeat(index)}a:`), 'yaml'],
    ['lists nested deeper than any rule', ruleText(`sel: ${'['.repeat(40)}a${']'.repeat(40)}\ncondition: sel`), 'yaml'],
    [
      'more values than any rule',
      ruleText(`sel:\n    eventName:\n${many(20_001, () => '        - x')}\ncondition: sel`),
      'yaml',
    ],
    ['more text than any rule', `# ${'x'.repeat(1_000_001)}`, 'yaml'],
    ['a key given twice', ruleText('sel:\n    eventName: A\n    eventName: B\ncondition: sel'), 'yaml'],
    ['a tag of another language', 'title: !!python/object:os.system x', 'yaml'],
    ['binary data', ruleText('sel:\n    eventName: !!binary aGk=\ncondition: sel'), 'yaml'],
    ['a list as a key', '? [a]\n: b', 'yaml'],
    ['broken indentation', 'title: a\n  b: c', 'yaml'],
    ['a text', 'just words', 'document'],
    ['a list', '- title: x', 'document'],
    ['nothing', '', 'document'],
    ['comments', '# nothing else', 'document'],
    ['a very long value', ruleText(`sel:\n    eventName: ${'x'.repeat(10_001)}\ncondition: sel`), 'value'],
    ['a very long path', ruleText(`sel:\n    ${'a.'.repeat(100)}b: x\ncondition: sel`), 'field'],
    [
      'a very long expression',
      ruleText(`sel:\n    eventName|re: ${'x'.repeat(4_001)}\ncondition: sel`),
      'regular expression',
    ],
    [
      'an expression with huge counts',
      ruleText(`sel:\n    eventName|re: '(a{90}){90}'\ncondition: sel`),
      'regular expression',
    ],
    [
      'an expression nested deeply',
      ruleText(`sel:\n    eventName|re: '${'('.repeat(1_900)}a${')'.repeat(1_900)}'\ncondition: sel`),
      'regular expression',
    ],
  ])('%s is refused by name', (_, text, construct) => {
    const { rules, unsupported } = load(text)
    expect(rules).toEqual([])
    expect(unsupported.map((each) => each.construct)).toContain(construct)
  })

  it.each([
    ['keys', many(15_000, (index) => `k${index}: x`)],
    ['aliases', `k: &a x\n${many(9_000, (index) => `k${index}: *a`)}`],
  ])('with thousands of %s is read in a moment', (_, text) => {
    const start = process.cpuUsage()
    load(text)
    expect(process.cpuUsage(start).user).toBeLessThan(4_000_000)
  })

  it('is refusals or rules for any YAML, never a throw', () => {
    const key = fc.constantFrom(
      'title',
      'detection',
      'condition',
      'logsource',
      'product',
      'tags',
      'level',
      '|all',
      'eventName|re',
      '__proto__',
    )
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('aws', 'cloudtrail', 'sel', 'a*', '', 1, null, true, '1 of them'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(tree, tree, (rule, detection) => {
        // JSON is YAML.
        const around = JSON.stringify({ title: 'x', logsource: { product: 'aws', service: 'cloudtrail' }, detection })
        for (const text of [JSON.stringify(rule), around]) {
          const { rules, unsupported } = load(text)
          expect(rules.length > 0 || unsupported.length > 0).toBe(true)
          for (const each of rules) expect(typeof each.matches({ eventName: 'a' })).toBe('boolean')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('of any characters is refused, never a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(load(text).rules).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a hostile record', () => {
  const detection = [
    'keywords:',
    '    - needle',
    'list:',
    '    requestParameters.a.b|contains: x',
    'map:',
    '    requestParameters|contains: x',
    'number:',
    '    requestParameters.n|gt: 5',
    'null:',
    '    resources.x: null',
    'ref:',
    '    userAgent|fieldref: requestParameters.a',
    'expression:',
    "    userAgent|re: '(x+x+)+y$'",
    'pinned:',
    '    eventName: A',
    'condition: all of them',
  ]
  const { rules } = load(ruleText(detection.join('\n')))
  const set = new SigmaSet(rules)

  it('of any shape is answered, never a throw', () => {
    const field = fc.constantFrom(
      'eventName',
      'eventSource',
      'requestParameters',
      'resources',
      'userAgent',
      'requestParameters.a',
    )
    fc.assert(
      fc.property(
        fc.dictionary(
          field,
          fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
        ),
        (record) => {
          expect(set.match(record).length === 1).toBe(rules[0]?.matches(record))
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['lists', '[', ']'],
    ['maps', '{"a":', '}'],
  ])('of %s nested deeper than the stack is answered', (_, open, close) => {
    const nested = JSON.parse(`${open.repeat(100_000)}"needle"${close.repeat(100_000)}`)
    const only = (text: string) => load(ruleText(text)).rules[0]
    expect(only('k: needle\ncondition: k')?.matches({ requestParameters: nested })).toBe(true)
    expect(
      only('k:\n    requestParameters|contains: needle\ncondition: k')?.matches({ requestParameters: nested }),
    ).toBe(true)
    expect(
      only('k:\n    requestParameters.a.b|exists: true\ncondition: k')?.matches({ requestParameters: nested }),
    ).toBe(false)
  })

  it('cannot make a regular expression that backtracks hang', () => {
    const rule = load(ruleText("sel:\n    userAgent|re: '^(([a-z])+.)+[A-Z]([a-z])+$'\ncondition: sel")).rules[0]
    const start = process.cpuUsage()
    expect(rule?.matches({ userAgent: 'a'.repeat(250_000) })).toBe(false)
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000)
  })
})
