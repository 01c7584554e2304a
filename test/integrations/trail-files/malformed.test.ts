import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { aRecord } from '../../src/evidence/record/normalised.js'
import { readPaths, useFolder } from './reading.js'

const { write } = await useFolder()

const malformedFile = z.object({
  name: z.string(),
  /** `$A` and `$B` stand for good records with these ids, `$tA` for a JSON text of one. */
  content: z.string(),
  encode: z.array(z.enum(['gzip', 'utf16le'])).optional(),
  /** Bytes that are taken off the end, or left at the start. */
  cut: z.number().optional(),
  keep: z.number().optional(),
  /** Of the records that are read. */
  ids: z.array(z.string()),
  /** How many are passed over, by reason. */
  skipped: z.record(z.string(), z.number()),
  /** A part of what is said of the file; none where the whole of it was read. */
  problem: z.string().optional(),
})
type MalformedFile = z.infer<typeof malformedFile>

/** A good record with these fields changed or taken away: what is read of it, or why nothing is. */
const malformedRecord = z.object({
  name: z.string(),
  change: z.record(z.string(), z.json()),
  without: z.array(z.string()).optional(),
  event: z.record(z.string(), z.json()).optional(),
  refused: z.string().optional(),
})

const casesOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../cases/evidence/${name}.json`, import.meta.url), 'utf8'))
const files = z.array(malformedFile).parse(casesOf('malformed-files'))
const records = z.array(malformedRecord).parse(casesOf('malformed-records'))

const encoders: { readonly [name in 'gzip' | 'utf16le']: (content: Buffer) => Buffer } = {
  gzip: (content) => gzipSync(content),
  utf16le: (content) => Buffer.from(`\ufeff${content}`, 'utf16le'),
}

function bytesOf({ content, encode = [], cut = 0, keep }: MalformedFile): Buffer {
  const text = content
    .replace(/\$([AB])/g, (_, eventID) => JSON.stringify(aRecord({ eventID })))
    .replace(/\$t([AB])/g, (_, eventID) => JSON.stringify(JSON.stringify(aRecord({ eventID }))))
  const encoded = encode.reduce<Buffer>((bytes, name) => encoders[name](bytes), Buffer.from(text))
  return encoded.subarray(0, keep ?? encoded.length - cut)
}

/** "skipped 2: a reason; …" as counts. */
function countsIn(detail = ''): { [reason: string]: number } {
  return Object.fromEntries(
    [...detail.matchAll(/skipped (\d+): ([^;]+)/g)].map(([, count, reason]) => [reason, Number(count)]),
  )
}

it('there are a hundred cases and more', () => {
  expect(files.length + records.length).toBeGreaterThanOrEqual(100)
})

describe('a malformed file gives what can be read, and counts the rest:', () => {
  it.each<MalformedFile>(files)('$name', async (malformed) => {
    const { ids, source } = await readPaths([await write('case.json', bytesOf(malformed))])
    expect(ids).toEqual(malformed.ids)
    expect(countsIn(source.detail)).toEqual(malformed.skipped)
    expect(source.skipped).toBe(Object.values(malformed.skipped).reduce((sum, count) => sum + count, 0))
    expect(source.coverage?.gaps.join()).toContain(malformed.problem ?? '')
    expect(source.status).toBe(
      malformed.problem !== undefined ? (ids.length > 0 ? 'truncated' : 'failed') : ids.length > 0 ? 'ok' : 'empty',
    )
  })
})

describe('a malformed record is read as far as it goes, and hides neither neighbour:', () => {
  it.each(records)('$name', async ({ change, without = [], event, refused }) => {
    const odd = aRecord(change, without)
    const path = await write(
      'record.json',
      JSON.stringify({ Records: [aRecord({ eventID: 'A' }), odd, aRecord({ eventID: 'B' })] }),
    )
    const { records: read, source } = await readPaths([path])
    const results = read.map((record) => normaliseRecord(record))
    const events = results.flatMap((result) => (result.ok ? [result.event] : []))
    const reasons = results.flatMap((result) => (result.ok ? [] : [result.reason]))
    expect([events.at(0)?.eventId, events.at(-1)?.eventId]).toEqual(['A', 'B'])
    expect([...Object.keys(countsIn(source.detail)), ...reasons]).toEqual(refused === undefined ? [] : [refused])
    expect(events).toHaveLength(refused === undefined ? 3 : 2)
    if (event !== undefined) expect(events[1]).toMatchObject(event)
  })
})
