import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { z } from 'zod'
import { writeLogs } from './evidence-logs.js'
import { type AnalysingPeer, duckDb, jq, type Peer } from './evidence-peers.js'
import { type Measurement, measure, quantile } from './measurement.js'

export interface EvidenceBench {
  readonly rounds: number
  /** Ten times the input as well, for memory: a few minutes, and 600 MB of disk. */
  readonly isTenfold: boolean
  readonly say: (text: string) => void
  /** 150 files of 2,000 records are about 560 MB of JSON. */
  readonly files?: number
}

const RECORDS_A_FILE = 2_000
const RSS_GOAL_MB = 300
const SECOND_QUESTION_MS = 50
const BLOCKED_MS = 50

const answerSchema = z.object({
  ids: z.array(z.string()),
  records: z.number(),
  tookMs: z.number(),
  /** Of all threads, the start of the process included: what a busy machine changes least. */
  cpuMs: z.number(),
  rssMb: z.number(),
  blockedMs: z.number(),
})
type Answer = z.infer<typeof answerSchema>
type Ask = (question: 'scan' | 'report' | 'search' | 'ip', logs: string, cache?: string) => Promise<Answer>

/**
 * Everything of one principal, and all facts, out of CloudTrail's log files, against what else people have for it; in turn in
 * every round, over the same files. `ratio` is our time against the peer's.
 */
export async function evidenceScan({ rounds, isTenfold, say, files = 150 }: EvidenceBench): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-bench-logs-'))
  try {
    say(`writing ${files} log files`)
    const logs = join(folder, 'logs')
    const { records, jsonBytes } = await writeLogs(logs, files, RECORDS_A_FILE)
    say(`${records} records, ${Math.round(jsonBytes / 1e6)} MB of JSON; load ${loadavg()[0]?.toFixed(1)}`)
    const ask = await buildOurs(folder)
    const measured = [
      ...(await searches(ask, logs, { rounds, say })),
      ...(await analyses(ask, logs, { rounds, say, records })),
      ...(await secondQuestion(ask, logs, join(folder, 'cache'), rounds)),
      ...(isTenfold ? await tenfold(ask, join(folder, 'tenfold'), files, say) : []),
    ]
    say(`load ${loadavg()[0]?.toFixed(1)} at the end`)
    return measured
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

type Rounds = Pick<EvidenceBench, 'rounds' | 'say'>

async function searches(ask: Ask, logs: string, { rounds, say }: Rounds): Promise<Measurement[]> {
  const peers = [
    { name: 'DuckDB, 2 threads, typed columns', goal: 0.4, peer: await duckDb(say) },
    { name: 'zcat | jq', goal: 0.067, peer: jq() },
  ].flatMap(({ name, goal, peer }) => {
    if (peer === null) say(`${name}: skipped, not there (jq: apt-get install jq)`)
    return peer === null ? [] : [{ name, goal, peer, tookMs: [] as number[] }]
  })
  const ours: Answer[] = []
  for (let round = 0; round < rounds; round += 1) {
    say(`search, round ${round + 1} of ${rounds}`)
    const answer = await ask('search', logs)
    ours.push(answer)
    say(`  ours: ${figures(answer)}`)
    for (const { name, peer, tookMs } of peers) {
      const took = await timedSearch(name, peer, logs, answer.ids)
      say(`  ${name}: ${figures(took)}`)
      tookMs.push(took.tookMs)
    }
  }
  const median = medianOf(ours, 'tookMs')
  return [
    ...peers.map(({ name, goal, tookMs }) =>
      measure(`everything of one principal, against ${name}`, median, quantile(tookMs, 0.5), goal),
    ),
    measure('search, resident memory', mostResident(ours), RSS_GOAL_MB, 1, 'MB'),
  ]
}

async function timedSearch(name: string, peer: Peer, logs: string, expected: readonly string[]): Promise<Took> {
  let ids: readonly string[] = []
  const took = await timed(async () => {
    ids = await peer.search(logs)
  })
  if (ids.length === 0 || ids.join() !== expected.join()) {
    throw new Error(`${name} found ${ids.length} records, we ${expected.length}: they are not the same.`)
  }
  return took
}

interface Took {
  readonly tookMs: number
  /** Of this process: nothing of a peer that is one of its own. */
  readonly cpuMs: number
}

async function timed(work: () => Promise<void>): Promise<Took> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { tookMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 }
}

function figures({ tookMs, cpuMs }: Took): string {
  return `${Math.round(tookMs)} ms, ${Math.round(cpuMs)} ms of CPU, load ${loadavg()[0]?.toFixed(1)}`
}

