import { memoryRawEvidence } from '../../integrations/memory/memory-raw-evidence.js'
import { digestOf } from '../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import { keepRaw } from '../../workers/keep-raw.js'
import { RawRecords } from '../../workers/raw-records.js'
import { anAnswer, anIssue, aRecord } from '../support/fixtures/trail-sources.js'

const incidentId = 'inc_00000000000000000001'
const canary = 'FwoGZXIvYXdzEXAMPLECANARYTOKEN'

function rawOf(...records: readonly TrailRecord[]): RawRecords {
  const raw = new RawRecords()
  raw.add(records)
  return raw
}

async function kept(...records: readonly TrailRecord[]) {
  const files = memoryRawEvidence()
  const answers = [{ source: anAnswer('a source'), raw: rawOf(...records) }]
  return { files, ...(await keepRaw(files, incidentId, answers)) }
}

describe('raw results', () => {
  it('are kept record for record under their SHA-256, as a document where they are small', async () => {
    const records = [aRecord(), aRecord({ eventID: 'event-2' })]
    const { results, documents } = await kept(...records)

    const [document] = documents
    expect(results).toEqual([
      { source: 'a source', records: 2, bytes: expect.any(Number), digest: document?.digest, file: null },
    ])
    expect(digestOf(document?.body ?? null)).toBe(document?.digest)
    expect(document?.body).toEqual({ source: 'a source', records: records.map((each) => JSON.stringify(each)) })
  })

  it('go into a file where they would make every backup of the record larger, and the record has the digest', async () => {
    const many = Array.from({ length: 600 }, (_, index) => aRecord({ eventID: `event-${index}` }))
    const { results, documents, files } = await kept(...many)

    const [result] = results
    expect(documents.length).toBe(0)
    expect(result?.file).toMatch(/^evidence\/inc_00000000000000000001\/[0-9a-f]{64}\.ndjson\.gz$/)
    expect(await files.check(result?.file ?? '', result?.digest ?? '')).toBe('asFiled')
    expect(
      files.kept
        .get(result?.file ?? '')
        ?.text.trim()
        .split('\n'),
    ).toHaveLength(600)
  })

  it('are the same text and digest whatever order the records came in, and however often', () => {
    const [one, two] = [aRecord(), aRecord({ eventID: 'event-2' })]

    expect(rawOf(two, one, two).text()).toBe(rawOf(one, two).text())
    expect(rawOf(two, one, two).count).toBe(2)
  })

  it('keep what is no call, too, and count it', () => {
    const raw = rawOf(aRecord(), { eventType: 'AwsCloudTrailInsight', eventID: 'insight' })

    expect([raw.count, raw.skipped, [...raw.events].length]).toEqual([2, 1, 1])
  })

  it.each([
    ['the token of issued credentials', anIssue(canary)],
    ['a token in another spelling', aRecord({ requestParameters: { 'X-Amz-Security-Token': canary } })],
    ['a password', aRecord({ requestParameters: { newPassword: canary, userName: 'dana' } })],
    ['a secret deep inside', aRecord({ responseElements: { a: [{ b: { secretAccessKey: canary } }] } })],
  ])('do not have %s, and have the rest', async (_, record) => {
    const { documents } = await kept(record)

    expect(JSON.stringify(documents)).not.toContain(canary)
    expect(JSON.stringify(documents)).toContain('ASIAEXAMPLE000000001')
  })

  it('are none where a source had none', async () => {
    expect(await kept()).toMatchObject({ results: [], documents: [] })
  })
})
