import { effectKindSchema } from '../../../src/domain/effect.js'
import { urgencies, urgencyOf } from '../../../src/engine/urgency.js'

describe('how urgent an order is', () => {
  it('says that writes go before what was lost, that before what is under way, and that before new incidents', () => {
    expect(urgencies).toEqual(['write', 'lost', 'underWay', 'new'])
  })

  it.each([
    ['putBlock', false, 'write'],
    ['putBlock', true, 'write'],
    ['reputBlock', false, 'write'],
    ['revokeOlderSessions', false, 'write'],
    ['removeBlock', false, 'write'],
    ['collectEvidence', true, 'lost'],
    ['notify', true, 'lost'],
    ['checkBlock', false, 'underWay'],
    ['preparePlan', false, 'underWay'],
    ['collectEvidence', false, 'new'],
  ] as const)('calls %s (lost: %s) %s', (kind, isLost, urgency) => {
    expect(urgencyOf(kind, isLost)).toBe(urgency)
  })

  it('puts every order that was lost before every order of its kind that waits, or at its side where it writes', () => {
    for (const kind of effectKindSchema.options) {
      const [lost, waits] = [true, false].map((isLost) => urgencies.indexOf(urgencyOf(kind, isLost)))
      expect(lost).toBeLessThanOrEqual(waits ?? -1)
      expect(lost).toBeLessThanOrEqual(urgencies.indexOf('lost'))
    }
  })
})