async function analyses(ask: Ask, logs: string, options: Rounds & { records: number }): Promise<Measurement[]> {
  const { rounds, say, records } = options
  const peer = await duckDb(say)
  const ours: Answer[] = []
  const reports: Answer[] = []
  const theirsMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    say(`all facts, round ${round + 1} of ${rounds}`)
    const answer = await ask('scan', logs)
    ours.push(answer)
    say(`  ours: ${figures(answer)}`)
    const report = await ask('report', logs)
    reports.push(report)
    say(`  ours, with all analyses: ${figures(report)}`)
    if (peer === null) continue
    const took = await timedAggregate(peer, logs, records)
    say(`  DuckDB: ${figures(took)}`)
    theirsMs.push(took.tookMs)
  }
  if (ours.some((answer) => answer.records !== records)) throw new Error('The scan did not count every record once.')
  const against = "against DuckDB's aggregates (2 threads, typed columns)"
  const theirs = quantile(theirsMs, 0.5)
  return [
    ...(peer === null
      ? []
      : [
          measure(`all facts, ${against}`, medianOf(ours, 'tookMs'), theirs, 1),
          // No peer says whom to block: the analyses come on top of what a GROUP BY gives.
          measure(`all facts and the whole report as JSON, ${against}`, medianOf(reports, 'tookMs'), theirs, 1),
        ]),
    measure('all facts, resident memory', mostResident(ours), RSS_GOAL_MB, 1, 'MB'),
    measure('the whole report as JSON, resident memory', mostResident(reports), RSS_GOAL_MB, 1, 'MB'),
    measure('all facts, longest block of the event loop', medianOf(ours, 'blockedMs'), BLOCKED_MS, 1),
  ]
}

async function timedAggregate(peer: AnalysingPeer, logs: string, records: number): Promise<Took> {
  return await timed(async () => {
    if ((await peer.aggregate(logs)) !== records) throw new Error('DuckDB did not count every record once.')
  })
}

/** With the index that the first question has left: another principal, another address. */
async function secondQuestion(ask: Ask, logs: string, cache: string, rounds: number): Promise<Measurement[]> {
  await ask('scan', logs, cache)
  const fromFiles = await ask('ip', logs)
  const answers: Answer[] = []
  for (let round = 0; round < 3 * rounds; round += 1)
    answers.push(await ask(round % 2 === 0 ? 'ip' : 'search', logs, cache))
  if (answers[0]?.ids.join() !== fromFiles.ids.join()) throw new Error('The index answered otherwise than the files.')
  return [
    measure('a second question, from the index, in a new process', medianOf(answers, 'tookMs'), SECOND_QUESTION_MS, 1),
  ]
}

async function tenfold(ask: Ask, logs: string, files: number, say: EvidenceBench['say']): Promise<Measurement[]> {
  for (let set = 1; set <= 10; set += 1) {
    say(`writing ten times as much, ${set} of 10`)
    await writeLogs(join(logs, `${set}`), files, RECORDS_A_FILE, set)
  }
  const search = await ask('search', logs)
  const scan = await ask('scan', logs)
  const report = await ask('report', logs)
  return [
    measure('search of ten times the input, resident memory', search.rssMb, RSS_GOAL_MB, 1, 'MB'),
    measure('all facts of ten times the input, resident memory', scan.rssMb, RSS_GOAL_MB, 1, 'MB'),
    measure('the whole report of ten times the input, resident memory', report.rssMb, RSS_GOAL_MB, 1, 'MB'),
  ]
}

function mostResident(answers: readonly Answer[]): number {
  return Math.max(...answers.map(({ rssMb }) => rssMb))
}

function medianOf(answers: readonly Answer[], what: 'tookMs' | 'blockedMs'): number {
  return quantile(
    answers.map((answer) => answer[what]),
    0.5,
  )
}

const root = fileURLToPath(new URL('..', import.meta.url))
/** CommonJS inside an ES module asks for it. */
const banner =
  "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);"

/** Compiles the sources as they stand, so that no old `dist` is measured. */
async function buildOurs(folder: string): Promise<Ask> {
  const [main, worker] = [join(folder, 'evidence-main.mjs'), join(folder, 'scan-worker.mjs')]
  for (const source of ['bench/evidence-main.ts', 'integrations/trail-files/scan/scan-worker.ts']) {
    // In pieces: what is loaded when it is needed is a file of its own, as in the product.
    const options = { bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20' } as const
    const outExtension = { '.js': '.mjs' }
    const entryPoints = [join(root, source)]
    await build({ ...options, entryPoints, outdir: folder, outExtension, logLevel: 'error', banner: { js: banner } })
  }
  if (!existsSync(worker)) throw new Error('The worker was not built.')
  return (question, logs, cache) => answerOf([main, question, logs, worker, ...(cache === undefined ? [] : [cache])])
}

async function answerOf(command: readonly string[]): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const ours = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    ours.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    ours.on('error', reject)
    ours.on('close', (code) => {
      if (code === 0) resolve(answerSchema.parse(JSON.parse(output)))
      else reject(new Error(`The scan ended with ${code}.`))
    })
  })
}
