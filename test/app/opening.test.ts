import { openingFor } from '../../app/opening.js'
import { aFinding } from '../support/fixtures/findings.js'
import { aTiming } from '../support/fixtures/timings.js'

const settings = {
  timing: aTiming(),
  timingBySeverity: {
    critical: aTiming({ watchIntervalMs: 1 }),
    high: aTiming({ watchIntervalMs: 2 }),
    medium: aTiming({ watchIntervalMs: 3 }),
    low: aTiming({ watchIntervalMs: 4 }),
  },
}
const severe = aFinding({ severity: 9 })
const realm = { evidenceRefreshMs: null }

describe('an incident that is opened', () => {
  it.each([
    [10, 1],
    [9, 1],
    [8.9, 2],
    [7, 2],
    [6.9, 3],
    [4, 3],
    [3.9, 4],
    [0, 4],
  ])('by a finding of severity %d waits as the configuration says for it', (severity, watchIntervalMs) => {
    expect(openingFor(realm, settings, aFinding({ severity })).timing.watchIntervalMs).toBe(watchIntervalMs)
  })

  it('by a finding that could have been forged waits as usual, whatever severity it claims', () => {
    expect(openingFor(realm, settings, aFinding({ severity: 0, trusted: false })).timing).toEqual(aTiming())
  })

  it('waits as usual where nothing is other by severity', () => {
    expect(openingFor(realm, { timing: aTiming() }, severe).timing).toEqual(aTiming())
  })

  it("has its realm's own time between two collections of evidence, whatever the severity", () => {
    const { timing } = openingFor({ evidenceRefreshMs: 60_000 }, settings, severe)
    expect(timing).toMatchObject({ evidenceRefreshMs: 60_000, watchIntervalMs: 1 })
  })

  it('is measured against restores for as long as the configuration says', () => {
    expect(openingFor(realm, { timing: aTiming(), holdDownMs: 5 }, severe).holdDownMs).toBe(5)
    expect(openingFor(realm, { timing: aTiming() }, severe)).not.toHaveProperty('holdDownMs')
  })
})
