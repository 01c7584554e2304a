import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { SigmaSet } from '../../../../src/evidence/sigma/sigma-set.js'
import { ruleText } from '../../../support/sigma/rule-text.js'

const folder = new URL('../../../cases/sigma/', import.meta.url)
const records = z.array(z.record(z.string(), jsonSchema)).min(1)
const lines = z.array(z.string()).transform((all) => all.join('\n'))
const matchingCases = z.array(
  z.strictObject({ title: z.string(), detection: lines, matches: records, misses: records }),
)
const refusedCases = z.array(
  z.strictObject({ title: z.string(), detection: lines, construct: z.string(), line: z.number() }),
)

describe('what Sigma means', () => {
  const files = readdirSync(folder).filter((name) => name.startsWith('conformance-'))
  const cases = files.flatMap((name) => matchingCases.parse(read(name)))
  it.each(cases.map((each) => [each.title, each] as const))('%s', (_, { detection, matches, misses }) => {
    const { rules, unsupported } = loadSigmaRules([{ file: 'case', text: ruleText(detection) }])
    expect(unsupported).toEqual([])
    const [rule] = rules
    const set = new SigmaSet(rules)
    for (const [expected, each] of [
      [true, matches],
      [false, misses],
    ] as const)
      for (const record of each)
        expect([record, rule?.matches(record), set.match(record).length === 1]).toEqual([record, expected, expected])
  })
})

describe('what is refused by name, with its line', () => {
  const detectionStartsAt = ruleText('').split('\n').indexOf('detection:') + 2
  it.each(refusedCases.parse(read('refused.json')).map((each) => [each.title, each] as const))(
    '%s',
    (_, { detection, construct, line }) => {
      const { rules, unsupported } = loadSigmaRules([{ file: 'case', text: ruleText(detection) }])
      expect(rules).toEqual([])
      expect(unsupported).toEqual([
        { file: 'case', line: detectionStartsAt + line - 1, title: 'A rule', construct, reason: expect.any(String) },
      ])
    },
  )
})

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}
