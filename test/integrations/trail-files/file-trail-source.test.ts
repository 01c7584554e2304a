import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { gzipSync } from 'node:zlib'
import type { Json } from '../../../src/domain/canonical-json.js'
import { aRecord } from '../../src/evidence/record/normalised.js'
import { FileTrailSource } from './file-trail-source.js'
import { everything, readPaths, useFolder } from './reading.js'

const { at, write } = await useFolder()
const record = (eventID: string, changes: { readonly [name: string]: Json } = {}) => aRecord({ eventID, ...changes })
const file = (...ids: string[]) => JSON.stringify({ Records: ids.map((id) => record(id)) })

describe('files and folders', () => {
  it('are read in the order of their paths, however deep, zipped or not, and each once', async () => {
    await mkdir(at('tree/2026/03'), { recursive: true })
    await write('tree/b.json', file('3'))
    await write('tree/2026/03/a.json.gz', gzipSync(file('1', '2')))
    await write('tree/.hidden.json', file('never'))
    await symlink(at('tree/b.json'), at('tree/c-is-b.json'))
    const { ids, source } = await readPaths([at('tree'), at('tree/b.json')])
    expect(ids).toEqual(['1', '2', '3'])
    expect(source).toMatchObject({ status: 'ok', requests: 2, events: 3, skipped: 0 })
    expect(source).not.toHaveProperty('detail')
  })

  it('a loop of links is walked once', async () => {
    await mkdir(at('loop/inner'), { recursive: true })
    await write('loop/inner/a.json', file('1'))
    await symlink(at('loop'), at('loop/inner/again'))
    await symlink(at('loop/self'), at('loop/self'))
    const { ids, source } = await readPaths([at('loop')])
    expect(ids).toEqual(['1'])
    expect(source.detail).toContain('self')
  })

  it('a path that does not exist is said, and the others are read', async () => {
    const path = await write('there.json', file('1'))
    const { ids, source } = await readPaths([at('not-there.json'), path])
    expect(ids).toEqual(['1'])
    expect(source).toMatchObject({
      status: 'truncated',
      coverage: { gaps: [`${at('not-there.json')} does not exist`] },
    })
    expect((await readPaths([at('not-there.json')])).source.status).toBe('failed')
  })

  it('what may not be read, or fails while it is read, is said', async () => {
    const path = await write('secret.json', file('1'))
    await chmod(path, 0)
    // Root may read all files; of this one the system gives nobody the first page.
    const unreadable = userInfo().uid === 0 ? '/proc/self/mem' : path
    expect((await readPaths([unreadable])).source).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/may not be read|cannot be read/),
    })
  })

  it('a licence beside the logs is no gap in them; the same file asked for by name is', async () => {
    await mkdir(at('with-licence'))
    await write('with-licence/a.json', file('1'))
    const licence = await write(
      'with-licence/LICENSE.txt',
      'Permission is hereby granted, "free of charge"\n{not json}\n',
    )
    const { source } = await readPaths([at('with-licence')])
    expect(source).toMatchObject({ status: 'ok', events: 1, skipped: 0, detail: `no logs: ${licence}` })
    expect((await readPaths([licence])).source).toMatchObject({ status: 'failed', skipped: 1 })
  })

  it('a folder without anything, and files without anything, are empty', async () => {
    await mkdir(at('empty'))
    expect((await readPaths([at('empty')])).source).toMatchObject({ status: 'empty', requests: 0, events: 0 })
    const nothing = await Promise.all([
      write('nothing.json', ''),
      write('nothing.json.gz', gzipSync('')),
      write('space', ' \n'),
    ])
    expect((await readPaths(nothing)).source).toMatchObject({ status: 'empty', requests: 3, skipped: 0 })
  })
})

