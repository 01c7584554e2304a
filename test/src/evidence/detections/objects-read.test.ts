import { anEvent, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { found, times } from './detection-case.js'

const elsewhere = '203.0.113.50'

function read(hour: number, sourceIp = '198.51.100.7') {
  return anEvent({ eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventTime: at(hour), sourceIp })
}

/** Each day from one address. */
const work = times(4, (n) => read(9 - 24 * (n + 1)))
/** Two weeks of it, which are a baseline. */
const longWork = times(20, (n) => read(9 - 24 * (n + 1)))

function gravity(events: Parameters<typeof found>[1]) {
  return found('s3-objects-read-from-new-place', events)?.severity
}

describe('objects that are read in bulk', () => {
  const bulk = times(120, (n) => read(10 + n / 1000, elsewhere))

  it('from a place where their reader never was stand out, with records from there', () => {
    const detection = found('s3-objects-read-from-new-place', [...longWork, ...bulk])
    expect(detection).toMatchObject({
      severity: 'medium',
      tactic: 'collection',
      what: `120 objects read from ${elsewhere}`,
    })
    expect(bulk.map(({ eventId }) => eventId)).toEqual(expect.arrayContaining([...(detection?.eventIds ?? [])]))
  })

  it.each([
    ['few', [...longWork, ...bulk.slice(0, 50)]],
    ['from where the reader always was', [...longWork, ...times(120, (n) => read(10 + n / 1000))]],
    ['by a reader of whom nothing is known', bulk],
    ['by somebody else', [...longWork.map((event) => ({ ...event, actor: aUser('bo') })), ...bulk]],
    ['from inside the network', [...longWork, ...times(120, (n) => read(10 + n / 1000, '10.0.0.7'))]],
    ['by a reader of many addresses', [...times(20, (n) => read(9 - 24 * (n + 1), `198.51.100.${n}`)), ...bulk]],
    ['after a day of work elsewhere', [...work.slice(0, 1), ...bulk]],
  ])('are nothing where they are %s', (_title, events) => {
    expect(gravity(events)).toBeUndefined()
  })
})
