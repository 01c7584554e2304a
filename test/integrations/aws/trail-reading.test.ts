import { TrailReading } from '../../../integrations/aws/trail-reading.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import { evidenceSourceSchema } from '../../../src/domain/evidence.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { everything, recordAt } from './trail-world.js'

function readingOf(query = everything) {
  const taken: TrailRecord[] = []
  const take = (records: readonly TrailRecord[]) => void taken.push(...records)
  const { signal } = new AbortController()
  return { taken, reading: new TrailReading(query, { take, signal, onProgress: () => {} }) }
}

const textOf = (id: number, changes: object = {}) => ({ json: JSON.stringify(recordAt(9 * 3600, id, changes)) })

describe('the reading of a source', () => {
  it('hands a record over once, whatever it came in', () => {
    const { taken, reading } = readingOf()
    reading.addTexts([textOf(1), textOf(2), { json: JSON.stringify({ Records: [recordAt(9 * 3600, 1)] }) }])
    expect(taken).toHaveLength(2)
  })

  it('gives a record without an id that of its envelope, and takes equal ones without either for one', () => {
    const { taken, reading } = readingOf()
    const nameless = textOf(1, { eventID: undefined })
    reading.addTexts([{ ...nameless, eventId: 'envelope' }, nameless, nameless])
    expect(taken.map(({ eventID }) => eventID)).toEqual(['envelope', undefined])
  })

  it('counts what is no record, and leaves out what lies outside of the window, but not what has no time', () => {
    const { taken, reading } = readingOf()
    reading.addTexts([{ json: '{' }, { json: '{"a":1}' }, textOf(1, { eventTime: '2020-01-01T00:00:00Z' })])
    reading.addTexts([textOf(2, { eventTime: 'soon' })])
    expect(taken).toHaveLength(1)
    expect(reading.describe('s', [])).toMatchObject({ skipped: 2, status: 'ok', events: 1 })
  })

  it('of very many leaves others their turn, hands over all of them in order, and stops where it is told to', async () => {
    const texts = Array.from({ length: 350 }, (_, id) => textOf(id).json)
    const { taken, reading } = readingOf()
    let turns = 0
    const other = setInterval(() => {
      turns += 1
    }, 0)
    await reading.addInTurns(texts)
    await new Promise((resolve) => setTimeout(resolve, 5))
    clearInterval(other)
    expect(taken.map(({ eventID }) => eventID)).toEqual(texts.map((json) => JSON.parse(json).eventID))
    expect(turns).toBeGreaterThan(0)

    const stopping = new AbortController()
    const take = (records: readonly TrailRecord[]) => void (records.length > 0 && stopping.abort())
    const stopped = new TrailReading(everything, { take, signal: stopping.signal, onProgress: () => {} })
    await stopped.addInTurns(texts)
    expect(stopped.describe('s', [])).toMatchObject({ status: 'truncated', events: 100, detail: 'reading was stopped' })
  })

  it('is empty, failed or truncated, and never ok with a gap', () => {
    const { reading } = readingOf()
    expect(reading.describe('s', ['us-east-1']).status).toBe('empty')
    reading.gap('half of it')
    expect(reading.describe('s', ['us-east-1']).status).toBe('failed')
    reading.addTexts([textOf(1)])
    const report = reading.describe('s', ['us-east-1'])
    expect(report).toMatchObject({ status: 'truncated', coverage: { gaps: ['half of it'] } })
    expect(evidenceSourceSchema.parse(report)).toEqual(report)
  })

  it('takes a failure of AWS for a gap, and lets a bug through', () => {
    const { reading } = readingOf()
    const failure = { kind: 'accessDenied', code: 'AccessDenied', operation: 'logs:StartQuery', message: 'no' } as const
    reading.fail('us-east-1', new AwsError(failure))
    expect(reading.describe('s', []).detail).toBe('us-east-1: logs:StartQuery: no')
    const bug = new TypeError('x is not a function')
    expect(() => reading.fail('us-east-1', bug)).toThrow(bug)
  })

  it('holds requests back at their limit', () => {
    const { reading } = readingOf({ ...everything, maxRequests: 2 })
    expect([reading.mayRequest(), reading.mayRequest(), reading.mayRequest()]).toEqual([true, true, false])
    expect(reading.describe('s', []).requests).toBe(2)
  })
})
