import pg from 'pg'
import { judge, untilQuiet } from './judge.js'
import { judgeGravity } from './judge-gravity.js'
import { killWorkers } from './kill-workers.js'
import { createLoadWorld, type LoadWorld } from './load-world.js'
import { type LoadOptions, parseOptions, USAGE } from './options.js'
import { sendFindings } from './sender.js'
import { watchBegun } from './watch-begun.js'

/** Findings at a steady rate against real processes, whose workers are killed meanwhile: how fast, and is anything lost? */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${USAGE}`)
    return 2
  }
  const world = await createLoadWorld(options.queue, options.principals)
  const db = new pg.Pool({ connectionString: world.databaseUrl, max: 4 })
  db.on('error', () => undefined) // the query that fails with it rejects
  const stop = () => void world.close().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await play(world, db, options)
  } finally {
    await db.end()
    await world.close()
  }
}

async function play(world: LoadWorld, db: pg.Pool, options: LoadOptions): Promise<number> {
  const workers = await Promise.all(Array.from({ length: options.workers }, () => world.startWorker()))
  const state = { over: false, quiet: false }
  const everyMs = options['kill-every'] * 1_000
  const killing = everyMs === 0 ? [] : killWorkers(world, db, workers, everyMs, () => state.over)
  const watching = watchBegun(db, () => state.quiet)
  const deliveries = await sendFindings(world.serve.url ?? '', options)
  state.over = true
  const kills = await killing
  const unquiet = options.workers === 0 ? [] : await untilQuiet(db, 180_000)
  state.quiet = true
  const verified = await world.run(['audit', 'verify'])
  const { summary, wrong } = await judge(db, deliveries, kills)
  const gravity = await judgeGravity(db, await watching)
  for (const line of [...summary, ...gravity.summary]) process.stdout.write(`${line}\n`)
  const problems = [
    ...wrong,
    ...gravity.wrong,
    ...unquiet,
    ...(verified === 'exit code 0' ? [] : [`audit verify: ${verified}`]),
  ]
  for (const problem of problems.slice(0, 20)) process.stdout.write(`WRONG: ${problem}\n`)
  process.stdout.write(problems.length === 0 ? 'nothing lost\n' : `${problems.length} problems\n`)
  return problems.length === 0 ? 0 : 1
}

process.exitCode = await main()
