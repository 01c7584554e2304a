import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudTrailEventSchema } from '../../../../src/domain/cloudtrail-event.js'
import { actorOf } from '../../../../src/evidence/record/actor-of.js'
import { EventIdSet } from '../../../../src/evidence/record/event-id-set.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { readPaths } from '../../../integrations/trail-files/reading.js'

const corpus = process.env.TOURNIQUET_CORPUS ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url))

/** Everything below a path, with how many there are of each kind. */
async function readCorpus(path: string) {
  const { records, source } = await readPaths([join(corpus, path)])
  const results = records.map((record) => normaliseRecord(record))
  const events = results.flatMap((result) => (result.ok ? [result.event] : []))
  return {
    source,
    events,
    read: records.length,
    refused: countsOf(results.flatMap((result) => (result.ok ? [] : [result.reason]))),
    actors: countsOf(events.map((event) => actorOf(event).type)),
    issued: countsOf(events.flatMap(({ issued }) => (issued === undefined ? [] : [issued.kind]))),
  }
}

function countsOf(names: readonly string[]): { [name: string]: number } {
  const counts: { [name: string]: number } = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

describe('real logs, as files', () => {
  if (!existsSync(corpus)) {
    it.todo('skipped: corpus not found')
    return
  }

  it('every record of an attacked account is read, its 24 records of services apart from its principals', async () => {
    const { source, read, refused, actors, issued } = await readCorpus('invictus-aws-dataset')
    expect({ read, refused, actors, issued }).toEqual({
      read: 1_592,
      refused: {},
      actors: { user: 1_522, role: 46, service: 24 },
      issued: { assumeRole: 25 },
    })
    expect(source).toMatchObject({ status: 'ok', skipped: 0, coverage: { regions: ['us-east-1'], gaps: [] } })
  })

  it('every record of the techniques that were played is read', async () => {
    const { source, read, refused, actors, issued } = await readCorpus('stratus-red-team')
    expect({ read, refused, actors, issued }).toEqual({
      read: 180,
      refused: {},
      actors: { user: 134, role: 46 },
      issued: { assumeRole: 4 },
    })
    expect(source).toMatchObject({ status: 'ok', skipped: 0 })
  })

  it('events of 45 services are read', async () => {
    const { read, refused, actors } = await readCorpus('traildiscover')
    expect({ read, refused, actors }).toEqual({ read: 315, refused: {}, actors: { user: 235, role: 79, unknown: 1 } })
  })

  it('of 250 labelled events the six without a time or a service are refused, and none throws', async () => {
    const { read, refused, events } = await readCorpus('panther-analysis/cloudtrail-labelled-events.ndjson')
    expect(read).toBe(250)
    expect(refused).toEqual({ 'no eventSource': 2, 'no eventTime, or one that is no time': 4 })
    expect(events).toHaveLength(244)
  })

  it('findings are no records, and are counted', async () => {
    const { read, source } = await readCorpus('findings')
    expect(read).toBe(0)
    expect(source.status).not.toBe('ok')
    expect(source.skipped).toBeGreaterThan(0)
  })

  it('of odd files the whole records are read, and the one that is cut off is said', async () => {
    const { source, read, refused, events } = await readCorpus('cloudtrail-misc')
    expect({ read, refused }).toEqual({ read: 9, refused: {} })
    expect(source).toMatchObject({
      status: 'truncated',
      skipped: 1,
      detail: expect.stringContaining('ends in the middle'),
    })
    const ids = new EventIdSet()
    // Files of one delivery are there zipped, plain, and in part once more.
    for (const { eventId } of events) ids.add(eventId)
    expect(ids.size).toBe(5)
  })

  it('what was read matches the schema, names its time and keeps no secret', async () => {
    for (const folder of [
      'invictus-aws-dataset',
      'stratus-red-team',
      'traildiscover',
      'panther-analysis',
      'cloudtrail-misc',
    ]) {
      const { events } = await readCorpus(folder)
      for (const event of events) expect(cloudTrailEventSchema.safeParse(event).error).toBeUndefined()
      expect(JSON.stringify(events)).not.toMatch(/"sessionToken"|"secretAccessKey"|"password":/i)
    }
  })
})
