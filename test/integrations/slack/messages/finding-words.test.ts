import { findingWords } from '../../../../integrations/slack/messages/words/finding-words.js'
import type { Finding } from '../../../../src/domain/finding.js'
import { aFinding } from '../../../support/fixtures/findings.js'
import { asked, cardOf } from '../../../support/slack/sample-cards.js'

const byPerson = (name: string, changes: Partial<Finding> = {}): Finding =>
  aFinding({ source: 'person', sourceId: `${name}/fnd_00000000000000000001`, type: 'BlockRequested', ...changes })

const wordsOf = (...findings: readonly Finding[]) => findingWords(cardOf(asked(), { findings }).report).toString()

describe('why anybody is asked', () => {
  it('names who asked for a block also where a machine had opened the incident: nobody hides behind its name', () => {
    const machine = aFinding({ source: 'guardduty', severity: 5 })
    const words = wordsOf(machine, byPerson('mallory', { severity: 8, title: 'Trust me.' }))
    expect(words).toContain('`BlockRequested` asked for by mallory, severity high (8.0)')
    expect(words).toContain('and 1 more finding')
  })

  it('escapes the name, which a login of another machine may have chosen', () => {
    expect(wordsOf(byPerson('a/<!channel>@host'))).toContain('asked for by a/&lt;!channel&gt;@host')
  })
})
