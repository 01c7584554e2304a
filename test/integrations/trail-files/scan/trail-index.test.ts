import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scanTrailFiles } from '../../../../integrations/trail-files/scan/scan-trail-files.js'
import { searchTrailFiles } from '../../../../integrations/trail-files/scan/search-trail-files.js'
import { useFolder } from '../reading.js'
import { hit, other } from './adversarial-corpus.js'
import { blockingThread, questions, window } from './in-process.js'

const { at } = await useFolder()
const signal = new AbortController().signal
const options = { signal, startThread: blockingThread, workers: 1 }
let count = 0

/** A folder of logs with an index of them. */
async function indexedLogs() {
  count += 1
  const [logs, cacheFolder] = [at(`logs-${count}`), at(`cache-${count}`)]
  await mkdir(logs)
  for (const name of ['a', 'b'])
    await writeFile(join(logs, `${name}.json`), JSON.stringify({ Records: [other(), hit(), hit()] }))
  await scanTrailFiles([logs], { ...options, ...window, cacheFolder })
  const ask = async () => {
    const found = await Promise.all(
      questions.map((terms) => searchTrailFiles([logs], { ...options, terms, cacheFolder })),
    )
    const plain = await Promise.all(questions.map((terms) => searchTrailFiles([logs], { ...options, terms })))
    expect(found.map(({ hits }) => hits)).toEqual(plain.map(({ hits }) => hits))
    return [...new Set(found.map(({ from }) => from))].join(' and ')
  }
  const segments = async () => {
    const folders = (await readdir(cacheFolder)).filter((name) => name.startsWith('segments-'))
    return {
      folders,
      files: (await readdir(join(cacheFolder, folders[0] ?? ''))).map((name) =>
        join(cacheFolder, folders[0] ?? '', name),
      ),
    }
  }
  return { logs, cacheFolder, ask, segments }
}

describe('an index of log files', () => {
  it('answers for them', async () => {
    expect(await (await indexedLogs()).ask()).toBe('index')
  })

  it('is none any more once a file has changed, come or gone', async () => {
    const changed = await indexedLogs()
    await utimes(join(changed.logs, 'a.json'), 1, 1)
    expect(await changed.ask()).toBe('files')
    const more = await indexedLogs()
    await writeFile(join(more.logs, 'c.json'), JSON.stringify({ Records: [hit()] }))
    expect(await more.ask()).toBe('files')
    const fewer = await indexedLogs()
    await rm(join(fewer.logs, 'b.json'))
    expect(await fewer.ask()).toBe('files')
  })

  it('is replaced by the next scan, and nothing of it stays', async () => {
    const { logs, cacheFolder, ask, segments } = await indexedLogs()
    await writeFile(join(logs, 'c.json'), JSON.stringify({ Records: [hit()] }))
    await scanTrailFiles([logs], { ...options, ...window, cacheFolder })
    expect(await ask()).toBe('index')
    expect((await segments()).folders).toHaveLength(1)
  })

  it.each(['segment', 'manifest'])('is not believed where any byte of its %s is another', async (what) => {
    const { cacheFolder, ask, segments } = await indexedLogs()
    const path = what === 'manifest' ? join(cacheFolder, 'index.json') : ((await segments()).files[0] ?? '')
    const whole = await readFile(path)
    for (let part = 0; part < 24; part += 1) {
      const damaged = Buffer.from(whole)
      const byte = Math.floor((part / 24) * whole.length)
      damaged[byte] = (damaged[byte] ?? 0) ^ 0x11
      await writeFile(path, damaged)
      await ask()
    }
  })

  it('is not believed where a segment is cut off, empty or gone', async () => {
    const { ask, segments } = await indexedLogs()
    const [path = ''] = (await segments()).files
    const whole = await readFile(path)
    for (const length of [0, 10, 200, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length))
      await ask()
    }
    await rm(path)
    expect(await ask()).toBe('files')
  })

  it('is not left by a scan that was stopped', async () => {
    const { logs } = await indexedLogs()
    const cacheFolder = at(`stopped-${count}`)
    await scanTrailFiles([logs], { ...options, ...window, cacheFolder, signal: AbortSignal.abort() })
    expect(await readdir(cacheFolder)).toEqual([])
  })
})
