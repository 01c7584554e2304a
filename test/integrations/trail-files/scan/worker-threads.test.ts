import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { scanTrailFiles } from '../../../../integrations/trail-files/scan/scan-trail-files.js'
import { searchTrailFiles } from '../../../../integrations/trail-files/scan/search-trail-files.js'
import { workerThread } from '../../../../integrations/trail-files/scan/start-thread.js'
import { loadSigmaRules } from '../../../../src/evidence/sigma/load-sigma-rules.js'
import { longestTurn } from '../../../support/thread-cpu.js'
import { useFolder } from '../reading.js'
import { adversarialFiles, hit, other } from './adversarial-corpus.js'
import { blockingThread, questions, scanPlainly, searchPlainly, window } from './in-process.js'

const { at, write } = await useFolder()
const signal = new AbortController().signal
const sources = fileURLToPath(new URL('../../../../integrations/trail-files/scan/', import.meta.url))
/** As `npm run build` compiles it, in one file. */
const script = at('scan-worker.mjs')
await build({
  entryPoints: [`${sources}scan-worker.ts`],
  outfile: script,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
})
const startThread = workerThread(script)
const rule = `title: Calls of a role's session
id: 7e8d6f0a-55a3-4b7e-9d59-0f1d8a1b2c3d
status: test
logsource: { product: aws, service: cloudtrail }
detection:
  session: { userIdentity.type: AssumedRole }
  condition: session
`

async function logs(name: string, files: number, records: number) {
  const paths: string[] = []
  for (let file = 0; file < files; file += 1) {
    const list = Array.from({ length: records }, (_, at) =>
      at % 10 === 0 ? hit() : other({ sourceIPAddress: `10.0.${file}.${at % 250}` }),
    )
    paths.push(await write(`${name}-${file}.json.gz`, gzipSync(JSON.stringify({ Records: list }))))
  }
  return paths
}

describe('worker threads', () => {
  it('gather what a plain reading does, from the adversarial files and many records, each once', async () => {
    const paths = await logs('many', 6, 500)
    for (const [number, { name, content }] of adversarialFiles.entries())
      paths.push(await write(`${number}-${name}`, content))
    const plain = await scanPlainly([...paths, at('.')])
    const scan = await scanTrailFiles([...paths, at('.')], { ...window, signal, startThread, workers: 3 })
    expect(scan).toMatchObject(plain)
    for (const terms of questions) {
      const { hits } = await searchTrailFiles(paths, { terms, signal, startThread, workers: 2 })
      expect(hits).toEqual(await searchPlainly(paths, terms))
    }
  })

  it('ask the rules that they were given as texts, of the records in scope', async () => {
    const paths = await logs('rules', 2, 200)
    const sigmaTexts = [{ file: 'session.yml', text: rule }]
    expect(loadSigmaRules(sigmaTexts).rules).toHaveLength(1)
    const options = { ...window, signal, sigmaTexts, workers: 2 }
    const { sigmaMatches } = await scanTrailFiles(paths, { ...options, startThread })
    expect(sigmaMatches).toMatchObject([{ count: 40, attribution: { title: "Calls of a role's session" } }])
    expect(sigmaMatches).toEqual(
      (await scanTrailFiles(paths, { ...options, startThread: blockingThread })).sigmaMatches,
    )
  })

  it('do not hold up the one that waits for them, nor does what they hand over', async () => {
    const paths = await logs('waiting', 4, 3_000)
    const turns = longestTurn()
    const { facts } = await scanTrailFiles(paths, { ...window, signal, startThread, workers: 2 })
    const longestMs = await turns.stop()
    expect(facts.scope.ok).toBe(12_000)
    // Of the thread's own time: what else runs on the machine is no part of it.
    expect(longestMs).toBeLessThan(50)
  })

  it('stop where they are asked to, and what was read counts', async () => {
    const paths = await logs('stopped', 8, 200)
    const stopping = new AbortController()
    const { report } = await scanTrailFiles(paths, {
      ...window,
      signal: stopping.signal,
      startThread,
      workers: 1,
      onProgress: (files) => {
        if (files === 2) stopping.abort()
      },
    })
    expect(report.status).toBe('truncated')
    expect(report.requests).toBeLessThan(8)
    expect(report.detail).toContain('reading was stopped')
  })

  it('that die are told of, never taken for the end of the files', async () => {
    const broken = await write(
      'broken.mjs',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1))",
    )
    const failing = await write(
      'failing.mjs',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('x') })",
    )
    const paths = await logs('dying', 2, 10)
    for (const path of [broken, failing]) {
      const options = { ...window, signal, startThread: workerThread(path), workers: 2 }
      await expect(scanTrailFiles(paths, options)).rejects.toThrow('A thread that reads files')
    }
  })

  it('are compiled with the product: their script stands beside what starts it', async () => {
    expect(await readFile(`${sources}start-thread.ts`, 'utf8')).toContain("'./scan-worker.js'")
  })
})
