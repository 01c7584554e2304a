import { mkdir } from 'node:fs/promises'
import { scanTrailFiles } from '../../../../integrations/trail-files/scan/scan-trail-files.js'
import { searchTrailFiles } from '../../../../integrations/trail-files/scan/search-trail-files.js'
import { useFolder } from '../reading.js'
import { adversarialFiles } from './adversarial-corpus.js'
import { questions, scanPlainly, searchPlainly, threads, window } from './in-process.js'

const { at, write } = await useFolder()
const signal = new AbortController().signal

const written = await Promise.all(
  adversarialFiles.map(async ({ title, name, content }, number) => {
    await mkdir(at(`${number}`))
    return { title, path: await write(`${number}/${name}`, content) }
  }),
)

describe('the scan gathers what a plain reading does', () => {
  it.each(written)('from a file with $title', async ({ path }) => {
    const plain = await scanPlainly([path])
    for (const [, startThread] of threads) {
      expect(await scanTrailFiles([path], { ...window, signal, startThread })).toMatchObject(plain)
    }
  })

  it('from all of them, by any number of threads, and each record once', async () => {
    const paths = [...written.map(({ path }) => path), at('.')]
    const plain = await scanPlainly(paths)
    expect(plain.facts.scope.ok).toBeGreaterThan(100)
    for (const workers of [1, 3]) {
      for (const [, startThread] of threads) {
        expect(await scanTrailFiles(paths, { ...window, signal, startThread, workers })).toMatchObject(plain)
      }
    }
  })
})

describe('the search finds what a plain reading does', () => {
  it.each(written)('in a file with $title', async ({ path }) => {
    for (const terms of questions) {
      const plain = await searchPlainly([path], terms)
      for (const [, startThread] of threads) {
        const { hits } = await searchTrailFiles([path], { terms, signal, startThread })
        expect(hits).toEqual(plain)
      }
    }
  })

  it('in all of them, each hit once, and so does the index that a scan has left', async () => {
    const paths = written.map(({ path }) => path)
    const cacheFolder = at('.cache')
    for (const [, startThread] of threads) {
      await scanTrailFiles(paths, { ...window, signal, startThread, cacheFolder })
      for (const terms of questions) {
        const plain = await searchPlainly(paths, terms)
        expect(plain.length).toBeGreaterThan(1)
        const options = { terms, signal, startThread, workers: 2 }
        expect((await searchTrailFiles(paths, options)).hits).toEqual(plain)
        expect(await searchTrailFiles(paths, { ...options, cacheFolder })).toMatchObject({ from: 'index', hits: plain })
      }
    }
  })
})
