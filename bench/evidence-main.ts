/** One question about a folder of logs in a process of its own, as `tourniquet` would: time and memory are then its alone. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { jsonPieces } from '../app/cli/json-pieces.js'
import { keepCompilerLean } from '../integrations/trail-files/lean-compiler.js'
import { keepHeapLean } from '../integrations/trail-files/lean-heap.js'
import { scanTrailFiles } from '../integrations/trail-files/scan/scan-trail-files.js'
import { searchTrailFiles } from '../integrations/trail-files/scan/search-trail-files.js'
import { workerThread } from '../integrations/trail-files/scan/start-thread.js'
import { noTerms } from '../integrations/trail-files/scan/trail-hit.js'
import type { TrailFacts } from '../src/evidence/facts/trail-facts.js'
import { type InvestigateOptions, investigate } from '../src/evidence/investigate.js'
import { suspect } from './evidence-logs.js'

const [question, folder = '', worker = '', cacheFolder] = process.argv.slice(2)
const options = {
  workers: 2,
  signal: new AbortController().signal,
  startThread: workerThread(worker),
  ...(cacheFolder === undefined ? {} : { cacheFolder }),
}
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const startedAt = performance.now()
const answer = await answerTo()
const tookMs = performance.now() - startedAt
const rssMb = mostResidentMb()
const { user, system } = process.cpuUsage()
const cpuMs = (user + system) / 1_000
process.stdout.write(JSON.stringify({ ...answer, tookMs, cpuMs, rssMb, blockedMs: delay.max / 1e6 }))

async function answerTo(): Promise<{ ids: readonly string[]; records: number }> {
  if (question === 'scan' || question === 'report') {
    keepHeapLean()
    keepCompilerLean()
    const month = Date.UTC(2026, 2, 1)
    const scope = { fromMs: month + 7 * 86_400_000, toMs: month + 31 * 86_400_000 }
    const { facts, report, duplicates } = await scanTrailFiles([folder], { ...options, scope, baselineFromMs: month })
    const records = report.events - duplicates
    if (question === 'report') writeReport(facts, { sources: [report], read: report.events, unique: records })
    return { ids: [], records }
  }
  const terms =
    question === 'ip' ? { ...noTerms, sourceIps: ['198.51.100.23'] } : { ...noTerms, arns: [suspect.roleArn] }
  const { hits } = await searchTrailFiles([folder], { ...options, terms })
  return { ids: hits.map(({ eventId }) => eventId).sort(), records: 0 }
}

/** As `evidence --json` does, but to nowhere. */
function writeReport(facts: TrailFacts, options: InvestigateOptions): void {
  const nowhere = openSync(devNull, 'w')
  for (const piece of jsonPieces(investigate(facts, options))) writeSync(nowhere, piece)
  closeSync(nowhere)
}

/**
 * The most that was ever resident, threads included. Linux counts what the process that started this one had as well where
 * getrusage(2) is asked: there the bench itself, with all that DuckDB holds. `VmHWM` is of this program alone.
 */
function mostResidentMb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  if (kib === undefined) throw new Error('/proc/self/status does not say what was resident.')
  return Number(kib) / 1024
}
