import { readdirSync, readFileSync } from 'node:fs'
import { findingSources } from '../../../integrations/findings/sources.js'
import { findingCasesSchema, payloadOf, readBase } from '../../support/finding-case.js'

const folder = new URL('../../cases/findings/', import.meta.url)

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { source, cases } = findingCasesSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  const base = readBase(source)
  describe(`findings: ${file}`, () => {
    for (const { expected, ...given } of cases) {
      it(given.name, () => {
        const parsed = findingSources[source](payloadOf({ ...given, expected }, base))

        if (expected.accepted) {
          expect(parsed).toMatchObject({ accepted: true, findings: [expected.finding] })
          // toMatchObject would let an additional field through.
          if (parsed.accepted)
            expect(parsed.findings[0].principal).toEqual(expected.finding.principal ?? base.principal)
        } else {
          expect(parsed).toMatchObject({ accepted: false, kind: expected.kind })
          if (!parsed.accepted) for (const word of expected.reasonMentions) expect(parsed.reason).toContain(word)
        }
      })
    }
  })
}
