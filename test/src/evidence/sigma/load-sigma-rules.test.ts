import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { ruleText } from '../../../support/sigma/rule-text.js'

const DETECTION = 'sel:\n    eventName: A\ncondition: sel'
const load = (text: string, file = 'a.yml') => loadSigmaRules([{ file, text }])
const attributionOf = (more: string) => load(ruleText(DETECTION, more)).rules[0]?.attribution

describe('loading rules', () => {
  it('keeps what a match must be shown with', () => {
    const more = [
      'status: test',
      'license: MIT',
      'description: What it is about',
      'tags: [attack.persistence, attack.t1098, attack.T1078.004, cve.2024-1, attack.s0029]',
      'references: [https://example.com/a]',
      'falsepositives: [Administrators]',
      'date: 2024-01-01',
      'custom: {any: thing}',
    ].join('\n')
    expect(attributionOf(more)).toEqual({
      title: 'A rule',
      id: '11111111-2222-4333-8444-555555555555',
      author: 'Somebody',
      level: 'low',
      status: 'test',
      tags: ['attack.persistence', 'attack.t1098', 'attack.T1078.004', 'cve.2024-1', 'attack.s0029'],
      techniques: ['T1098', 'T1078.004'],
      file: 'a.yml',
      licence: 'MIT',
      description: 'What it is about',
      references: ['https://example.com/a'],
      falsePositives: ['Administrators'],
    })
  })

  it('takes one text for a list of one, nothing for an empty list, and names the licence of the published rules', () => {
    const attribution = attributionOf('falsepositives: Unknown\ntags:')
    expect(attribution).toMatchObject({ falsePositives: ['Unknown'], tags: [], references: [] })
    expect(attribution?.licence).toContain('Detection Rule License (DRL) 1.1')
  })

  it.each([
    ['title', ruleText(DETECTION).replace('title: A rule', 'title: 5'), 1],
    ['title', ruleText(DETECTION).replace('title: A rule\n', ''), 1],
    ['level', ruleText(DETECTION).replace('level: low', 'level: enormous'), 4],
    ['author', ruleText(DETECTION).replace('author: Somebody', 'author: [a, b]'), 3],
    ['tags', ruleText(DETECTION, 'tags: {a: b}'), 5],
    ['status', ruleText(DETECTION, 'status: new'), 5],
    ['status unsupported', ruleText(DETECTION, 'status: unsupported'), 5],
    [
      'logsource product windows',
      ruleText(DETECTION).replace('product: aws\n    service: cloudtrail', 'product: windows'),
      6,
    ],
    ['logsource product aws', ruleText(DETECTION).replace('    service: cloudtrail\n', ''), 6],
    [
      'logsource product aws, service cloudtrail, category x',
      ruleText(DETECTION).replace('service: cloudtrail', 'service: cloudtrail\n    category: x'),
      6,
    ],
    ['logsource', ruleText(DETECTION).replace(/logsource:\n.*\n.*\n/, ''), 1],
    ['detection', ruleText(DETECTION).replace(/detection:[\s\S]*/, 'detection: x'), 8],
    ['correlation', 'title: Many\ncorrelation:\n    type: event_count\n    rules: [a]', 2],
    ['filter', `title: F\n${ruleText(DETECTION).replace('title: A rule', 'filter: {rules: [a]}')}`, 2],
    ['action', `action: global\n${ruleText(DETECTION)}`, 1],
  ])('refuses a document for its %s', (construct, text, line) => {
    const { rules, unsupported } = load(text)
    expect(rules).toEqual([])
    expect(unsupported).toEqual([expect.objectContaining({ file: 'a.yml', construct, line })])
  })

  it('reads each document of a file by itself, counts lines through, and leaves empty documents out', () => {
    const text = [
      '---',
      ruleText(DETECTION),
      '---',
      'title: [',
      '---',
      '# empty',
      '---',
      'no: rule',
      '---',
      ruleText(DETECTION).replace('1111', '2222'),
    ].join('\n')
    const { rules, unsupported } = load(text)
    expect(rules.map(({ attribution }) => attribution.id?.slice(0, 4))).toEqual(['1111', '2222'])
    expect(unsupported.map(({ construct, line }) => [construct, line])).toEqual([
      ['yaml', expect.any(Number)],
      ['title', 19],
      ['logsource', 19],
      ['detection', 19],
    ])
  })

  it('names everything that is wrong with a rule at once', () => {
    const text = ruleText(
      'sel:\n    eventName|almost: A\nother:\n    eventName|re: "("\ntimeframe: 5m\ncondition: sel | count() > 5',
    )
    expect(load(text).unsupported.map(({ construct }) => construct)).toEqual([
      'modifier almost',
      'regular expression',
      'timeframe',
      'aggregation count()',
    ])
  })

  it('warns of a rule that is loaded but can hardly do what was meant', () => {
    const text = ruleText(
      [
        'sel:',
        '    eventNmae: A',
        '    userAgent|contains|all: x',
        '    errorCode: [A, null]',
        'filter:',
        '    userIdentity.arn|contains: requestParameters.userName',
        'unused:',
        '    eventName: B',
        'condition: sel and not filter',
      ].join('\n'),
      'status: deprecated',
    )
    const { rules, warnings } = load(text)
    expect(rules).toHaveLength(1)
    expect(warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '5 Its publisher has replaced it by another rule.',
      '11 "eventNmae" is no field of a CloudTrail record.',
      '12 "userAgent|contains|all" asks for all of one value.',
      '13 "errorCode" has null in a list of values, where Sigma does not define it; it is one of the alternatives.',
      expect.stringMatching(/^15 "requestParameters.userName" is compared as a text, as written/),
      '16 The condition never asks for "unused".',
    ])
  })

  it('evaluates the filter that looks like a field as the text it is', () => {
    const text = ruleText('sel:\n    userIdentity.arn|contains: requestParameters.userName\ncondition: sel')
    const [rule] = load(text).rules
    expect(rule?.matches({ userIdentity: { arn: 'user/ana' }, requestParameters: { userName: 'ana' } })).toBe(false)
    expect(rule?.matches({ userIdentity: { arn: 'x requestParameters.userName' } })).toBe(true)
  })

  it('warns of a second rule with the same id', () => {
    const { rules, warnings } = loadSigmaRules(['a.yml', 'b.yml'].map((file) => ({ file, text: ruleText(DETECTION) })))
    expect(rules).toHaveLength(2)
    expect(warnings).toEqual([expect.objectContaining({ file: 'b.yml', message: expect.stringContaining('a.yml') })])
  })

  it('takes an alias for the last anchor before it', () => {
    const text = ruleText(
      'a: &x\n    eventName: &n A\nb:\n    eventSource: &n B\nc: *x\nd:\n    awsRegion: *n\ncondition: c and d',
    )
    const [rule] = load(text).rules
    expect(rule?.matches({ eventName: 'A', awsRegion: 'B' })).toBe(true)
    expect(rule?.matches({ eventName: 'A', awsRegion: 'A' })).toBe(false)
  })
})