describe('what a file is', () => {
  it.each<[string, Buffer | string, string[]]>([
    ['gzip under a plain name', gzipSync(file('1')), ['1']],
    ['plain under the name of gzip', file('1'), ['1']],
    [
      'gzip of several members',
      Buffer.concat([gzipSync(`${JSON.stringify(record('1'))}\n`), gzipSync(JSON.stringify(record('2')))]),
      ['1', '2'],
    ],
    ['gzip in gzip', gzipSync(gzipSync(file('1'))), ['1']],
    ['gzip with zeros behind it', Buffer.concat([gzipSync(file('1')), Buffer.alloc(512)]), ['1']],
    ['a byte order mark', `\ufeff${file('1')}`, ['1']],
    ['a byte order mark in gzip', gzipSync(`\ufeff${file('1')}`), ['1']],
  ])('is told by its bytes: %s', async (name, content, expected) => {
    const path = await write(`${name}.json.gz`, content)
    const { ids, source } = await readPaths([path])
    expect(ids).toEqual(expected)
    expect(source.status).toBe('ok')
  })

  it.each<[string, Buffer]>([
    ['UTF-16 with its mark', Buffer.from(`\ufeff${file('1')}`, 'utf16le')],
    ['UTF-16 without it', Buffer.from(file('1'), 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${file('1')}`, 'utf16le').swap16()],
    ['UTF-16 in gzip', gzipSync(Buffer.from(file('1'), 'utf16le'))],
  ])('%s is refused plainly', async (name, content) => {
    const { source } = await readPaths([await write(`${name}.json`, content)])
    expect(source).toMatchObject({ status: 'failed', events: 0, skipped: 1, detail: expect.stringContaining('UTF-16') })
  })

  it('gzip that is cut off gives what it has, and that is said', async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `${index}-${Math.sin(index)}`)
    const zipped = gzipSync(ids.map((id) => JSON.stringify(record(id))).join('\n'))
    const path = await write('cut.json.gz', zipped.subarray(0, Math.floor(zipped.length * 0.7)))
    const { ids: read, source } = await readPaths([path])
    expect(read.length).toBeGreaterThan(100)
    expect(read).toEqual(ids.slice(0, read.length))
    expect(source).toMatchObject({
      status: 'truncated',
      detail: expect.stringContaining('cut off in the middle of its gzip'),
    })
  })

  it('gzip that is damaged gives what stands before the damage', async () => {
    const zipped = gzipSync(
      Array.from({ length: 400 }, (_, n) => JSON.stringify(record(`${n}-${Math.sin(n)}`))).join('\n'),
    )
    zipped.fill(0xff, Math.floor(zipped.length / 2), Math.floor(zipped.length / 2) + 200)
    const { source } = await readPaths([await write('damaged.json.gz', zipped)])
    expect(source).toMatchObject({ status: 'truncated', detail: expect.stringContaining('damaged gzip data') })
    expect(source.events).toBeGreaterThan(50)
  })
})

describe('what is asked for', () => {
  it('the window and the Regions narrow what is handed over; a time that is none is left to the reader', async () => {
    const path = await write(
      'window.json',
      JSON.stringify([
        record('early', { eventTime: '2026-02-28T23:59:59Z' }),
        record('first', { eventTime: '2026-03-01T00:00:00Z' }),
        record('elsewhere', { awsRegion: 'us-west-2' }),
        record('last', { eventTime: '2026-03-02T00:00:00Z' }),
        record('late', { eventTime: '2026-03-02T00:00:01Z' }),
        record('no time', { eventTime: 'then' }),
      ]),
    )
    const window = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
    const { ids, source } = await readPaths([path], { ...window, regions: ['eu-west-1'] })
    expect(ids).toEqual(['first', 'last', 'no time'])
    expect(source.coverage).toEqual({ regions: ['eu-west-1'], ...window, gaps: [] })
    expect((await readPaths([path], window)).ids).toContain('elsewhere')
  })

  it('a day without a record is a gap', async () => {
    const times = ['2026-03-01T10:30:00Z', '2026-03-02T10:59:00Z', '2026-03-05T08:00:00Z']
    const path = await write('silence.json', JSON.stringify(times.map((eventTime) => record(eventTime, { eventTime }))))
    expect((await readPaths([path])).source.coverage?.gaps).toEqual([
      'no records from 2026-03-02T11:00:00Z to 2026-03-05T08:00:00Z',
    ])
  })

  it('reading that is stopped says what it did not get to', async () => {
    const paths = [await write('s1.json', file('1')), await write('s2.json', file('2'))]
    const stop = new AbortController()
    const options = { signal: stop.signal, onProgress: () => stop.abort() }
    const source = await new FileTrailSource(paths).read(everything, () => {}, options)
    expect(source).toMatchObject({ status: 'truncated', requests: 1, events: 1 })
    expect(source.coverage?.gaps).toEqual(['1 of 2 files were not read: reading was stopped'])
  })
})

it('a line of many megabytes is read in the memory of one record', async () => {
  const path = at('huge.json')
  const one = JSON.stringify(record('x', { requestParameters: { text: 'y'.repeat(4_000) } }))
  await writeFile(path, `{"Records":[${`${one},`.repeat(9_999)}${one}]}`)
  let [records, largest] = [0, 0]
  const options = { signal: new AbortController().signal, onProgress: () => {} }
  const source = await new FileTrailSource([path]).read(
    everything,
    (some) => {
      records += some.length
      largest = Math.max(largest, some.length)
    },
    options,
  )
  expect(records).toBe(10_000)
  expect(largest).toBeLessThanOrEqual(500)
  expect(source.status).toBe('ok')
})
