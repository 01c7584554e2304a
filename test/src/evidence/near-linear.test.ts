import { investigate } from '../../../src/evidence/investigate.js'
import { countWork } from '../../support/count-work.js'
import { factsOf } from '../../support/fixtures/gathered-events.js'
import { hostileShapes } from './hostile-actors.js'

const few = 100
const times = 4
/** Sorting, and looking things up in what is sorted. */
const leeway = 1.5

describe('an answer about hostile records', () => {
  it.each(hostileShapes)('takes four times the work for four times the %s', (_, make) => {
    const [small, large] = [few, few * times].map((count) => {
      const events = make(count)
      const facts = factsOf(events)
      const asked = { sources: [], read: events.length, unique: events.length }
      return countWork('/src/evidence/', () => investigate(facts, asked))
    })
    expect(small).toBeGreaterThan(few * 50)
    expect((large ?? Infinity) / (small ?? 1)).toBeLessThan(times * leeway)
  })
})