describe('placeholders', () => {
  const text = ruleText("sel:\n    userIdentity.userName|expand: 'svc-%Teams%-\\%x%Zones%'\ncondition: sel")
  const load = (placeholders: Record<string, string[]>) => loadSigmaRules([{ file: 'a', text }], { placeholders })

  it('stand for each of their values, which may have wildcards', () => {
    const [rule] = load({ Teams: ['pay', 'web*'], Zones: ['1', '2'] }).rules
    const matches = (userName: string) => rule?.matches({ userIdentity: { userName } })
    expect(['svc-pay-%x1', 'svc-website-%x2'].map(matches)).toEqual([true, true])
    expect(['svc-pay-%x3', 'svc-%Teams%-%x1', 'svc-pays-%x1'].map(matches)).toEqual([false, false, false])
  })

  it.each([[{}], [{ Teams: [], Zones: ['1'] }], [{ Zones: ['1'] }]])('without values keep the rule out', (given) => {
    expect(load(given).unsupported).toEqual([expect.objectContaining({ construct: 'placeholder %Teams%' })])
  })

  it('that stand for too much keep the rule out', () => {
    const numbers = Array.from({ length: 50 }, (_, index) => `${index}`)
    expect(load({ Teams: numbers, Zones: numbers }).unsupported).toEqual([
      expect.objectContaining({ construct: 'placeholder', reason: expect.stringContaining('1000') }),
    ])
  })

  it('may stand for networks', () => {
    const cidr = ruleText("sel:\n    sourceIPAddress|expand|cidr: '%Office%'\ncondition: sel")
    const [rule] = loadSigmaRules([{ file: 'a', text: cidr }], {
      placeholders: { Office: ['192.0.2.0/24', '198.51.100.0/24'] },
    }).rules
    expect(rule?.matches({ sourceIPAddress: '198.51.100.9' })).toBe(true)
    expect(rule?.matches({ sourceIPAddress: '203.0.113.9' })).toBe(false)
  })
})
