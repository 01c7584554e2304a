import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChaosOptions, parseOptions, USAGE } from './options.js'
import { endAllProducts } from './product-process.js'
import type { RunResult } from './run-point.js'
import { runZombie, ZOMBIE_SCENARIOS } from './run-zombie.js'
import { type QueueKind, type Services, startServices } from './services.js'
import { sweep } from './sweep.js'
import { hasFailed, renderTable, type TableRow } from './table.js'

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${USAGE}`)
    return 2
  }
  const services = await startServices(options.queues.includes('redis')).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return null
  })
  if (services === null) return 1
  const close = onceClosed(services)
  stopWhenTold(close)
  const startedAtMs = performance.now()
  try {
    const rows: TableRow[] = []
    for (const queue of options.queues) rows.push(...(await playQueue(services, queue, options)))
    process.stdout.write(renderTable(rows))
    process.stderr.write(`${Math.round((performance.now() - startedAtMs) / 1000)} s\n`)
    const results = rows.flatMap((row) => row.results)
    return results.length === 0 || results.some(hasFailed) ? 1 : 0
  } finally {
    await close()
  }
}

async function playQueue(services: Services, queue: QueueKind, options: ChaosOptions): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for (const [part, kind] of [
    ['commits', 'commit'],
    ['http', 'http'],
  ] as const) {
    if (!options.parts.includes(part)) continue
    for (const position of ['before', 'after'] as const) {
      const points = { queue, kind, position, from: options.from, to: options.to }
      const results = await sweep(services, points, options.parallel, (result) => tell(result, options))
      rows.push({ queue, kind, position, results })
    }
  }
  if (options.parts.includes('zombie')) {
    rows.push({ queue, kind: 'zombie', position: 'stopped', results: await playZombies(services, queue, options) })
  }
  return rows
}

async function playZombies(services: Services, queue: QueueKind, options: ChaosOptions): Promise<RunResult[]> {
  const waiting = [...ZOMBIE_SCENARIOS]
  const results: RunResult[] = []
  const slot = async (number: number) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await runZombie(services, queue, number, next)
      results.push(result)
      tell(result, options)
    }
  }
  // Three processes a scene instead of one, and PostgreSQL's connections are counted.
  const parallel = Math.ceil(options.parallel / 2)
  await Promise.all(Array.from({ length: parallel }, (_, number) => slot(number)))
  return results
}

const told = { toStop: false }

function tell(result: RunResult, { logs }: ChaosOptions): void {
  // Runs that are cut off say nothing about the product.
  if (told.toStop) return
  const { name, reached, recoveryMs, wrong } = result
  const recovery = recoveryMs === null ? '' : ` (on again after ${(recoveryMs / 1000).toFixed(1)} s)`
  const how = hasFailed(result) ? `FAILED: ${wrong.join('; ')}` : reached ? `ok${recovery}` : 'the run was over before'
  process.stderr.write(`${name}: ${how}\n`)
  if (!hasFailed(result) || logs === null) return
  keepLogs(logs, result).catch((error: unknown) =>
    process.stderr.write(`Its logs could not be kept: ${String(error)}\n`),
  )
}

async function keepLogs(folder: string, { name, logs }: RunResult): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [index, log] of logs.entries()) {
    await writeFile(join(folder, `${name.replaceAll(/\W+/g, '-')}-${index + 1}.log`), log)
  }
}

function onceClosed(services: Services): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => {
    endAllProducts()
    closing ??= services.close()
    return closing
  }
}

/** Ctrl-C, a polite kill, and the end of whoever started this: in each case nothing is left running. */
function stopWhenTold(close: () => Promise<void>): void {
  const stop = () => {
    if (told.toStop) return
    told.toStop = true
    process.stderr.write('Stopping.\n')
    close().then(
      () => process.exit(130),
      () => process.exit(130),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 1_000).unref()
}

process.exitCode = await main()
