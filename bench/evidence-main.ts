/** One question about a folder of logs in a process of its own, as `tourniquet` would: time and memory are then its alone. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { keepHeapLean } from '../integrations/trail-files/lean-heap.js'
import { scanTrailFiles } from '../integrations/trail-files/scan/scan-trail-files.js'
import { searchTrailFiles } from '../integrations/trail-files/scan/search-trail-files.js'
import { workerThread } from '../integrations/trail-files/scan/start-thread.js'
import { noTerms } from '../integrations/trail-files/scan/trail-hit.js'
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
// In KiB, as getrusage(2) has it on Linux: the most that was ever resident, threads included.
const rssMb = process.resourceUsage().maxRSS / 1024
const { user, system } = process.cpuUsage()
const cpuMs = (user + system) / 1_000
process.stdout.write(JSON.stringify({ ...answer, tookMs, cpuMs, rssMb, blockedMs: delay.max / 1e6 }))

async function answerTo(): Promise<{ ids: readonly string[]; records: number }> {
  if (question === 'scan') {
    keepHeapLean()
    const month = Date.UTC(2026, 2, 1)
    const scope = { fromMs: month + 7 * 86_400_000, toMs: month + 31 * 86_400_000 }
    const { report, duplicates } = await scanTrailFiles([folder], { ...options, scope, baselineFromMs: month })
    return { ids: [], records: report.events - duplicates }
  }
  const terms =
    question === 'ip' ? { ...noTerms, sourceIps: ['198.51.100.23'] } : { ...noTerms, arns: [suspect.roleArn] }
  const { hits } = await searchTrailFiles([folder], { ...options, terms })
  return { ids: hits.map(({ eventId }) => eventId).sort(), records: 0 }
}
