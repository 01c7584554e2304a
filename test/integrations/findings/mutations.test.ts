import fc from 'fast-check'
import { cleanJson } from '../../../src/domain/clean-text.js'
import { findingSchema } from '../../../src/domain/finding.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { examples } from '../../support/findings/examples.js'
import { judged } from '../../support/findings/judged.js'
import { damagedPayloads } from '../../support/intake/mutations.js'
import { howMany } from '../../support/long-run.js'

const CANARY = 'http://192.0.2.1/canary'
const numRuns = howMany({ short: 400, long: 10_000 })

describe.each(examples)('%s, damaged in any places', (_what, source, valid) => {
  it('is read or refused with a reason on one line, and never accuses a name that it did not hold', () => {
    let accepted = 0
    fc.assert(
      fc.property(damagedPayloads(valid, CANARY), (bytes) => {
        const intake = judged(source, bytes)
        if (!intake.accepted) {
          expect(intake.reason).toMatch(/^[\x20-\x7e]+[.)]$/)
          return
        }
        accepted += 1
        for (const finding of intake.findings) {
          expect(findingSchema.safeParse(finding).success).toBe(true)
          // A null character and half a pair are what PostgreSQL's jsonb does not take.
          const kept = jsonSchema.parse(finding)
          expect(cleanJson(kept)).toEqual(kept)
          const { type, name, reason = '' } = finding.principal
          expect(reason).toMatch(/^[\x20-\x7e]*$/)
          expect(type === 'unresolved' ? name === '' : bytes.includes(name) || name === 'root').toBe(true)
          // What was made or acted upon in the examples is accused of nothing.
          expect(name).not.toBe('backdoor')
        }
      }),
      { numRuns, seed: 20260301 },
    )
    // Otherwise the rule above would hold for nothing.
    expect(accepted).toBeGreaterThan(numRuns / 50)
  })

  it('as it is accuses the role', () => {
    expect(judged(source, valid)).toMatchObject({
      accepted: true,
      findings: [{ principal: { type: 'role', name: 'ci-deploy', accountId: '111122223333' } }],
    })
  })
})

describe('any JSON at all', () => {
  it.each(['security-hub', 'detective', 'splunk', 'elastic', 'generic', 'sns'] as const)('%s answers it', (source) => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (payload) => {
        expect(judged(source, payload).accepted).toBe(false)
      }),
      { numRuns: howMany({ short: 200, long: 5000 }), seed: 20260301 },
    )
  })
})
