import { systemClock } from '../../integrations/system/system-clock.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import { loadSigmaRules } from '../../src/evidence/sigma/load-sigma-rules.js'
import { matchSigma } from '../../workers/match-sigma.js'
import { RawRecords } from '../../workers/raw-records.js'
import { anAnswer, aRecord } from '../support/fixtures/trail-sources.js'

const sigma = loadSigmaRules([
  {
    file: 'reads.yml',
    text: 'title: Buckets listed\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: ListBuckets}, condition: s}\n',
  },
])
const window = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', clock: systemClock }

function answered(...records: readonly TrailRecord[]) {
  const raw = new RawRecords()
  raw.add(records)
  return { source: anAnswer('a source'), raw }
}

const listed = (eventID: string, eventTime = '2026-03-01T10:00:00Z') => aRecord({ eventID, eventTime })

describe('the Sigma rules of the configuration', () => {
  it('are asked about every record of the window, an event that two sources tell once', async () => {
    const answers = [
      answered(listed('e-1'), listed('e-before', '2026-02-01T10:00:00Z')),
      answered(listed('e-1'), listed('e-2'), aRecord({ eventID: 'e-3', eventName: 'GetObject' })),
    ]
    const { sigma: found } = await matchSigma(answers, sigma, window)
    expect(found).toMatchObject({ rules: 1, matches: [{ rule: { title: 'Buckets listed' }, times: 2 }] })
    expect(found?.matches[0]?.eventIds).toEqual(['e-1', 'e-2'])
  })

  it('are nothing where there are none', async () => {
    expect(await matchSigma([answered(listed('e-1'))], null, window)).toEqual({})
  })
})
