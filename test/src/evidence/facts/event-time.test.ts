import fc from 'fast-check'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'

describe('the time of an event', () => {
  it('is what Date.parse makes of it', () => {
    const range = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(range), (date) => {
        const whole = `${date.toISOString().slice(0, 19)}Z`
        expect([eventTimeMs(whole), eventTimeMs(date.toISOString())]).toEqual([Date.parse(whole), date.getTime()])
      }),
    )
  })

  it('is none where the text is none', () => {
    expect(eventTimeMs('yesterday')).toBeNaN()
  })
})
