import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { JsonObject } from '../../../simulated-aws/json.js'
import { readTrail } from '../../../simulated-aws/seed/from-trail.js'
import { record } from './sample-records.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trail-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

const lines = (...values: JsonObject[]) => values.map((value) => JSON.stringify(value)).join('\n')
const [one, two] = [record(), record()]
const both = [one, two]

describe('records are found in', () => {
  it.each<[string, string | Buffer]>([
    ['what CloudTrail delivers', JSON.stringify({ Records: both })],
    ['the same, gzipped', gzipSync(JSON.stringify({ Records: both }))],
    ['the same, indented and with a byte order mark', `\uFEFF${JSON.stringify({ Records: both }, null, 2)}`],
    ['a list', JSON.stringify(both)],
    ['lines', lines(...both)],
    ['lines with blank ones between and Windows ends', `${lines(one)}\r\n\r\n${lines(two)}\r\n`],
    ['lines of wrapped records', lines({ file: 'a', log: one }, { file: 'b', log: two })],
    ['lines of whole deliveries', lines({ Records: [one] }, { Records: [two] })],
    [
      'the answer of LookupEvents',
      JSON.stringify({ Events: both.map((held) => ({ EventName: 'x', CloudTrailEvent: JSON.stringify(held) })) }),
    ],
    [
      "an EventBridge rule's target",
      lines(...both.map((detail) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail }))),
    ],
    [
      'CloudWatch Logs',
      JSON.stringify({ events: both.map((held) => ({ timestamp: 1, message: JSON.stringify(held) })) }),
    ],
  ])('%s', async (_, content) => {
    const path = await write('a.json', content)
    expect(await readTrail([path])).toEqual({ records: both, sources: [{ path, records: 2 }], skipped: [] })
  })

  it('a file that is one record', async () => {
    const path = await write('one.json', JSON.stringify(one, null, 2))
    expect(await readTrail([path])).toMatchObject({ records: [one] })
  })

  it('folders, however deep, in the order of their names, and only in files that end like logs', async () => {
    const second = await write('b/z.jsonl.gz', gzipSync(lines(two)))
    const first = await write('a/b/c.NDJSON', lines(one))
    await write('a/b/notes.txt', lines(record()))
    expect(await readTrail([folder])).toEqual({
      records: both,
      sources: [
        { path: first, records: 1 },
        { path: second, records: 1 },
      ],
      skipped: [],
    })
  })

  it('a file of any ending that is named itself', async () => {
    expect(await readTrail([await write('export.log', lines(one))])).toMatchObject({ records: [one] })
  })
})

describe('an event counts once', () => {
  it('if two files hold it, or one file is named twice', async () => {
    const a = await write('a.json', JSON.stringify({ Records: both }))
    const b = await write('b.json', JSON.stringify([two]))
    const reading = await readTrail([a, b, folder])
    expect(reading.records).toEqual(both)
    expect(reading.sources).toEqual([
      { path: a, records: 2 },
      { path: b, records: 1 },
    ])
  })

  it('but records with a masked id, or none, are all kept', async () => {
    const { eventID: _, ...bare } = one
    const masked = { ...one, eventID: '********' }
    expect(
      (await readTrail([await write('a.json', JSON.stringify([bare, bare, masked, masked]))])).records,
    ).toHaveLength(4)
  })
})

describe('what cannot be read is skipped, with the reason:', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['a truncated file', JSON.stringify({ Records: both }).slice(0, -20), /^is not JSON: /],
    ['a truncated and indented file', JSON.stringify({ Records: both }, null, 2).slice(0, -60), /^is not JSON: /],
    ['a truncated gzip', gzipSync(JSON.stringify(both)).subarray(0, 100), /unexpected end of file/],
    ['a broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3]), /unknown compression method|incorrect header/],
    ['an empty file', ' \n', /^is empty$/],
    ['JSON of something else', '{"Findings":[{"Title":"x"}]}', /^holds no CloudTrail records$/],
    ['a text', 'see attached', /^is not JSON: /],
    ['JSON nested deeper than any export', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, /^holds no CloudTrail records$/],
  ])('%s', async (_, content, reason) => {
    const path = await write('a.json', content)
    expect(await readTrail([path])).toEqual({
      records: [],
      sources: [],
      skipped: [{ path, reason: expect.stringMatching(reason) }],
    })
  })

  it('a path that does not exist, beside one that does', async () => {
    const good = await write('a.json', lines(one))
    const { records, skipped } = await readTrail([join(folder, 'none.json'), good])
    expect(records).toEqual([one])
    expect(skipped).toEqual([{ path: join(folder, 'none.json'), reason: expect.stringContaining('ENOENT') }])
  })

  it('a folder without logs', async () => {
    expect((await readTrail([folder])).skipped).toEqual([
      { path: folder, reason: expect.stringContaining('holds no .json') },
    ])
  })

  it('the last line of a log that was cut off, while the others are read', async () => {
    const path = await write('a.ndjson', lines(one, two).slice(0, -5))
    expect(await readTrail([path])).toEqual({
      records: [one],
      sources: [{ path, records: 1 }],
      skipped: [{ path, reason: '1 of 2 lines are not JSON, the first is line 2' }],
    })
  })

  it('entries that are no records, while the others are read', async () => {
    const path = await write('a.json', JSON.stringify({ Records: [one, null, { eventName: 7 }, 'x'] }))
    expect(await readTrail([path])).toMatchObject({
      records: [one],
      skipped: [{ path, reason: '3 of its entries are not CloudTrail records' }],
    })
  })
})
