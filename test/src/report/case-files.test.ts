import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { verdictSchema } from '../../../src/domain/verdict.js'
import { html } from '../../../src/report/html.js'
import { escapeMarkdown } from '../../../src/report/markdown-text.js'
import { stateVerdict } from '../../../src/report/verdict-statement.js'

function cases<T>(name: string, schema: z.ZodType<T>): T[] {
  const file = new URL(`../../cases/report/${name}.json`, import.meta.url)
  return z
    .array(schema)
    .min(1)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
}

const statementCase = z.object({
  rule: z.string(),
  verdict: verdictSchema,
  block: z.enum(['none', 'inPlace', 'maybe', 'missing', 'removed']),
  state: z.string(),
  tone: z.enum(['good', 'open', 'bad']),
  sentence: z.string(),
})

describe('the verdict in a sentence', () => {
  it.each(cases('verdict-statements', statementCase))('$rule', ({ verdict, block, state, tone, sentence }) => {
    const statement = stateVerdict(verdict, block, state)
    expect({ tone: statement.tone, sentence: statement.sentence }).toEqual({ tone, sentence })
  })
})

const escapingCase = z.object({ rule: z.string(), text: z.string(), html: z.string(), markdown: z.string() })

describe('escaping', () => {
  it.each(cases('escaping', escapingCase))('$rule', (example) => {
    expect(html`${example.text}`.toString()).toBe(example.html)
    expect(escapeMarkdown(example.text)).toBe(example.markdown)
  })
})
